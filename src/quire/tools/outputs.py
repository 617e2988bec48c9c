"""The folder of whole outputs, written as they come and read by pages."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from quire.errors import UsageError
from quire.tools.truncation import Ends, Gathered, continues

_NAME = re.compile(r"[0-9a-f]{10}(-[0-9]+)?\.(out|err)")
_UNBUFFERED = 0
"""So what a command printed is on disk even when Quire is killed right after."""


class Log:
    """One stream of one command: its ends in memory, all of it in a file made at its first byte."""

    def __init__(self, path: Path, room: int) -> None:
        self._path = path
        self._gathered = Gathered(room)
        self._written = False

    @property
    def name(self) -> str:
        """The id under which the output can be read, "" while there is none."""
        return self._path.name if self._written else ""

    def add(self, data: bytes) -> None:
        """Take in the next piece."""
        self._gathered.add(data)
        with self._path.open("ab", buffering=_UNBUFFERED) as file:
            file.write(data)
        self._written = True

    def take(self) -> Ends:
        """Return the ends of what came since the last time."""
        return self._gathered.take(self.name)


@dataclass(frozen=True)
class Outputs:
    """Outputs of commands in `folder`, each named by its file; pages count from 1."""

    folder: Path
    page_bytes: int

    def logs(self, call_id: str, index: int, room: int) -> tuple[Log, Log]:
        """Return fresh logs for standard output and standard error of a command."""
        stem = next(stem for stem in _stems(call_id, index) if not self._taken(stem))
        out, err = (self.folder / f"{stem}.{stream}" for stream in ("out", "err"))
        return Log(out, room), Log(err, room)

    def left(self, call_id: str, index: int, room: int) -> tuple[Ends, Ends]:
        """Return what a command of an earlier process had printed to both streams."""
        used = list(itertools.takewhile(self._taken, _stems(call_id, index)))
        stem = used[-1] if used else "none"
        out, err = (_reread(self.folder / f"{stem}.{stream}", room) for stream in ("out", "err"))
        return out, err

    def page(self, name: str, number: int) -> str:
        """Return page `number` of an output under a line that says where it stands.

        Raises UsageError when there is no such output or page.
        """
        path = self._find(name)
        total = path.stat().st_size
        pages = max(-(-total // self.page_bytes), 1)
        if not 1 <= number <= pages:
            raise UsageError(f"'page' is {number}; {name} has pages 1 to {pages}.", param="page")
        with path.open("rb") as file:
            file.seek((number - 1) * self.page_bytes)
            data = file.read(self.page_bytes + 3)
        text = _whole_characters(data, self.page_bytes)
        return f"Page {number} of {pages} of {name} ({total:,} bytes):\n{text}"

    def _taken(self, stem: str) -> bool:
        return any((self.folder / f"{stem}.{stream}").exists() for stream in ("out", "err"))

    def _find(self, name: str) -> Path:
        path = self.folder / name
        if _NAME.fullmatch(name) and path.is_file():
            return path
        raise UsageError(
            f"'id' is {name!r}; there is no such output. Use an id that a result named.",
            param="id",
        )


def _stems(call_id: str, index: int) -> Iterator[str]:
    """Yield the file names of a command, in the order they are used when a call id repeats."""
    stem = hashlib.sha256(f"{call_id}/{index}".encode()).hexdigest()[:10]
    yield stem
    yield from (f"{stem}-{again}" for again in itertools.count(2))


def _reread(path: Path, room: int) -> Ends:
    gathered = Gathered(room)
    if not path.exists():
        return gathered.take()
    with path.open("rb") as file:
        while piece := file.read(1 << 16):
            gathered.add(piece)
    return gathered.take(path.name)


def _whole_characters(data: bytes, size: int) -> str:
    """Return the characters that begin within the first `size` bytes of `data`."""
    start, end = 0, min(size, len(data))
    while start < min(3, end) and continues(data[start]):
        start += 1
    while end < len(data) and end < size + 3 and continues(data[end]):
        end += 1
    return data[start:end].decode("utf-8", errors="replace")
