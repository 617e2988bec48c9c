"""Server-sent events: the framing that carries events over HTTP, read and written.

Source: WHATWG HTML, server-sent events; responses-api, streaming transport.
"""

from __future__ import annotations

import re

import msgspec
from msgspec import Struct

from quire.errors import StreamBroken
from quire.protocol.events import Event, type_of

MEDIA_TYPE = "text/event-stream"
DONE = b"data: [DONE]\n\n"
COMMENT = b": keep-alive\n\n"

# Two of the largest values the wire allows (compacted context: 20 MiB), escaped, fit in.
LARGEST_EVENT = 64 * 1024 * 1024

_LINE_END = re.compile(rb"\r\n|\r|\n")
_BOM = b"\xef\xbb\xbf"


class ServerEvent(Struct, frozen=True):
    """One frame: the name on its `event:` line ("" if it had none) and its data."""

    event: str
    data: str


class Decoder:
    """Reads frames from bytes that may be cut anywhere."""

    def __init__(self, limit: int = LARGEST_EVENT) -> None:
        """Begin a stream whose frames may each have `limit` bytes."""
        self._limit = limit
        self._held = 0
        self._first = True
        self._after_cr = False
        self._partial: list[bytes] = []
        self._event = ""
        self._data: list[bytes] = []

    def feed(self, data: bytes) -> list[ServerEvent]:
        """Return the frames that `data` completes. Raises StreamBroken for one too large."""
        if self._after_cr and data.startswith(b"\n"):
            data = data[1:]
            self._after_cr = False
        if not data:
            return []
        self._after_cr = data.endswith(b"\r")
        first, *others = _LINE_END.split(data)
        self._hold(first)
        if not others:
            return []
        *lines, rest = others
        frames = [self._line(b"".join(self._partial))]
        self._partial = []
        for line in lines:
            self._grow(len(line))
            frames.append(self._line(line))
        self._hold(rest)
        return [frame for frame in frames if frame]

    def end(self) -> list[ServerEvent]:
        """Return the frame that lacks its blank line, where a stream ends right behind it."""
        last = b"".join(self._partial)
        self._partial = []
        frames = [self._line(last)] if last else []
        return [frame for frame in (*frames, self._line(b"")) if frame]

    def _hold(self, data: bytes) -> None:
        self._partial.append(data)
        self._grow(len(data))

    def _grow(self, size: int) -> None:
        self._held += size
        if self._held > self._limit:
            raise StreamBroken(
                f"One event of the stream is larger than {self._limit} bytes.",
                hint="Check that the address speaks the Responses API.",
            )

    def _line(self, line: bytes) -> ServerEvent | None:
        if self._first:
            line = line.removeprefix(_BOM)
            self._first = False
        if not line:
            return self._dispatched()
        name, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if name == b"event":
            self._event = value.decode("utf-8", "replace")
        elif name == b"data":
            self._data.append(value)
        return None

    def _dispatched(self) -> ServerEvent | None:
        event, data = self._event, self._data
        self._event, self._data, self._held = "", [], 0
        return ServerEvent(event, b"\n".join(data).decode("utf-8", "replace")) if data else None


def encode(event: Event) -> bytes:
    """Return the frame of `event`: its type, its JSON on one line, a blank line."""
    data = event.wire()
    if b"\n" in data or b"\r" in data:
        data = msgspec.json.format(data, indent=-1)
    name = " ".join(type_of(event).split())
    return b"event: %s\ndata: %s\n\n" % (name.encode(), data)
