"""Events: what happens while an answer is made, in order and numbered.

An event that Quire acts on is a struct here; every other one is an `OtherEvent`. The JSON an
event came in is kept, so `wire()` gives back what was received.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

import msgspec
from msgspec import Raw, Struct

from quire.errors import InvalidRequest, StreamBroken
from quire.protocol.items import UNREADABLE, Item, Json, Part, read_item
from quire.protocol.responses import Response, read_response


class Event(Struct, frozen=True, kw_only=True, tag_field="type", dict=True):
    """One thing that happened; `sequence_number` counts from 0 within its stream."""

    sequence_number: int = 0

    def wire(self) -> bytes:
        """Return the event's JSON object: the received bytes, or a fresh rendering."""
        received = self.__dict__.get("received")
        return received if isinstance(received, bytes) else msgspec.json.encode(self._fields())

    def _fields(self) -> dict[str, object]:
        fields = {name: getattr(self, name) for name in self.__struct_fields__}
        whole = {
            name: Raw(value.wire()) if isinstance(value, Item | Response) else value
            for name, value in fields.items()
        }
        return {"type": type_of(self), **whole}

    def numbered(self, number: int) -> Self:
        """Return the same event with another sequence number, its other fields untouched."""
        if number == self.sequence_number:
            return self
        fresh = msgspec.structs.replace(self, sequence_number=number)
        received = self.__dict__.get("received")
        if isinstance(received, bytes):
            whole = msgspec.json.decode(received, type=dict[str, Raw])
            whole["sequence_number"] = Raw(b"%d" % number)
            fresh.__dict__["received"] = msgspec.json.encode(whole)
        return fresh


class Lifecycle(Event, frozen=True, kw_only=True):
    """An event that carries the whole response as it stands."""

    response: Response

    def wire(self) -> bytes:
        """Return the event's JSON object: the received bytes, or a fresh rendering."""
        received = self.__dict__.get("received")
        if isinstance(received, bytes):
            return received
        said = (type_of(self).encode(), self.sequence_number, self.response.wire())
        return b'{"type":"%b","sequence_number":%d,"response":%b}' % said


class Created(Lifecycle, frozen=True, kw_only=True, tag="response.created"):
    """The answer has begun; always the first event."""


class Queued(Lifecycle, frozen=True, kw_only=True, tag="response.queued"):
    """A background answer waits for its turn."""


class InProgress(Lifecycle, frozen=True, kw_only=True, tag="response.in_progress"):
    """The answer is being made."""


class Completed(Lifecycle, frozen=True, kw_only=True, tag="response.completed"):
    """The answer is whole."""


class Incomplete(Lifecycle, frozen=True, kw_only=True, tag="response.incomplete"):
    """The answer ended early, for the reason in `incomplete_details`."""


class Failed(Lifecycle, frozen=True, kw_only=True, tag="response.failed"):
    """The answer failed, for the reason in `error`."""


class ItemEvent(Event, frozen=True, kw_only=True):
    """An event that carries an item at its place in the output."""

    output_index: int = 0
    item: Item


class OutputItemAdded(ItemEvent, frozen=True, kw_only=True, tag="response.output_item.added"):
    """A model began an item."""


class OutputItemDone(ItemEvent, frozen=True, kw_only=True, tag="response.output_item.done"):
    """A model finished an item."""


class ContentPartAdded(Event, frozen=True, kw_only=True, tag="response.content_part.added"):
    """A message gained an empty part."""

    item_id: str
    output_index: int
    content_index: int
    part: Part


class ContentPartDone(Event, frozen=True, kw_only=True, tag="response.content_part.done"):
    """A message's part is whole."""

    item_id: str
    output_index: int
    content_index: int
    part: Part


class TextDelta(Event, frozen=True, kw_only=True, tag="response.output_text.delta"):
    """A piece of a message's text."""

    item_id: str
    output_index: int
    content_index: int
    delta: str
    logprobs: tuple[Json, ...] | None = ()


class TextDone(Event, frozen=True, kw_only=True, tag="response.output_text.done"):
    """A message's text is whole."""

    item_id: str
    output_index: int
    content_index: int
    text: str
    logprobs: tuple[Json, ...] | None = ()


class RefusalDelta(Event, frozen=True, kw_only=True, tag="response.refusal.delta"):
    """A piece of a message's refusal."""

    item_id: str
    output_index: int
    content_index: int
    delta: str


class RefusalDone(Event, frozen=True, kw_only=True, tag="response.refusal.done"):
    """A message's refusal is whole."""

    item_id: str
    output_index: int
    content_index: int
    refusal: str


class SummaryPartAdded(
    Event, frozen=True, kw_only=True, tag="response.reasoning_summary_part.added"
):
    """A reasoning item gained an empty summary."""

    item_id: str
    output_index: int
    summary_index: int
    part: Part


class SummaryPartDone(Event, frozen=True, kw_only=True, tag="response.reasoning_summary_part.done"):
    """A reasoning summary is whole, with its part."""

    item_id: str
    output_index: int
    summary_index: int
    part: Part


