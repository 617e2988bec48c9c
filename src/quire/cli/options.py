"""The flags that every command which runs a task understands."""

from __future__ import annotations

import math
import select
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, TypeVar

import click
import msgspec
from msgspec import Struct

from quire.cli.results import ResultFile
from quire.errors import UsageError

_Command = TypeVar("_Command", bound=Callable[..., object])
_Flag = Callable[[Callable[..., object]], Callable[..., object]]

PATIENCE = 0.5  # seconds
EFFORTS = ("auto", "none", "minimal", "low", "medium", "high", "xhigh")
APPROVALS = ("untrusted", "on-request", "on-failure", "never")
MODES = ("read-only", "workspace-write", "danger-full-access")


class Order(Struct, frozen=True, kw_only=True):
    """A task as the command line gives it."""

    prompt: str
    directory: Path
    model: str | None = None
    effort: str | None = None
    overrides: tuple[str, ...] = ()
    mode: Literal["read-only", "workspace-write", "danger-full-access"] | None = None
    approvals: Literal["untrusted", "on-request", "on-failure", "never"] | None = None
    trust: bool = False
    writable: tuple[Path, ...] = ()
    images: tuple[Path, ...] = ()
    schema: Path | None = None
    last_message: Path | None = None
    keep: bool = False
    unsafe: bool = False
    verify: bool = True
    budgets: tuple[str, ...] = ()


_FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)
_FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


def _images(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[Path, ...]:
    """Return the files of lists as Codex takes them; a name that is a file stays whole."""
    names = [name for value in values for name in _parted(value)]
    return tuple(Path(str(_FILE.convert(name, parameter, context))) for name in names)


def _parted(value: str) -> list[str]:
    return [value] if Path(value).is_file() else value.split(",")


def named(instead: str) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    """Return a callback that refuses an empty name, which could mean anything, with a hint."""

    def checked(
        context: click.Context, parameter: click.Parameter, value: str | None
    ) -> str | None:
        if value is not None and not value.strip():
            raise click.BadParameter(f"It is empty. {instead}", context, parameter)
        return value

    return checked


class Amount(click.FloatRange):
    """A number in a range; a range alone lets in what is none, which limits nothing."""

    def convert(
        self, value: float, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the number."""
        amount = float(super().convert(value, param, ctx))
        if math.isnan(amount):
            self.fail(f"{value} is not a number.", param, ctx)
        return amount


def model_flag(words: str) -> _Flag:
    """Return the flag that names a model."""
    callback = named("Without the flag the model of the settings is asked.")
    return click.option("-m", "--model", callback=callback, help=words)


_FLAGS: tuple[_Flag, ...] = (
    click.option(
        "-C", "--cd", "directory", type=_FOLDER, default=".", help="Work in this folder."
    ),
    model_flag("The model, for example quire/max or gpt-5.1-codex."),
    click.option("-e", "--effort", type=click.Choice(EFFORTS), help="How hard to think."),
    click.option(
        "-c", "--config", "overrides", multiple=True, metavar="KEY=VALUE", help="Set one setting."
    ),
    click.option("-s", "--sandbox", "mode", type=click.Choice(MODES), help="What may be written."),
    click.option(
        "-a", "--ask-for-approval", "--approval", "approvals", type=click.Choice(APPROVALS),
        help="What is asked: all but reading, what leaves the walls, nothing.",
    ),
    click.option(
        "--trust", is_flag=True, help="Let the folder's own settings have effect this time."
    ),
    click.option(
        "--add-dir", "writable", type=_FOLDER, multiple=True, help="One more folder to write in."
    ),
    click.option(
        "-i", "--image", "images", multiple=True, callback=_images, metavar="FILE[,FILE]",
        help="Show an image, or several.",
    ),
    click.option(
        "--output-schema", "schema", type=_FILE, help="The answer must fit this JSON Schema."
    ),
    click.option(
        "-o",
        "--output-last-message",
        "last_message",
        type=ResultFile(),
        help="Write the last answer to this file.",
    ),
    click.option("--steps", type=click.IntRange(1), help="Stop after this many requests."),
    click.option("--minutes", type=Amount(0, min_open=True), help="Stop after so long."),
    click.option("--tokens", type=click.IntRange(1), help="Stop after this many tokens."),
    click.option("--dollars", type=Amount(0), help="Stop when this much is spent."),
    click.option(
        "--attempts", type=click.IntRange(1, 8),
        help="Try so often side by side, each in a copy; take the smallest proven change.",
    ),
    click.option("--keep", is_flag=True, help="Keep the changes of a task that failed."),
    click.option(
        "--no-verify", "verify", is_flag=True, flag_value=False, default=True,
        help="Do not run the project's tests; the verdict is then 'not proven'.",
    ),
    click.option(
        "--unsafe-no-sandbox", "unsafe", is_flag=True, help="Run commands with all your rights."
    ),
)  # fmt: skip


def task_flags(command: _Command) -> _Command:
    """Add the flags of a task to a click command."""
    for flag in reversed(_FLAGS):
        flag(command)
    return command


def order_of(prompt: str, flags: Mapping[str, object]) -> Order:
    """Return the order that a command's parameters make; budgets become settings."""
    units = {"steps": ("steps", 1), "minutes": ("seconds", 60)} | {
        name: (name, 1) for name in ("tokens", "dollars", "attempts")
    }
    budgets = tuple(
        f"agent.{setting}={value * unit!r}"
        for flag, (setting, unit) in units.items()
        if isinstance(value := flags.get(flag), int | float)
    )
    known = {name: value for name, value in flags.items() if name not in units}
    order = msgspec.convert({**known, "prompt": prompt, "budgets": budgets}, Order)
    return msgspec.structs.replace(order, directory=order.directory.resolve())


def prompt_of(words: tuple[str, ...], piped: str) -> str:
    """Return the task from words and standard input: piped text alone is the task, else context.

    A lone `-` asks for standard input. Raises UsageError when there is neither.
    """
    text = "" if words == ("-",) else " ".join(words).strip()
    piped = piped.strip()
    if text and piped:
        return f"{text}\n\n<stdin>\n{piped}\n</stdin>"
    if not text and not piped:
        raise UsageError(
            "There is no task.",
            hint='Give it as words, quire "make the tests pass", or on standard input.',
            param="prompt",
        )
    return text or piped


def piped_text() -> str:
    """Return what is on standard input, or nothing where a person sits at it.

    A pipe is read to its end; where that takes a while, it is said what is waited for.
    """
    if sys.stdin is None or sys.stdin.isatty():
        return ""
    if not select.select([sys.stdin], [], [], PATIENCE)[0]:
        click.echo("Reading standard input until it ends …", err=True)
    return sys.stdin.read()
