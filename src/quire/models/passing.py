"""Bytes that pass: where client and upstream speak one dialect, frames cross as they came.

A `Framed` request says so. Its answer holds `Frames`, each a run of whole server-sent events that
nobody decodes beyond a glance; what must be known (failures, ends, usage) are events as ever.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import attrgetter, itemgetter
from typing import Literal, Self

import msgspec
from msgspec import Raw, Struct

from quire.errors import StreamBroken
from quire.protocol.events import Event
from quire.protocol.items import UNREADABLE
from quire.protocol.requests import Request
from quire.protocol.sse import LARGEST_EVENT, Decoder, ServerEvent

_NUMBER = re.compile(rb'"sequence_number": ?(\d+)')
END = b"\n\n"
_FRAME = re.compile(rb"(event: .*\ndata: (.*)\n\n)")
_MODEL, _OPTIONS = b'"model"', b'"stream_options"'
_USAGE = b'"stream_options":{"include_usage":true}}'
_MOST_BLANKS = 8


class Frames(Event, frozen=True, kw_only=True, tag="quire:frames"):
    """A run of `count` deltas as server-sent events; `sequence_number` is that of the first.

    `characters` is about how long their texts are.
    """

    data: bytes
    count: int = 1
    characters: int = 0

    def numbered(self, number: int) -> Self:
        """Return the same run with other sequence numbers, the first of them `number`."""
        if number == self.sequence_number:
            return self
        shift = number - self.sequence_number
        lines = self.data.split(END)
        moved = END.join(_moved(line, shift) for line in lines)
        return msgspec.structs.replace(self, sequence_number=number, data=moved)


def _moved(frame: bytes, shift: int) -> bytes:
    """Return a frame with its sequence number shifted: the last one, since text comes before."""
    found = list(_NUMBER.finditer(frame))
    if not found:
        return frame
    place = found[0]
    number = b"%d" % (int(place[1]) + shift)
    return frame[: place.start(1)] + number + frame[place.end(1) :]


class Framed(Request, frozen=True, kw_only=True):
    """A request whose client reads `frames` as they come from an upstream of that dialect.

    For chat, `received` is the body as the client sent it, which asked for the model `asked`;
    the answer gets the id `named`, and its usage chunk is told only `with_usage`.
    """

    frames: Literal["responses", "chat"]
    received: bytes = b""
    asked: str = ""
    named: str = ""
    with_usage: bool = True

    def body(self) -> bytes:
        """Return the request's JSON; for chat, what was received with little changed in it."""
        return self._spliced() if self.received else Request.body(self)

    def _spliced(self) -> bytes:
        streamed = self.stream and not self.with_usage
        body = respelled(self.received, self.asked, self.model)
        if body is None:
            return self._rewritten()
        if not streamed:
            return body
        if _OPTIONS in body:
            return self._rewritten()
        return body[: body.rindex(b"}")] + b"," + _USAGE  # usage is always needed here

    def _rewritten(self) -> bytes:
        fields: dict[str, object] = dict(msgspec.json.decode(self.received, type=dict[str, Raw]))
        fields["model"] = self.model
        if self.stream and not self.with_usage:
            fields["stream_options"] = {"include_usage": True}
        return msgspec.json.encode(fields)


def respelled(body: bytes, asked: str, model: str) -> bytes | None:
    """Return a request's JSON for a model that is `asked` for in it, None where that is unclear."""
    if asked == model:
        return body
    if body.count(_MODEL) != 1:
        return None
    place = body.index(_MODEL) + len(_MODEL)
    named = msgspec.json.encode(asked)
    start = body.find(named, place, place + len(named) + _MOST_BLANKS)
    if start < 0 or body[place:start].strip() != b":":
        return None
    return body[:start] + msgspec.json.encode(model) + body[start + len(named) :]


def framed(request: Request) -> Framed:
    """Return `request` as one whose client reads the events of the Responses API."""
    fields = {name: getattr(request, name) for name in request.__struct_fields__}
    return Framed(frames="responses", **fields)


def unframed(request: Request) -> Request:
    """Return a request whose answer is to be decoded event by event."""
    if not isinstance(request, Framed):
        return request
    return Request(**{name: getattr(request, name) for name in Request.__struct_fields__})


# Events that begin or end a part of an item: what they hold is in the item's own last event too.
_PARTS = frozenset(
    f"response.{name}"
    for name in (
        "content_part.added", "content_part.done", "output_text.done", "refusal.done",
        "reasoning_text.done", "reasoning_summary_part.added", "reasoning_summary_part.done",
        "reasoning_summary_text.done", "function_call_arguments.done",
        "custom_tool_call_input.done",
    )
)  # fmt: skip


