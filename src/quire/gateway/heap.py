"""What becomes of memory that is not needed any more: it goes back to the system.

By itself glibc learns from the first large blocks that are freed to keep such blocks, has an arena
for each thread, and keeps what is free between blocks in use: a server that was once busy, or once
took large bodies, would hold their memory for good. Other C libraries do as they do.
"""

from __future__ import annotations

import asyncio
import ctypes
import resource
import time
from pathlib import Path

# Of glibc's malloc.h: blocks from this size on are given back to the system when they are freed,
# and so is the end of the heap when more of it is free, in bytes; arenas for all threads.
_OPTIONS = {-3: 256 * 1024, -1: 1024 * 1024, -8: 2}
# The heap is trimmed when the process has grown by so many bytes since the last time, or when it
# has worked and is quiet now; both in seconds of its CPU time between two looks.
_GROWN = 16 * 1024 * 1024
_WORKED, _QUIET = 0.1, 0.5
_STATE = Path("/proc/self/statm")


def settle() -> None:
    """Let large blocks and the end of the heap go back to the system as soon as they are free."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        for option, value in _OPTIONS.items():
            mallopt(option, value)


class Heap:
    """The heap of this process, trimmed after work; look at it every few seconds."""

    def __init__(self) -> None:
        """Begin with the first look."""
        self._trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        self._size = 0
        self._seen = 0.0
        self._worked = 0.0

    async def look(self) -> None:
        """Trim the heap if it is time to, which takes a few milliseconds of another thread."""
        if self._trim is None or not _STATE.exists():
            return
        now = time.process_time()
        used, self._seen = now - self._seen, now
        self._worked += used
        done = used < _QUIET and self._worked > _WORKED
        if done or _resident() > self._size + _GROWN:
            await asyncio.to_thread(self._trim, 0)
            self._size, self._worked = _resident(), 0.0 if done else self._worked


def _resident() -> int:
    """Return how many bytes of memory this process has."""
    return int(_STATE.read_bytes().split()[1]) * resource.getpagesize()
