"""What is kept of a command's output: its head and its tail in memory, all of it on disk."""

from __future__ import annotations

import os
from collections import deque
from pathlib import Path


class Capture:
    """Keeps at most `limit` bytes of a stream, half from its start, half from its end.

    With `path`, raw bytes also go to that file, at most `disk_limit` of them.
    """

    def __init__(self, limit: int, path: Path | None = None, disk_limit: int = 1 << 30) -> None:
        self.path = path
        self.size = 0
        self._half = max(1, limit // 2)
        self._head = bytearray()
        self._tail: deque[bytes] = deque()
        self._tail_size = 0
        self._left_on_disk = disk_limit
        self._file = os.open(path, _FLAGS, 0o600) if path else None

    def add(self, data: bytes) -> None:
        """Take the next bytes of the stream."""
        self.size += len(data)
        self._store(data)
        room = self._half - len(self._head)
        if room > 0:
            self._head += data[:room]
            data = data[room:]
        if not data:
            return
        self._tail.append(data)
        self._tail_size += len(data)
        while self._tail_size - len(self._tail[0]) >= self._half:
            self._tail_size -= len(self._tail.popleft())

    def value(self) -> bytes:
        """Return what was kept; a line in the middle says how many bytes are missing."""
        tail = b"".join(self._tail)[-self._half :] if self._tail else b""
        missing = self.size - len(self._head) - len(tail)
        if missing <= 0:
            return bytes(self._head) + tail
        note = f"\n[... {missing} bytes left out ...]\n".encode()
        return bytes(self._head) + note + tail

    def close(self) -> None:
        """Close the file on disk."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _store(self, data: bytes) -> None:
        if self._file is None or self._left_on_disk <= 0:
            return
        kept = data[: self._left_on_disk]
        os.write(self._file, kept)
        self._left_on_disk -= len(kept)


_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
