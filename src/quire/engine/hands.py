"""Wishes as calls of whatever tools the client offers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import msgspec
from msgspec import Struct

from quire.engine.scripts import create_command, patch_command, remove_command
from quire.protocol import items
from quire.protocol.items import Item, Json
from quire.protocol.requests import Request

# Characters of one output that the engine asks for; a report is far shorter.
OUTPUT_LENGTH = 100_000
# The longest that Codex's exec_command waits before it goes on in the background (its maximum).
YIELD_MS = 30_000
# How long its write_stdin waits for more when nothing is written (it allows 5 to 300 seconds).
WAIT_MS = 60_000
PATCH_MS = 30_000
WAITER = "write_stdin"
_ENVELOPE = "*** Begin Patch\n*** {kind} File: {path}\n{diff}\n*** End Patch"
_REMOVAL = "*** Begin Patch\n*** Delete File: {path}\n*** End Patch"


Change = items.CreateFile | items.UpdateFile | items.DeleteFile
RunMaker = Callable[[Json, tuple[str, ...], int], tuple[Item, ...]]
PatchMaker = Callable[[Json, Change], Item]
MakerT = TypeVar("MakerT")


class SparedError(Exception):
    """A job wanted to change a file that the order says to leave as it is."""

    def __init__(self, path: str) -> None:
        """Name the file."""
        super().__init__(path)
        self.path = path


class Hands(Struct, frozen=True, kw_only=True):
    """What the client lets the engine do: run commands, change files, wait; or nothing.

    No file changes whose path, with a slash before it, `changeable` does not match: that raises
    SparedError.
    """

    runner: tuple[RunMaker, Json] | None = None
    patcher: tuple[PatchMaker, Json] | None = None
    waiter: Json | None = None
    one_at_a_time: bool = False
    changeable: str = ""

    def run(self, commands: tuple[str, ...], timeout_ms: int) -> tuple[Item, ...]:
        """Return the calls that run independent `commands`; none when no tool can."""
        if self.runner is None:
            return ()
        make, tool = self.runner
        return make(tool, commands, timeout_ms)

    def patch(self, path: str, diff: str) -> tuple[Item, ...]:
        """Return the call that changes one file by V4A hunks, by a command where it must be."""
        self._may_change(path)
        if self.patcher is None:
            return self.run((patch_command(path, diff),), PATCH_MS)
        make, tool = self.patcher
        return (make(tool, items.UpdateFile(path=path, diff=diff)),)

    def create(self, path: str, text: str) -> tuple[Item, ...]:
        """Return the call that makes a new file of whole lines, by a command where it must be."""
        self._may_change(path)
        if self.patcher is None:
            return self.run((create_command(path, text),), PATCH_MS)
        make, tool = self.patcher
        diff = "".join(f"+{line}\n" for line in text.removesuffix("\n").split("\n"))
        return (make(tool, items.CreateFile(path=path, diff=diff)),)

    def remove(self, path: str) -> tuple[Item, ...]:
        """Return the call that removes a file, by a command where it must be."""
        self._may_change(path)
        if self.patcher is None:
            return self.run((remove_command(path),), PATCH_MS)
        make, tool = self.patcher
        return (make(tool, items.DeleteFile(path=path)),)

    def _may_change(self, path: str) -> None:
        if not re.search(self.changeable, f"/{path.removeprefix('./')}"):
            raise SparedError(path)

    def wait(self, session: int) -> tuple[Item, ...]:
        """Return the call that waits for a command that went on in the background."""
        if self.waiter is None:
            return ()
        wishes = {"session_id": session, "chars": "", "yield_time_ms": WAIT_MS}
        fields = _properties(self.waiter)
        return (_function(self.waiter, {key: wishes[key] for key in wishes if key in fields}),)


def offered(request: Request) -> Hands:
    """Return the hands that a request's tools and its tool choice give the engine."""
    if request.tool_choice == "none":
        return Hands()
    tools = tuple(tool for tool in flat(request.tools) if chosen(tool, request.tool_choice))
    return Hands(
        runner=_first(tools, _RUNNERS),
        patcher=_first(tools, _PATCHERS),
        waiter=next((tool for tool in tools if tool.get("name") == WAITER), None),
        one_at_a_time=request.parallel_tool_calls is False,
    )


def flat(tools: Iterable[Json]) -> Iterator[Json]:
    """Yield every tool, those inside a namespace too, each with its `namespace`."""
    for tool in tools:
        inner = tool.get("tools")
        if tool.get("type") == "namespace" and isinstance(inner, list):
            yield from ({**each, "namespace": tool.get("name")} for each in inner)
        else:
            yield tool


