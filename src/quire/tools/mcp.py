"""The tools of MCP servers, offered to a model as functions called SERVER__TOOL.

A server that does not start, dies or hangs is said once; its tools then answer with what is wrong.
One that dies is started once more, with the next call of a tool of it.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec import Struct

from quire.errors import QuireError, UsageError
from quire.protocol.events import Event
from quire.protocol.items import Call, FunctionCall, Json
from quire.protocol.records import Notice, ToolEnded, ToolStarted
from quire.tools.hands import Hands
from quire.tools.mcp_settings import Server
from quire.tools.replies import Reply, Stream, said
from quire.tools.wishes import BETWEEN

if TYPE_CHECKING:
    from mcp.types import Tool

    from quire.tools.mcp_connection import Connection

_LONGEST_NAME = 64
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9_-]")
_INTERRUPTED = (
    "Quire was stopped while this tool ran; whether it did its work is not known, and it is not "
    "called again by itself."
)

State = Literal["ready", "failed", "disabled"]


class Told(Struct, frozen=True, kw_only=True):
    """How a server is: its name, where it runs, what it offers, and why it does not."""

    name: str
    where: str
    state: State
    problem: str = ""
    tools: tuple[str, ...] = ()


@dataclass
class Opened:
    """A server as it was opened; `late` is its last tool without a result, `said` what was told.

    `offered` are the tools that can be called, `definitions` those that the model was shown.
    """

    server: Server
    connection: Connection | None = None
    problem: str = ""
    offered: dict[str, str] = field(default_factory=dict)
    definitions: dict[str, Json] = field(default_factory=dict)
    late: str = ""
    said: str = ""
    restarts: int = 0
    starting: asyncio.Lock = field(default_factory=asyncio.Lock)

    def fault(self) -> str:
        """Return what is wrong with the server now, nothing where it is there."""
        return self.problem or (self.connection.gone if self.connection else "it is not running")


class Servers:
    """The servers of a session and their tools."""

    def __init__(self, opened: Mapping[str, Opened]) -> None:
        """Hold what is opened; `start` starts them."""
        self._opened = dict(opened)

    async def start(self) -> None:
        """Start every server that is enabled, all at once; none of them stops another one."""
        await asyncio.gather(*(_started(name, one) for name, one in self._opened.items()))

    def definitions(self, remembered: Sequence[Json] = ()) -> tuple[Json, ...]:
        """Return the tools as a model reads them, sorted by name.

        Those that are `remembered` from an earlier time keep their places, also those of a server
        that is not there; what is new comes behind them.
        """
        found = {name: d for one in self._opened.values() for name, d in one.definitions.items()}
        for known in remembered:
            name = str(known.get("name"))
            owner = self._owner(name)
            if owner is not None and owner.server.enabled and owner.fault():
                found.setdefault(name, known)
        old = [name for known in remembered if (name := str(known.get("name"))) in found]
        return tuple(found[name] for name in (*old, *sorted(found.keys() - {*old})))

    def changes(self) -> tuple[Notice, ...]:
        """Take in what servers say of their tools by themselves; return what is to be said."""
        return tuple(
            notice for name in self._opened for notice in _changed(name, self._opened[name])
        )

    def faults(self) -> tuple[Notice, ...]:
        """Return what is to be said about servers, once for each."""
        return tuple(
            notice for name in self._opened for notice in self._fault(name, self._opened[name])
        )

    def told(self) -> tuple[Told, ...]:
        """Return how each server is, in the order of their names."""
        return tuple(_told(name, self._opened[name]) for name in sorted(self._opened))

    def knows(self, call: FunctionCall) -> bool:
        """Tell whether a call is for a tool of a server."""
        return self._owner(call.name) is not None

    async def call(self, hands: Hands, call: FunctionCall) -> Stream:
        """Call a tool and answer with its result."""
        name, one = next(
            (name, one) for name, one in self._opened.items() if one is self._owner(call.name)
        )
        for notice in await _revived(name, one):
            yield notice
        tool = one.offered.get(call.name) or call.name.removeprefix(f"{name}{BETWEEN}")
        given = _arguments(call)
        yield ToolStarted(call_id=call.call_id, server=name, tool=tool, arguments=given)
        begun = time.monotonic()
        reply = await self._answered(hands, call, (one, tool), given)
        yield ToolEnded(
            call_id=call.call_id,
            server=name,
            tool=tool,
            status="failed" if reply.failed else "completed",
            seconds=round(time.monotonic() - begun, 3),
        )
        for notice in self._fault(name, one):
            yield notice
        yield reply

    async def close(self) -> None:
        """End every server."""
        ends = (one.connection.close() for one in self._opened.values() if one.connection)
        await asyncio.gather(*ends)

    async def _answered(
        self, hands: Hands, call: FunctionCall, asked: tuple[Opened, str], given: dict[str, object]
    ) -> Reply:
        one, tool = asked
        if one.connection is None or one.fault():
            return _failed(one, one.fault())
        if call.name not in one.offered:
            return Reply(f"unsupported call: {call.name}", failed=True)
        try:
            result = await one.connection.call(tool, given)
        except UsageError as error:
            one.late = f"gave no result of {tool}: {error.message}"
            return _failed(one, error.message)
        from quire.tools.mcp_results import reply

        return reply(hands, call, result)

    def _owner(self, name: str) -> Opened | None:
        offering = (one for one in self._opened.values() if name in one.offered)
        named = (self._opened[n] for n in self._opened if name.startswith(f"{n}{BETWEEN}"))
        return next(offering, None) or next(named, None)

    def _fault(self, name: str, one: Opened) -> Iterable[Notice]:
        fault = one.fault() if one.server.enabled else ""
        problem = f"is not there: {fault}" if fault else one.late
        if problem and problem != one.said:
            one.said = problem
            yield Notice(level="warning", text=f"The MCP server {name} {problem}.")


def has_begun(call: Call, records: Iterable[Event]) -> bool:
    """Tell whether a tool of a server had been called when a crash came."""
    return any(isinstance(r, ToolStarted) and r.call_id == call.call_id for r in records)


async def recovered(call: Call) -> Stream:
    """Answer a call that a crash cut off; the tool is not called again."""
    yield Reply(_INTERRUPTED, failed=True)


async def _started(name: str, one: Opened) -> None:
    if one.connection is None or one.problem:
        return
    try:
        tools = await one.connection.start()
    except QuireError as error:
        one.problem = said(error)
        return
    _take(name, one, tools)


async def _revived(name: str, one: Opened) -> tuple[Notice, ...]:
    """Start a server that has ended, the first time that it has; return what is to be said."""
    async with one.starting:
        if one.connection is None or one.problem or not one.fault() or one.restarts:
            return ()
        one.restarts += 1
        await _started(name, one)
        if one.problem:
            one.said = f"is not there: {one.problem}"
            text = f"The MCP server {name} could not be started once more: {one.problem}."
            return (Notice(level="warning", text=text),)
        one.said = one.late = ""
        return (Notice(level="info", text=f"The MCP server {name} was started once more."),)


def _take(name: str, one: Opened, tools: Iterable[Tool]) -> None:
    """Offer the tools of a server; what was shown before and is gone stays shown."""
    one.offered.clear()
    for tool in sorted(tools, key=lambda tool: tool.name):
        if one.server.offers(tool.name):
            called = _called(name, tool.name)
            one.offered[called] = tool.name
            one.definitions[called] = {
                "type": "function",
                "name": called,
                "description": tool.description or tool.title or "",
                "parameters": tool.input_schema,
                "strict": False,
            }


def _changed(name: str, one: Opened) -> Iterator[Notice]:
    """Take in the tools that a server has now; yield what is to be said."""
    try:
        tools = one.connection.changed() if one.connection else None
    except UsageError as error:
        text = f"The MCP server {name} changed its tools and does not say which: {error.message}."
        yield Notice(level="warning", text=text)
        return
    if tools is None:
        return
    before = {*one.offered.values()}
    _take(name, one, tools)
    after = {*one.offered.values()}
    told = (("new", after - before), ("gone", before - after))
    words = [f"{', '.join(sorted(names))} ({what})" for what, names in told if names]
    if words:
        yield Notice(
            level="info", text=f"The MCP server {name} changed its tools: {'; '.join(words)}."
        )


def _called(server: str, tool: str) -> str:
    """Return the name of a function: at most 64 letters, digits, - and _ (responses-api, tools)."""
    name = f"{server}{BETWEEN}{tool}"
    plain = _NOT_IN_A_NAME.sub("_", name)
    if plain == name and len(name) <= _LONGEST_NAME:
        return name
    mark = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{plain[: _LONGEST_NAME - 9]}_{mark}"


def _arguments(call: FunctionCall) -> dict[str, object]:
    try:
        return msgspec.json.decode(call.arguments or "{}", type=dict[str, object])
    except (msgspec.MsgspecError, UnicodeEncodeError) as error:
        raise UsageError(f"failed to parse function arguments: {error}") from error


def _failed(one: Opened, problem: str) -> Reply:
    gone = "The MCP server is not there" if one.fault() else "The MCP tool gave no result"
    return Reply(f"{gone}: {problem}. Do without it, or say what is needed.", failed=True)


def _told(name: str, one: Opened) -> Told:
    problem = one.fault() if one.server.enabled else ""
    state: State = "disabled" if not one.server.enabled else "failed" if problem else "ready"
    where = one.server.url or one.server.command
    return Told(name=name, where=where, state=state, problem=problem, tools=tuple(one.offered))
