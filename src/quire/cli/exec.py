"""`quire exec`: a task without a person, for scripts, pipelines and SDKs.

Takes the flags of `codex exec`, so that what drives that drives this.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import click

from quire import config
from quire.cli.asking import terminal
from quire.cli.drive import go_on, start
from quire.cli.jsonl import JsonLines
from quire.cli.options import order_of, piped_text, prompt_of, task_flags
from quire.cli.resume import chosen
from quire.cli.screen import Screen
from quire.errors import QuireError
from quire.protocol import items
from quire.protocol.events import Event, OutputItemDone
from quire.protocol.items import Message


class Quiet:
    """Progress on standard error, the last answer on standard output."""

    def __init__(self) -> None:
        self._screen = Screen(sys.stderr)
        self._last = ""

    def show(self, event: Event) -> None:
        """Show the event as progress and keep an answer's text."""
        self._screen.show(event)
        if isinstance(event, OutputItemDone) and isinstance(event.item, Message):
            self._last = items.text_of(event.item.content)

    def finish(self) -> None:
        """Write the last answer."""
        if self._last:
            click.echo(self._last)


@click.command("exec")
@click.argument("words", nargs=-1, metavar="TASK | resume [ID | --last] [TASK]")
@task_flags
@click.option(
    "--json", "--experimental-json", "as_json", is_flag=True,
    help="Print events as JSON lines (the schema of codex exec --json).",
)  # fmt: skip
@click.option("--last", is_flag=True, help="With resume: the session written last in this folder.")
@click.option("--skip-git-repo-check", is_flag=True, help="Accepted; Quire works in any folder.")
@click.option("--thread-source", hidden=True)
@click.option("--cyber-access-program", hidden=True)
def command(words: tuple[str, ...], as_json: bool, last: bool, **flags: object) -> None:
    """Run a task without a person: plain words, or JSON lines with --json.

    Progress goes to standard error, the answer to standard output. Exit code 0 means done and
    proven, 1 not achieved, 2 usage, 3 refused by policy, 4 the upstream failed.
    """
    for accepted in ("skip_git_repo_check", "thread_source", "cyber_access_program"):
        flags.pop(accepted)
    session, words = _session(words, last=last)
    if as_json:
        surface = JsonLines(_write_line)
        sys.exit(_told(lambda: _driven(session, words, flags, surface), surface))
    quiet = Quiet()
    code = _driven(session, words, flags, quiet)
    quiet.finish()
    sys.exit(code)


def _session(words: tuple[str, ...], *, last: bool) -> tuple[str | None, tuple[str, ...]]:
    """Split `resume ID TASK` from a plain task; the session is None for a new one."""
    if words[:1] != ("resume",):
        return None, words
    data = config.places().data
    if last:
        return chosen(data, None), words[1:]
    return chosen(data, words[1] if len(words) > 1 else None), words[2:]


def _driven(
    session: str | None,
    words: tuple[str, ...],
    flags: dict[str, object],
    surface: JsonLines | Quiet,
) -> int:
    person = terminal() if isinstance(surface, Quiet) else None
    if session is None:
        return start(order_of(prompt_of(words, piped_text()), flags), surface, person)
    prompt = " ".join(words).strip() or piped_text().strip()
    return go_on(session, order_of(prompt, flags), surface, person)


def _told(drive: Callable[[], int], surface: JsonLines) -> int:
    """Return the exit code of `drive`; why it is not 0 is told in the lines and on stderr."""
    try:
        code = drive()
    except QuireError as error:
        surface.failed(error.message)
        raise
    if surface.shortfall:
        click.echo(surface.shortfall, err=True)
    return code


def _write_line(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
