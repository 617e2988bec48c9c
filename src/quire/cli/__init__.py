"""The command `quire`: one module per command, loaded when it is called."""

from __future__ import annotations

import difflib
import gc
import importlib
import io
import os
import sys
from contextlib import suppress
from typing import NoReturn

import click

from quire import __version__
from quire.errors import QuireError, exit_code

# Command → what it does. The module of a command has its name, with underscores.
COMMANDS = {
    "run": 'Give Quire a task and watch it work (the default: quire "TASK").',
    "tui": "Open the terminal UI (the default at a terminal without words).",
    "exec": "Run a task without a person: plain words or JSON lines.",
    "resume": "Go on with a session.",
    "fork": "Begin a new session with the history of another.",
    "sessions": "List the sessions.",
    "undo": "Put code and conversation back to before a turn.",
    "sandbox": "Run a command inside the walls, or say what they hold.",
    "apply-patch": "Apply a patch to a workspace, all of it or nothing.",
    "review": "Review a change: structured findings as Markdown, JSON or SARIF.",
    "verify": "Run the project's own tests inside the walls.",
    "serve": "Serve the Responses API to any client.",
    "keys": "Make, list, disable and delete the gateway's keys.",
    "approvals": "List and forget the commands that may run without a question.",
    "mcp": "Show the MCP servers, their state and their tools.",
    "trust": "Let the settings and hooks that a folder brings have effect.",
    "config": "Show the settings, where they come from, and their schema.",
}

_OUTPUT, _ERRORS = 1, 2
_WALLED = frozenset({"run", "exec", "resume", "verify", "sandbox"})
# Options that people write before a command, as they do with git; each takes a value.
_BEFORE = ("-c", "-C", "--config", "--cd")
_ASKS_FOR_WORDS = frozenset({"-h", "--help"})


class Commands(click.Group):
    """The commands by name; words that are no command are a task for `run`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table, which is the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command's module; None where the name is no command."""
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        command = getattr(importlib.import_module(f"quire.cli.{name}"), "command", None)
        gc.freeze()
        gc.enable()
        return command if isinstance(command, click.Command) else None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `run` before arguments that begin with something else than a command."""
        _refuse_garbled(args)
        if not args:
            args = ["tui"] if at_terminal() else _piped()
        args = _command_first(args)
        if args and args[0] not in {*COMMANDS, "--help", "-h", "--version"}:
            _refuse_typo(args)
            args = ["run", *args]
        if args and args[0] in _WALLED and not _ASKS_FOR_WORDS.intersection(args):
            from quire.sandbox import early

            early.begin()  # this takes as long as loading the command does
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; an error of ours ends the process with its words."""
        try:
            return super().invoke(ctx)
        except QuireError as error:
            fail(error)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands from its data, loading none of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def at_terminal() -> bool:
    """Tell whether a person both types and reads here."""
    return all(file is not None and file.isatty() for file in (sys.stdin, sys.stdout))


def _piped() -> list[str]:
    """Return the arguments for a task on standard input, none where there is no word in it."""
    from quire.cli.options import piped_text

    words = piped_text().strip()
    return ["run", "--", words] if words else []


def _refuse_garbled(args: list[str]) -> None:
    """Raise a usage error for words that are not in the encoding of this system."""
    for word in args:
        try:
            word.encode()
        except UnicodeEncodeError as error:
            shown = word[max(0, error.start - 20) : error.end + 20]
            told = shown.encode("ascii", "backslashreplace").decode()
            raise click.UsageError(
                f"Not UTF-8, at character {error.start + 1}: {told!r}. Write it in UTF-8."
            ) from error


def _command_first(args: list[str]) -> list[str]:
    """Return the arguments with -c and -C, where they stand before a command, after its name."""
    place = 0
    while place < len(args) and args[place].startswith(_BEFORE):
        place += 2 if args[place] in _BEFORE else 1
    named = 0 < place < len(args) and args[place] in COMMANDS
    return [args[place], *args[:place], *args[place + 1 :]] if named else args


def _refuse_typo(args: list[str]) -> None:
    """Raise a usage error for one lone word that is nearly a command: a slip, not a task."""
    near = difflib.get_close_matches(args[0], COMMANDS, n=1, cutoff=0.75)
    if len(args) == 1 and near:
        raise click.UsageError(
            f"There is no command {args[0]!r}. Did you mean {near[0]!r}? "
            f"To give it as a task: quire run {args[0]!r}"
        )


@click.group(
    cls=Commands,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done, 1 not achieved, 2 usage, 3 refused, 4 upstream, 130 interrupted.",
)
@click.version_option(__version__, prog_name="quire", message="%(prog)s %(version)s")
@click.option("--no-color", default="", envvar="NO_COLOR", hidden=True)
@click.pass_context
def quire(context: click.Context, no_color: str) -> None:
    """Quire finds, fixes and proves: a coding agent that needs no key, no network, no weights.

    \b
    quire "make the tests pass"
    quire -C ../shop --effort high "test_invoice fails since the last commit"
    quire --model gpt-5.1-codex "add a --json flag to the report command"
    """
    context.color = False if no_color else None  # no-color.org: any text but none


def main() -> NoReturn:
    """Run the command line; every error ends here as words and an exit code."""
    _open_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # what a terminal cannot show is spelt out
            stream.reconfigure(errors="backslashreplace")
    try:
        code = quire.main(prog_name="quire", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo("Interrupted.", err=True)
        sys.exit(130)
    except OSError as error:
        _end_by(error)
    sys.exit(code if isinstance(code, int) else 0)


def _open_streams() -> None:
    """Let streams that are closed lead nowhere: no file that is opened then takes their place."""
    place = os.open(os.devnull, os.O_RDWR)
    while place <= _ERRORS:
        place = os.dup(place)
    os.close(place)
    sys.stdout = sys.stdout or os.fdopen(_OUTPUT, "w")
    sys.stderr = sys.stderr or os.fdopen(_ERRORS, "w")


def _end_by(error: OSError) -> NoReturn:
    """End the process by what the system would not do: mostly output on a disk that is full."""
    gone = isinstance(error, FileNotFoundError) and error.filename is None
    where = "the current folder" if gone else error.filename or "the output"
    with suppress(OSError):
        click.secho(f"quire: {where}: {error.strerror}", fg="red", err=True)
    # What is left of the output cannot be written either, and Python would try once more.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.exit(1)


def fail(error: QuireError) -> NoReturn:
    """End the process with the error's words, its next step and its exit code."""
    where = f" ({error.param})" if error.param else ""
    click.secho(f"quire: {error.message}{where}", fg="red", err=True)
    if error.hint:
        click.echo(f"  {error.hint}", err=True)
    sys.exit(exit_code(error))
