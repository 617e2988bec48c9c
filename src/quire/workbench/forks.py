"""Forked children that send messages back and never outlive their parent."""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import signal
import struct
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any, Callable, Protocol, TypeVar

from .limits import attempt

Send = Callable[[object], None]
_HEADER = struct.Struct("!I")
_PR_SET_PDEATHSIG = 1
_TICKS = os.sysconf("SC_CLK_TCK")


def die_with_parent() -> None:
    """Ask the kernel to end this process when its parent ends."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _load_libc() -> Any:
    try:
        import ctypes

        return ctypes.CDLL(None)
    except (ImportError, OSError):
        return None


_libc = _load_libc()


class Child:
    """A forked process that runs `work(send)`; its messages arrive as an iterator."""

    def __init__(self, work: Callable[[Send], None]) -> None:
        reader, writer = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(reader)
            _live(work, writer)
        os.close(writer)
        self._reader = reader
        self._buffer = b""
        self.status: int | None = None
        self.silent = False

    def messages(self, idle: float, deadline: float) -> Iterator[Any]:
        """Yield messages until the child ends, is silent for `idle` seconds, or time is up.

        `deadline` is on the monotonic clock. The child is dead when the iterator ends.
        """
        try:
            while True:
                wait = min(idle, deadline - time.monotonic())
                ready = wait > 0 and select.select([self._reader], [], [], wait)[0]
                if not ready:
                    self.silent = True
                    return
                data = os.read(self._reader, 1 << 16)
                if not data:
                    return
                self._buffer += data
                yield from self._split()
        finally:
            self.kill()

    def waiting(self) -> list[object]:
        """Give the messages that have come since, without waiting."""
        found: list[object] = []
        while self._reader >= 0 and select.select([self._reader], [], [], 0)[0]:
            data = os.read(self._reader, 1 << 16)
            if not data:
                break
            self._buffer += data
            found.extend(self._split())
        return found

    def _split(self) -> Iterator[Any]:
        while len(self._buffer) >= _HEADER.size:
            (size,) = _HEADER.unpack_from(self._buffer)
            if len(self._buffer) < _HEADER.size + size:
                return
            body = self._buffer[_HEADER.size : _HEADER.size + size]
            self._buffer = self._buffer[_HEADER.size + size :]
            yield pickle.loads(body)

    def worked(self) -> float:
        """Give the seconds of processor time that the child has used."""
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def poll(self) -> bool:
        """Say whether the child has ended, without waiting."""
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = status
                self._close()
        return self.status is not None

    def kill(self) -> None:
        """End the child and all that it started."""
        if self.status is None:
            if not self.poll():
                for kill in (os.killpg, os.kill):
                    with contextlib.suppress(ProcessLookupError, PermissionError):
                        kill(self.pid, signal.SIGKILL)
                _, self.status = os.waitpid(self.pid, 0)
            else:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(self.pid, signal.SIGKILL)
        self._close()

    def _close(self) -> None:
        if self._reader >= 0:
            os.close(self._reader)
            self._reader = -1


class Running(Protocol):
    """Something that goes on in a child from when it is made."""

    def close(self) -> None:
        """End it."""


Ran = TypeVar("Ran", bound=Running)


def early(made: Iterator[Ran]) -> Generator[Ran, None, None]:
    """Give what an iterator makes when the one behind it has begun too, so that two run at once."""
    running: list[Ran] = []
    try:
        for each in made:
            running.append(each)
            if len(running) > 1:
                yield running.pop(0)
        while running:
            yield running.pop(0)
    finally:
        for each in running:
            each.close()


def _live(work: Callable[[Send], None], writer: int) -> None:
    """Be the child: never return."""
    with contextlib.suppress(OSError):
        os.setpgid(0, 0)
    die_with_parent()

    def send(message: object) -> None:
        body = pickle.dumps(message)
        data = _HEADER.pack(len(body)) + body
        while data:
            data = data[os.write(writer, data) :]

    error = attempt(lambda: work(send))
    if error is not None and os.environ.get("QUIRE_WORKBENCH_DEBUG"):
        import traceback

        with Path(os.environ["QUIRE_WORKBENCH_DEBUG"]).open("a") as stream:
            traceback.print_exception(type(error), error, error.__traceback__, file=stream)
    os._exit(0 if error is None else 1)


def last_message(work: Callable[[Send], None], seconds: float) -> Any:
    """Run `work` in a child and give its last message, or None if it died or hung."""
    result = None
    child = Child(work)
    for message in child.messages(seconds, time.monotonic() + seconds):
        result = message
    return result
