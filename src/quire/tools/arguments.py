"""The JSON arguments of the function tools, as models send them."""

from __future__ import annotations

from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta, Struct

from quire.errors import UsageError
from quire.protocol.items import Json


class Run(Struct, frozen=True, kw_only=True):
    """Arguments of `shell` and `shell_command`: a script, or an argument list."""

    command: str | Annotated[tuple[str, ...], Meta(min_length=1)]
    workdir: str | None = None
    timeout_ms: float | None = None
    max_output_tokens: float | None = None


class Exec(Struct, frozen=True, kw_only=True):
    """Arguments of `exec_command`; `tty` keeps its standard input open."""

    cmd: str
    workdir: str | None = None
    shell: str | None = None
    tty: bool = False
    yield_time_ms: float | None = None
    max_output_tokens: float | None = None


class Asked(Struct, frozen=True, kw_only=True):
    """What the arguments of a shell function say about walls (codex-agent, tools).

    `prefix_rule` is how commands begin that the model would like to be allowed from then on.
    """

    with_escalated_permissions: bool = False
    sandbox_permissions: str = ""
    justification: str = ""
    prefix_rule: tuple[str, ...] = ()


class Write(Struct, frozen=True, kw_only=True):
    """Arguments of `write_stdin`; without `chars` it only waits for output."""

    session_id: int
    chars: str = ""
    yield_time_ms: float | None = None
    max_output_tokens: float | None = None


class Page(Struct, frozen=True, kw_only=True):
    """Arguments of `read_output`."""

    id: str
    page: int = 1


class Patch(Struct, frozen=True, kw_only=True):
    """Arguments of `apply_patch` in its function form."""

    input: str


class Image(Struct, frozen=True, kw_only=True):
    """Arguments of `view_image`."""

    path: str


class Task(Struct, frozen=True, kw_only=True):
    """Arguments of `run_task`: an order, and what it may spend; without a limit, what is left."""

    task: Annotated[str, Meta(min_length=1)]
    steps: float | None = None
    tokens: float | None = None
    dollars: float | None = None
    minutes: float | None = None


_ArgumentsT = TypeVar("_ArgumentsT", bound=Struct)


def parse(text: str, kind: type[_ArgumentsT]) -> _ArgumentsT:
    """Read a function call's arguments; numbers may come as strings.

    Raises UsageError with the words that Codex-family models know (codex-agent, tool results).
    """
    try:
        return msgspec.json.decode(text or "{}", type=kind, strict=False)
    except (msgspec.MsgspecError, UnicodeEncodeError) as error:
        raise UsageError(f"failed to parse function arguments: {error}") from error


class LocalAction(Struct, frozen=True, kw_only=True):
    """The action of a `local_shell_call`: an argument list."""

    command: Annotated[tuple[str, ...], Meta(min_length=1)]
    working_directory: str | None = None
    timeout_ms: float | None = None


def local_action(action: Json) -> LocalAction:
    """Read the action of a `local_shell_call`; raise UsageError that names the field."""
    try:
        return msgspec.convert(action, type=LocalAction, strict=False)
    except msgspec.ValidationError as error:
        raise UsageError(f"failed to parse the action: {error}") from error