class SummaryDelta(Event, frozen=True, kw_only=True, tag="response.reasoning_summary_text.delta"):
    """A piece of a reasoning summary."""

    item_id: str
    output_index: int
    summary_index: int
    delta: str


class SummaryDone(Event, frozen=True, kw_only=True, tag="response.reasoning_summary_text.done"):
    """A reasoning summary's text is whole."""

    item_id: str
    output_index: int
    summary_index: int
    text: str


class ArgumentsDelta(
    Event, frozen=True, kw_only=True, tag="response.function_call_arguments.delta"
):
    """A piece of a function call's arguments."""

    item_id: str
    output_index: int
    delta: str


class ArgumentsDone(Event, frozen=True, kw_only=True, tag="response.function_call_arguments.done"):
    """A function call's arguments are whole."""

    item_id: str
    output_index: int
    arguments: str


class InputDelta(Event, frozen=True, kw_only=True, tag="response.custom_tool_call_input.delta"):
    """A piece of a custom tool call's input."""

    item_id: str
    output_index: int
    delta: str


class InputDone(Event, frozen=True, kw_only=True, tag="response.custom_tool_call_input.done"):
    """A custom tool call's input is whole."""

    item_id: str
    output_index: int
    input: str


class DiffDelta(
    Event, frozen=True, kw_only=True, tag="response.apply_patch_call_operation_diff.delta"
):
    """A piece of a patch."""

    item_id: str
    output_index: int
    delta: str


class DiffDone(
    Event, frozen=True, kw_only=True, tag="response.apply_patch_call_operation_diff.done"
):
    """A patch is whole."""

    item_id: str
    output_index: int
    diff: str


class CommandAdded(Event, frozen=True, kw_only=True, tag="response.shell_call_command.added"):
    """A shell call gained an empty command."""

    output_index: int
    command_index: int
    command: str = ""


class CommandDelta(Event, frozen=True, kw_only=True, tag="response.shell_call_command.delta"):
    """A piece of a command."""

    output_index: int
    command_index: int
    delta: str


class CommandDone(Event, frozen=True, kw_only=True, tag="response.shell_call_command.done"):
    """A command is whole."""

    output_index: int
    command_index: int
    command: str


class ErrorEvent(Event, frozen=True, kw_only=True, tag="error"):
    """An inline error; both the nested and the flat shape are on the wire."""

    error: Json | None = None
    code: str | None = None
    message: str = ""
    param: str | None = None


class OtherEvent(Event, frozen=True, kw_only=True, tag="other"):
    """An event that Quire carries and does not read; `name` is its wire type."""

    name: str


TERMINAL = (Completed, Incomplete, Failed)


def _leaves(kind: type[Event]) -> list[type[Event]]:
    below = [leaf for child in kind.__subclasses__() for leaf in _leaves(child)]
    return below or [kind]


def type_of(event: Event) -> str:
    """Return the event's `type` on the wire."""
    return event.name if isinstance(event, OtherEvent) else str(event.__struct_config__.tag)


class _Head(Struct, frozen=True):
    type: str
    sequence_number: int = 0


class _LifecycleWire(Struct, frozen=True):
    response: Raw


class _ItemWire(Struct, frozen=True):
    item: Raw
    output_index: int = 0


def read_event(data: bytes, kinds: Mapping[str, type[Event]] | None = None) -> Event:
    """Read one event from its JSON object; types that are not among `kinds` are kept whole.

    Raises StreamBroken when the bytes are not an event.
    """
    try:
        head = msgspec.json.decode(data, type=_Head)
        event = _decoded(data, head, EVENTS if kinds is None else kinds)
    except (*UNREADABLE, InvalidRequest) as error:
        raise StreamBroken(
            f"The stream holds something that is not an event: {error}",
            hint="Check that the address speaks the Responses API.",
        ) from error
    event.__dict__["received"] = bytes(data)
    return event


def _decoded(data: bytes, head: _Head, kinds: Mapping[str, type[Event]]) -> Event:
    kind = kinds.get(head.type)
    if kind is None:
        return OtherEvent(sequence_number=head.sequence_number, name=head.type)
    if issubclass(kind, Lifecycle):
        lifecycle = msgspec.json.decode(data, type=_LifecycleWire)
        return kind(
            sequence_number=head.sequence_number, response=read_response(lifecycle.response)
        )
    if issubclass(kind, ItemEvent):
        wire = msgspec.json.decode(data, type=_ItemWire)
        return kind(
            sequence_number=head.sequence_number,
            output_index=wire.output_index,
            item=read_item(wire.item, param="item"),
        )
    return msgspec.json.decode(data, type=kind)


def kinds_of(root: type[Event]) -> dict[str, type[Event]]:
    """Return every concrete kind of event below `root` by its wire type."""
    return {
        str(kind.__struct_config__.tag): kind for kind in _leaves(root) if kind is not OtherEvent
    }


EVENTS = kinds_of(Event)
