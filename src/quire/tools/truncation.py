"""Cut long output to its first and last lines, with a word on how to read the rest."""

from __future__ import annotations

from dataclasses import dataclass

_MARKER_ROOM = 220
_SHORT_MARKER_ROOM = 48


@dataclass(frozen=True)
class Ends:
    """The first and the last bytes of an output of `total` bytes.

    Where nothing is left out, `head` is the whole output and `tail` is empty. `name` is the id
    that the whole is kept under, `offset` the place in it where this output begins.
    """

    head: bytes
    tail: bytes
    total: int
    lines: int = 0
    name: str = ""
    offset: int = 0


class Gathered:
    """Output as it comes, of which only `room` bytes at either end are held."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._offset = 0
        self._begin()

    def _begin(self) -> None:
        self._head = bytearray()
        self._tail = bytearray()
        self._total = 0
        self._lines = 0

    def add(self, data: bytes) -> None:
        """Take in the next piece."""
        self._total += len(data)
        self._lines += data.count(b"\n")
        fits = max(self._room - len(self._head), 0)
        self._head += data[:fits]
        self._tail += data[fits:][-self._room :]
        if len(self._tail) > 2 * self._room:
            del self._tail[: -self._room]

    def take(self, name: str = "") -> Ends:
        """Return what came since the last time, and begin anew behind it."""
        head, tail = bytes(self._head), bytes(self._tail)
        if self._total <= 2 * self._room:
            head, tail = head + tail, b""
        else:
            tail = tail[-self._room :]
        ends = Ends(head, tail, self._total, self._lines, name, self._offset)
        self._offset += self._total
        self._begin()
        return ends


def ends_of(data: bytes, name: str = "") -> Ends:
    """Return the ends of an output that is wholly in memory."""
    return Ends(head=data, tail=b"", total=len(data), lines=data.count(b"\n"), name=name)


def shortened(ends: Ends, limit: int) -> bool:
    """Tell whether `clip` would leave something out."""
    return ends.total > limit or len(_text(ends.head + ends.tail).encode()) > limit


def clip(ends: Ends, limit: int, page_bytes: int) -> str:
    """Return the output as text of at most `limit` UTF-8 bytes, half head and half tail.

    Cuts fall on line borders where there are any, else between characters. The marker between
    the halves tells how much is missing and which pages of `page_bytes` hold it.
    """
    if not shortened(ends, limit):
        return _text(ends.head + ends.tail)
    if limit < 2 * _SHORT_MARKER_ROOM:
        return _first(ends.head, limit)
    told = bool(ends.name) and limit >= 2 * _MARKER_ROOM
    half = (limit - (_MARKER_ROOM if told else _SHORT_MARKER_ROOM)) // 2
    head = _first(ends.head, half)
    tail = _last(ends.tail or ends.head, half)
    start, stop = len(head.encode()), max(ends.total - len(tail.encode()), 0)
    return head + _marker(ends, (start, stop), page_bytes if told else 0) + tail


def _marker(ends: Ends, gap: tuple[int, int], page_bytes: int) -> str:
    start, stop = gap
    missing = f"{max(stop - start, 0):,} of {ends.total:,} bytes cut"
    if not page_bytes:
        return f"\n[... {missing} ...]\n"
    first = (ends.offset + start) // page_bytes + 1
    last = max(ends.offset + stop - 1, 0) // page_bytes + 1
    pages = f"page={first}" if first == last else f"page={first} to {last}"
    return f'\n[... {missing}; read them with read_output(id="{ends.name}", {pages}) ...]\n'


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="replace")


def _first(data: bytes, room: int) -> str:
    """Return the beginning of `data` within `room` bytes, up to its last line border."""
    text = _text(data[:room]).encode()[:room].decode("utf-8", errors="ignore")
    text = text.removesuffix("\ufffd") if len(data) > room else text
    border = text.rfind("\n") + 1
    return text[:border] if border > len(text) // 2 else text


def _last(data: bytes, room: int) -> str:
    """Return the end of `data` within `room` bytes, from its first line border."""
    cut = data[-room:] if room else b""
    skipped = next((place for place, byte in enumerate(cut[:4]) if not continues(byte)), 0)
    encoded = _text(cut[skipped:]).encode()
    text = encoded[max(len(encoded) - room, 0) :].decode("utf-8", errors="ignore")
    border = text.find("\n") + 1
    return text[border:] if 0 < border < len(text) // 2 else text


def continues(byte: int) -> bool:
    """Tell whether a byte of UTF-8 goes on with a character that began before it."""
    return byte & 0b1100_0000 == 0b1000_0000
