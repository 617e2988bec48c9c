"""Lines on their way into the database, in files of each worker's own.

A line is put into memory that its file is mapped to, so it is in the system's hands at once: a
process that is killed loses none, and nothing waits for a call or a disk. Room for more lines holds
zeros. A worker holds a lock on its files for as long as it lives; those that nobody holds are
taken over by whoever finds them first, on the same machine.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import mmap
import os
import secrets
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url

from quire.errors import StoreError

_LOG = logging.getLogger("quire.store")
# A page is left for another one when it is longer, as soon as that one's lines are committed.
_LONG = 64 * 1024
# How much room a page has at first.
_ROOM = 2 * _LONG
# The names of pages: held by a worker, and left by a living one because they were not written.
HELD, LEFT = ".held", ".left"


def folder_of(url: str, data: Path) -> Path | None:
    """Return where the journals of a database are: beside its file, else below `data`.

    None for a database in memory, which is gone with its process anyway.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        named = address.database or ":memory:"
        return None if ":memory:" in named else Path(f"{named}-journal.d")
    where = f"{address.host}:{address.port}/{address.database}"
    return data / "gateway" / "journals" / hashlib.sha256(where.encode()).hexdigest()[:16]


class _Page:
    """One file, and the commits that its lines wait for."""

    def __init__(self, path: Path, descriptor: int, opening: bytes) -> None:
        """Begin an empty file with a line. Raises OSError."""
        self.path = path
        self._descriptor = descriptor
        self.waiting: list[Future[object]] = []
        self.unwritten = False
        self.size = 0
        self._memory = self._mapped(0, _ROOM)
        self.append(opening)

    def append(self, line: bytes) -> None:
        """Write a line. Raises OSError where the disk has no room for it."""
        start = self.size
        end = start + len(line) + 1
        if end > len(self._memory):
            self._memory = self._mapped(len(self._memory), max(2 * len(self._memory), end))
        self._memory[start:end] = line + b"\n"
        self.size = end

    def begin(self, opening: bytes) -> None:
        """Forget all lines, and begin anew with one."""
        if len(self._memory) > _ROOM:
            os.ftruncate(self._descriptor, _ROOM)
            self._memory = mmap.mmap(self._descriptor, _ROOM)
        used = min(self.size, _ROOM)
        self._memory[:used] = bytes(used)
        self.size = 0
        self.append(opening)

    def close(self) -> None:
        """Let the file go."""
        self._memory.close()
        os.close(self._descriptor)

    def _mapped(self, start: int, end: int) -> mmap.mmap:
        """Return the file as memory, with room from `start` to `end` that the disk really has."""
        zeros = bytes(end - start)
        while start < end:
            start += os.pwrite(self._descriptor, zeros[: end - start], start)
        return mmap.mmap(self._descriptor, end)

    def settled(self) -> bool:
        """Return whether everything that was written here is in the database."""
        for each in self.waiting:
            if each.done() and (each.cancelled() or each.exception() is not None):
                self.unwritten = True
        self.waiting = [each for each in self.waiting if not each.done()]
        return not self.waiting and not self.unwritten


class Journal:
    """The journal of one worker; to be used by one thread, but for `abandoned`."""

    def __init__(self, folder: Path) -> None:
        """Begin without a file; `folder` is made with the first one."""
        self._folder = folder
        self._name = secrets.token_hex(8)
        self._made = 0
        self._pages: list[_Page] = []
        self._opening = b""
        self._failed = False

    def open_with(self, opening: bytes) -> None:
        """Begin every page with a line, the present one from here on. Raises StoreError."""
        self._opening = opening
        if not self._pages:
            self._pages.append(self._page())
        else:
            self.append(opening)

    def append(self, line: bytes) -> None:
        """Write a line; it is in the file when this returns."""
        try:
            self._pages[0].append(line)
        except OSError as error:
            if not self._failed:
                _LOG.error("Uses cannot be noted in %s: %s.", self._folder, error.strerror)
            self._failed = True

    def handed(self, done: Future[object]) -> None:
        """Know that `done` commits every line since the last call."""
        page = self._pages[0]
        page.waiting.append(done)
        if page.size < _LONG:
            return
        if len(self._pages) == 1:
            self._pages.append(self._page())
        other = self._pages[1]
        if other.settled():
            other.begin(self._opening)
            self._pages.reverse()

    def leave(self) -> None:
        """Leave pages whose lines could not be committed, to be read in. Raises StoreError."""
        for place, page in enumerate(self._pages):
            if not page.settled() and page.unwritten and not page.waiting:
                page.path.rename(page.path.with_suffix(LEFT))
                page.close()
                self._pages[place] = self._page()

    def close(self) -> None:
        """Delete what is committed, and leave the rest."""
        for page in self._pages:
            if page.settled():
                page.path.unlink(missing_ok=True)
            page.close()
        self._pages.clear()

    def abandoned(self) -> Iterator[Abandoned]:
        """Yield what nobody holds any more; it is held by the caller until it goes on."""
        for path in sorted((*self._folder.glob(f"*{HELD}"), *self._folder.glob(f"*{LEFT}"))):
            descriptor = self._taken(path)
            if descriptor is None:
                continue
            try:
                lines = path.read_bytes().splitlines()
                yield Abandoned(path, [told for line in lines if (told := line.strip(b"\0"))])
            finally:
                os.close(descriptor)

    def _page(self) -> _Page:
        """Make a page that this worker holds from its beginning."""
        self._made += 1
        path = self._folder / f"{self._name}-{self._made}{HELD}"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._alone():
                flags = os.O_RDWR | os.O_CREAT | os.O_EXCL
                descriptor = os.open(path, flags, 0o600)
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return _Page(path, descriptor, self._opening)
        except OSError as error:
            raise StoreError(
                f"No journal can be kept in {self._folder}: {error.strerror}.",
                hint="Check its rights and the disk.",
            ) from error

    def _taken(self, path: Path) -> int | None:
        """Return a descriptor that holds a page, None where somebody else does."""
        with self._alone():
            try:
                descriptor = os.open(path, os.O_RDONLY)
            except FileNotFoundError:
                return None
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(descriptor)
                return None
            return descriptor

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep others from taking pages while one is made, and from making them while one looks."""
        descriptor = os.open(self._folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


class Abandoned:
    """The lines of a page that nobody holds; the last one may be torn."""

    def __init__(self, path: Path, lines: list[bytes]) -> None:
        """Keep what was read."""
        self.path = path
        self.lines = lines

    @property
    def dead(self) -> bool:
        """Whether the worker that wrote it has ended."""
        return self.path.suffix == HELD

    def forget(self) -> None:
        """Delete the page: its lines are committed."""
        self.path.unlink(missing_ok=True)