class Head(Struct, frozen=True, gc=False):
    """What a glance at an event's JSON shows."""

    type: str = ""
    sequence_number: int = -1
    delta: str = ""

    def passes(self, number: int) -> bool:
        """Return whether the event is a delta that is rightly numbered."""
        return self.sequence_number == number and self.type.endswith(".delta")


_kind, _number = attrgetter("type"), attrgetter("sequence_number")


def passing(heads: Sequence[Head], number: int) -> int:
    """Return how many events pass that begin with these, the first of them to be `number`.

    That is a delta, and what goes with it: rightly numbered ones of a part.
    """
    if not heads or not heads[0].passes(number):
        return 0
    kinds = list(map(_kind, heads))
    others = [k for k in set(kinds) if not (k.endswith(".delta") or k in _PARTS)]
    count = min(map(kinds.index, others)) if others else len(kinds)
    numbers = list(map(_number, heads[:count]))
    if numbers == list(range(number, number + count)):
        return count
    return next(at for at, each in enumerate(numbers) if each != number + at)


_heads = msgspec.json.Decoder(list[Head])
_frame, _data = itemgetter(0), itemgetter(1)


def glance(run: bytes) -> tuple[list[tuple[bytes, bytes]], list[Head] | None]:
    """Return the frames of a run, each with its data, and a glance at the event of each.

    Instead of those it is None where a frame has another form. All are read as one JSON array.
    """
    found: list[tuple[bytes, bytes]] = _FRAME.findall(run)
    if sum(map(len, map(_frame, found))) != len(run):
        return found, None
    try:
        return found, _heads.decode(b"[%b]" % b",".join(map(_data, found)))
    except UNREADABLE:
        return found, None


class Cutter:
    """Cuts a stream into runs of whole frames, each `event: …\\ndata: …\\n\\n` or only its data.

    That is how servers write them, so they are cut by one search; any other form (comments,
    carriage returns, data on several lines) is first brought into this one.
    """

    _rest = b""
    _decoder: Decoder | None = None

    def __init__(self, *, events: bool) -> None:
        """Begin a stream whose frames have an `event:` line before their data, or none."""
        self._events = events

    @property
    def strict(self) -> bool:
        """Whether frames are read by the rules of the format, so that none has another form."""
        return self._decoder is not None

    def plain(self, piece: bytes) -> bool:
        """Return whether a piece is cut already: nothing is left of the one before, or of it."""
        return not self._rest and self._decoder is None and piece.endswith(END)

    def cut(self, piece: bytes) -> bytes:
        """Return the frames that `piece` completes. Raises StreamBroken for one too large."""
        if self._decoder is not None:
            return self._fed(piece)
        whole = self._rest + piece if self._rest else piece
        if b"\r" in piece:
            self._rest = b""
            return self.brought(whole)
        end = whole.rfind(END) + len(END)
        if end < len(END):
            end = 0
        self._rest = whole[end:]
        if len(self._rest) > LARGEST_EVENT:
            raise StreamBroken(f"One event of the stream is larger than {LARGEST_EVENT} bytes.")
        return whole[:end]

    def brought(self, run: bytes) -> bytes:
        """Return frames of another form in this one; all that follows is read like them."""
        self._decoder = Decoder()
        rest, self._rest = self._rest, b""
        return self._fed(run + rest)

    def _fed(self, data: bytes) -> bytes:
        assert self._decoder is not None
        return b"".join(map(self._written, self._decoder.feed(data)))

    def end(self) -> bytes:
        """Return the frame that lacks its blank line."""
        self._decoder = self._decoder or Decoder()
        frames = (*self._decoder.feed(self._rest), *self._decoder.end())
        self._rest = b""
        return b"".join(map(self._written, frames))

    def _written(self, frame: ServerEvent) -> bytes:
        data = frame.data.strip().replace("\n", " ").encode()  # blanks between parts of an object
        if not data or (self._events and data == b"[DONE]"):
            return b""
        if not self._events:
            return b"data: %b\n\n" % data
        return b"event: %b\ndata: %b\n\n" % ((frame.event or _type_of(data)).encode(), data)


def _type_of(data: bytes) -> str:
    try:
        return msgspec.json.decode(data, type=Head).type
    except UNREADABLE:
        return ""
