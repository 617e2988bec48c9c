"""The name that a TLS client asks for: server name indication in its first message."""

from __future__ import annotations

_HANDSHAKE, _CLIENT_HELLO, _SERVER_NAME, _HOST_NAME = 22, 1, 0, 0
LONGEST = 1 << 14
"""The most bytes of a first message that are looked at (RFC 8446, section 5.1)."""


class NotTls(ValueError):
    """These bytes are not a TLS ClientHello."""


def server_name(data: bytes) -> str | None:
    """Return the name in a ClientHello, "" when it has none, None when bytes are missing.

    Reads RFC 8446 section 4.1.2 and RFC 6066 section 3; raises NotTls for anything else. A
    message split over several records is joined first.
    """
    message = _handshake(data)
    if message is None:
        return None
    reader = _Reader(message)
    reader.skip(2 + 32)
    reader.skip(reader.number(1))
    reader.skip(reader.number(2))
    reader.skip(reader.number(1))
    if reader.left() == 0:
        return ""
    extensions = _Reader(reader.take(reader.number(2)))
    found = ""
    while extensions.left():
        kind = extensions.number(2)
        content = extensions.take(extensions.number(2))
        if kind == _SERVER_NAME:
            if found:
                raise NotTls("two server names")
            found = _first_name(content)
    return found


def _first_name(content: bytes) -> str:
    names = _Reader(content)
    entries = _Reader(names.take(names.number(2)))
    if entries.number(1) != _HOST_NAME:
        raise NotTls("an unknown kind of name")
    name = entries.take(entries.number(2))
    if entries.left():
        raise NotTls("more than one name")
    return name.decode("ascii", "replace")


def _handshake(data: bytes) -> bytes | None:
    """Return the ClientHello's body, None when it is not all there yet."""
    body = b""
    while len(data) >= 5:
        if data[0] != _HANDSHAKE or data[1] != 3:
            raise NotTls("not a handshake record")
        length = int.from_bytes(data[3:5], "big")
        if length > LONGEST or length == 0:
            raise NotTls("a record of the wrong size")
        body += data[5 : 5 + length]
        data = data[5 + length :]
        if len(body) < 4:
            continue
        if body[0] != _CLIENT_HELLO:
            raise NotTls("not a ClientHello")
        size = int.from_bytes(body[1:4], "big")
        if len(body) >= 4 + size:
            return body[4 : 4 + size]
    if data and data[0] != _HANDSHAKE:
        raise NotTls("not a handshake record")
    return None


class _Reader:
    """Reads numbers and pieces off the front of some bytes; raises NotTls past their end."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def left(self) -> int:
        return len(self._data) - self._at

    def take(self, count: int) -> bytes:
        if count > self.left():
            raise NotTls("cut short")
        self._at += count
        return self._data[self._at - count : self._at]

    def skip(self, count: int) -> None:
        self.take(count)

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size), "big")
