"""Stand-in."""

from __future__ import annotations

from msgspec import Struct

from quire.protocol.events import Event, type_of


class ServerEvent(Struct, frozen=True):
    event: str
    data: str


class Decoder:
    def __init__(self) -> None:
        self._rest = b""
        self._event = ""
        self._data: list[str] = []

    def feed(self, data: bytes) -> list[ServerEvent]:
        lines = (self._rest + data).split(b"\n")
        self._rest = lines.pop()
        found = []
        for raw in lines:
            line = raw.rstrip(b"\r").decode("utf-8", "replace")
            if not line:
                if self._data:
                    found.append(ServerEvent(self._event, "\n".join(self._data)))
                self._event, self._data = "", []
            elif line.startswith("event:"):
                self._event = line[6:].strip()
            elif line.startswith("data:"):
                self._data.append(line[5:].removeprefix(" "))
        return found


def encode(event: Event) -> bytes:
    return b"event: %s\ndata: %s\n\n" % (type_of(event).encode(), event.wire())
