"""A Model for a Responses server that lacks some kinds of tools: they are played as functions."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import get_args

import msgspec

from quire.models.passing import unframed
from quire.models.streams import closing
from quire.protocol import events, items
from quire.protocol.emulation import (
    Answered,
    Emulation,
    Played,
    call_of,
    emulation_of,
    function_of,
    meant_by,
    output_of,
    plain_tools,
)
from quire.protocol.fold import with_output
from quire.protocol.items import Item, Json, kind_of
from quire.protocol.model import Model
from quire.protocol.narration import narrate_item, with_id
from quire.protocol.requests import Request

_CALLS = get_args(Played)
_OUTPUTS = get_args(Answered)
# The kind of tool that an item of the history belongs to.
_KINDS = {
    "custom_tool_call": "custom",
    "custom_tool_call_output": "custom",
    "shell_call": "shell",
    "shell_call_output": "shell",
    "apply_patch_call": "apply_patch",
    "apply_patch_call_output": "apply_patch",
}


def emulated(model: Model, native: tuple[str, ...]) -> Model:
    """Return a Model that answers as `model` does, whose server has only `native` tools."""
    return _Emulated(model, frozenset(native))


class _Emulated:
    def __init__(self, model: Model, native: frozenset[str]) -> None:
        self._model = model
        self._native = native

    async def respond(self, request: Request) -> AsyncIterator[events.Event]:
        """Answer as the other Model does; calls of played tools come back as their own items."""
        emulation = emulation_of(request.tools, self._native)
        restoring = _Restoring(emulation)
        number = 0
        async with closing(self._model.respond(self._played(request, emulation))) as stream:
            async for event in stream:
                for told in restoring.told(event):
                    yield told.numbered(number)
                    number += 1

    def _played(self, request: Request, emulation: Emulation) -> Request:
        plain = plain_tools(request.tools, emulation)
        tools = (told for tool in plain if (told := self._tool(tool, emulation)))
        choice = request.tool_choice
        if isinstance(choice, dict) and choice.get("type") not in self._native:
            choice = _choice(choice, emulation)
        return msgspec.structs.replace(
            unframed(request),
            input=tuple(self._item(item, emulation) for item in request.input),
            tools=tuple(tools),
            tool_choice=choice,
        )

    def _tool(self, tool: Json, emulation: Emulation) -> Json | None:
        """Return the tool as the server takes it, None where it can neither take nor play it."""
        return tool if tool.get("type") in self._native else function_of(tool, emulation)

    def _item(self, item: Item, emulation: Emulation) -> Item:
        if isinstance(item, items.FunctionCall) and item.namespace and emulation.spaces:
            return call_of(item, emulation)
        if _KINDS.get(kind_of(item), "function") in (*self._native, "function"):
            return item
        if isinstance(item, _CALLS):
            return call_of(item, emulation)
        return output_of(item) if isinstance(item, _OUTPUTS) else item


class _Restoring:
    """Turns calls of playing functions back into the items that they mean."""

    def __init__(self, emulation: Emulation) -> None:
        self._emulation = emulation
        self._held: set[int] = set()
        self._meant: dict[str, Item] = {}

    def told(self, event: events.Event) -> Iterator[events.Event]:
        """Yield what an event becomes; a playing call is told when it is whole."""
        match event:
            case events.OutputItemAdded(item=items.FunctionCall(name=name), output_index=index) if (
                self._emulation.plays(name)
            ):
                self._held.add(index)
            case (
                events.ArgumentsDelta(output_index=index) | events.ArgumentsDone(output_index=index)
            ) if index in self._held:
                return
            case events.OutputItemDone(item=items.FunctionCall() as call, output_index=index) if (
                self._emulation.plays(call.name)
            ):
                item = self._meant[call.call_id] = with_id(meant_by(call, self._emulation))
                yield from narrate_item(index, item)
            case events.Completed() | events.Incomplete() | events.Failed():
                yield self._ended(event)
            case _:
                yield event

    def _ended(self, event: events.Lifecycle) -> events.Event:
        output = event.response.output
        meant = [self._meant.get(getattr(item, "call_id", ""), item) for item in output]
        if not self._meant:
            return event
        return type(event)(response=with_output(event.response, meant))


def _choice(choice: Json, emulation: Emulation) -> str | Json:
    match choice:
        case {"type": "custom", "name": str(name)}:
            return {"type": "function", "name": name}
        case {"type": "shell"}:
            return {"type": "function", "name": emulation.name_of("shell")}
        case {"type": "apply_patch"}:
            return {"type": "function", "name": emulation.name_of("apply_patch")}
        case {"type": "allowed_tools", "tools": [*allowed]}:
            named = (each for each in allowed if isinstance(each, Mapping))
            return {**choice, "tools": [_choice(each, emulation) for each in named]}
    return choice