def chosen(tool: Json, choice: str | Json | None) -> bool:
    """Tell whether the tool choice allows `tool` (responses-api, tool choice)."""
    if choice is None or isinstance(choice, str):
        return True
    if choice.get("type") == "allowed_tools":
        allowed = choice.get("tools")
        return isinstance(allowed, list) and any(chosen(tool, each) for each in allowed)
    return all(tool.get(key) == choice[key] for key in ("type", "name") if key in choice)


def _shell(_tool: Json, commands: tuple[str, ...], timeout_ms: int) -> tuple[Item, ...]:
    action = items.ShellAction(
        commands=commands, timeout_ms=timeout_ms, max_output_length=OUTPUT_LENGTH
    )
    return (items.ShellCall(call_id="", action=action, status="completed"),)


def _local_shell(_tool: Json, commands: tuple[str, ...], timeout_ms: int) -> tuple[Item, ...]:
    common = {"type": "exec", "timeout_ms": timeout_ms, "env": {}}
    actions = [{**common, "command": ["sh", "-c", command]} for command in commands]
    return tuple(
        items.LocalShellCall(call_id="", action=action, status="completed") for action in actions
    )


def _run_function(tool: Json, commands: tuple[str, ...], timeout_ms: int) -> tuple[Item, ...]:
    fields = _properties(tool)
    name = "cmd" if "cmd" in fields else "command"
    is_list = fields.get(name, {}).get("type") == "array"
    times = {"timeout_ms": timeout_ms, "yield_time_ms": min(timeout_ms, YIELD_MS)}
    extra = {key: value for key, value in times.items() if key in fields}
    return tuple(
        _function(tool, {name: ["sh", "-c", command] if is_list else command, **extra})
        for command in commands
    )


def _patch_item(_tool: Json, change: Change) -> Item:
    return items.ApplyPatchCall(call_id="", operation=change, status="completed")


def _patch_custom(tool: Json, change: Change) -> Item:
    return items.CustomToolCall(
        call_id="",
        name=str(tool.get("name")),
        namespace=_namespace(tool),
        input=_envelope(change),
        status="completed",
    )


def _patch_function(tool: Json, change: Change) -> Item:
    fields = _properties(tool)
    name = next((key for key in ("input", "patch") if key in fields), next(iter(fields), "input"))
    return _function(tool, {name: _envelope(change)})


def _envelope(change: Change) -> str:
    if isinstance(change, items.DeleteFile):
        return _REMOVAL.format(path=change.path)
    kind = "Add" if isinstance(change, items.CreateFile) else "Update"
    return _ENVELOPE.format(kind=kind, path=change.path, diff=change.diff.strip("\n"))


def _function(tool: Json, arguments: Json) -> Item:
    return items.FunctionCall(
        call_id="",
        name=str(tool.get("name")),
        namespace=_namespace(tool),
        arguments=msgspec.json.encode(arguments).decode(),
        status="completed",
    )


def _namespace(tool: Json) -> str | None:
    name = tool.get("namespace")
    return name if isinstance(name, str) else None


def _properties(tool: Json) -> dict[str, dict[str, object]]:
    parameters = tool.get("parameters")
    fields = parameters.get("properties") if isinstance(parameters, dict) else None
    if not isinstance(fields, dict):
        return {}
    return {name: field for name, field in fields.items() if isinstance(field, dict)}


_SHELLS = frozenset({"shell_command", "exec_command", "shell", "bash", "run_command"})
_APPLY = frozenset({"apply_patch"})
# In the order of preference: type of tool, names where the type has any, how a call is made.
_RUNNERS: tuple[tuple[str, frozenset[str] | None, RunMaker], ...] = (
    ("shell", None, _shell),
    ("function", _SHELLS, _run_function),
    ("local_shell", None, _local_shell),
)
_PATCHERS: tuple[tuple[str, frozenset[str] | None, PatchMaker], ...] = (
    ("apply_patch", None, _patch_item),
    ("custom", _APPLY, _patch_custom),
    ("function", _APPLY, _patch_function),
)


def _first(
    tools: tuple[Json, ...], table: tuple[tuple[str, frozenset[str] | None, MakerT], ...]
) -> tuple[MakerT, Json] | None:
    for kind, names, make in table:
        for tool in tools:
            if tool.get("type") == kind and (names is None or tool.get("name") in names):
                return make, tool
    return None
