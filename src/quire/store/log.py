"""The session log: append-only JSON lines, one file a session, written by one process at a time.

A line is the event's own JSON object with the time put in front:
`{"at":"2026-11-21T03:14:15.926Z","type":"quire:turn",…}`. Everything else about a session is
computed from these lines.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from msgspec import Struct

from quire.errors import StoreError, StreamBroken
from quire.protocol.events import Event
from quire.protocol.records import read_record
from quire.store.syncing import Syncing

SESSIONS = "sessions"
FILE = "log.jsonl"
_PREFIX = b'{"at":"'
_EVENT_AT = len(b'{"at":"2026-11-21T03:14:15.926Z",')


class Entry(Struct, frozen=True):
    """One line of a log: an event and the moment it was written (ISO 8601, milliseconds, UTC)."""

    at: str
    event: Event


def new_session_id() -> str:
    """Return a fresh id that sorts by time, a UUID of version 7 (RFC 9562, method 3)."""
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    fraction = rest * 4096 // 1_000_000
    value = milliseconds << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | secrets.randbits(62)
    text = f"{value:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def folder_of(data: Path, session_id: str) -> Path:
    """Return the folder of a session below the data folder.

    Raises StoreError for an id that is no plain name.
    """
    if not session_id or not session_id.replace("-", "").isalnum():
        raise StoreError(f"'{session_id}' is not a session id.", hint="See `quire sessions`.")
    return data / SESSIONS / session_id


def discard(folder: Path) -> None:
    """Remove the folder of a session, as if it had not been made. Raises StoreError."""
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise _unusable(folder, error) from error


def now() -> str:
    """Return this moment as a log writes it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def read(path: Path) -> tuple[Entry, ...]:
    """Return every whole line of a log; a torn last line is left out.

    Raises StoreError that names the line when one in the middle cannot be read.
    """
    data = _bytes(path)
    lines = data.split(b"\n")[:-1]
    entries: list[Entry] = []
    for number, line in enumerate(lines, start=1):
        try:
            entries.append(parsed(line))
        except StreamBroken as error:
            if number == len(lines):
                break
            raise _broken(path, number, error) from error
    return tuple(entries)


def parsed(line: bytes) -> Entry:
    """Read one line of a log. Raises StreamBroken when it is not an event."""
    if not line.startswith(_PREFIX) or line[_EVENT_AT - 1 : _EVENT_AT] != b",":
        raise StreamBroken("The line does not begin with the time it was written at.")
    at = line[len(_PREFIX) : _EVENT_AT - 2].decode("ascii", "replace")
    return Entry(at=at, event=read_record(b"{" + line[_EVENT_AT:]))


def rendered(entry: Entry) -> bytes:
    """Return the line of an entry, with its end; raw line breaks of pretty JSON become blanks."""
    wire = entry.event.wire().lstrip().replace(b"\n", b" ").replace(b"\r", b" ")
    return b'{"at":"' + entry.at.encode() + b'",' + wire[1:] + b"\n"


class Log:
    """The open log of one session: the only writer, until it is closed."""

    def __init__(self, path: Path, descriptor: int, dropped_bytes: int = 0) -> None:
        """Take over an open and locked file; see `create` and `open`."""
        self.path = path
        self.dropped_bytes = dropped_bytes
        self._descriptor = descriptor
        self._size = os.fstat(descriptor).st_size
        self._syncing = Syncing(descriptor)

    @classmethod
    def create(cls, data: Path, session_id: str) -> Self:
        """Make the log of a new session. Raises StoreError when it exists or cannot be made."""
        folder = folder_of(data, session_id)
        try:
            folder.mkdir(mode=0o700, parents=True)
            flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_EXCL
            descriptor = os.open(folder / FILE, flags, 0o600)
            _sync_folder(folder)
            _sync_folder(folder.parent)
        except FileExistsError as error:
            raise StoreError(f"The session {session_id} exists already.") from error
        except OSError as error:
            raise _unusable(folder, error) from error
        _lock(descriptor, session_id)
        return cls(folder / FILE, descriptor)

    @classmethod
    def open(cls, data: Path, session_id: str) -> Self:
        """Open the log of a session to go on with it; a torn last line is cut off.

        `dropped_bytes` tells how much was cut. Raises StoreError when there is no such session,
        another process has it open, or the line before the last one cannot be read either.
        """
        path = folder_of(data, session_id) / FILE
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_APPEND)
        except FileNotFoundError as error:
            raise StoreError(
                f"There is no session {session_id}.", hint="See `quire sessions`."
            ) from error
        except OSError as error:
            raise _unusable(path, error) from error
        _lock(descriptor, session_id)
        try:
            dropped = _cut_torn_line(path, descriptor)
        except OSError as error:
            os.close(descriptor)
            raise _unusable(path, error) from error
        except StoreError:
            os.close(descriptor)
            raise
        return cls(path, descriptor, dropped)

    def entries(self) -> tuple[Entry, ...]:
        """Return what has been written so far, oldest first."""
        return read(self.path)

    def append(
        self, event: Event, *, durable: bool = False, soon: bool = False, at: str | None = None
    ) -> Entry:
        """Write one event as a line; a durable one is on the disk when this returns.

        One that is to be there `soon` is on its way, and there before any durable one after it.
        Raises StoreError when it cannot be written; the log is then as it was before.
        """
        entry = Entry(at=at or now(), event=event)
        line = rendered(entry)
        try:
            written = os.write(self._descriptor, line)
            if written != len(line):  # the disk is nearly full: the next write says so
                written += os.write(self._descriptor, line[written:])
            if written != len(line):
                raise OSError(28, "No space left on device")
            if durable:
                self._syncing.now()
            elif soon:
                self._syncing.ask()
        except OSError as error:
            os.ftruncate(self._descriptor, self._size)
            raise _unusable(self.path, error) from error
        self._size += len(line)
        return entry

    def close(self) -> None:
        """Let another process write. Raises StoreError when the last lines are not on the disk."""
        if self._descriptor < 0:
            return
        try:
            self._syncing.close()
        except OSError as error:
            raise _unusable(self.path, error) from error
        finally:
            os.close(self._descriptor)
            self._descriptor = -1


def _lock(descriptor: int, session_id: str) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise StoreError(
            f"The session {session_id} is open in another process.",
            hint=f"Wait for it, or go your own way with `quire fork {session_id}`.",
        ) from error


def _cut_torn_line(path: Path, descriptor: int) -> int:
    """Cut off a last line that is not whole; return how many bytes went.

    Raises StoreError where another one would be the last then: no kill tears two.
    """
    data = path.read_bytes()
    whole = data.rfind(b"\n") + 1
    if _tear(data, whole):
        whole = data.rfind(b"\n", 0, whole - 1) + 1
        if error := _tear(data, whole):
            raise _broken(path, data.count(b"\n", 0, whole), error) from error
    if whole < len(data):
        os.ftruncate(descriptor, whole)
        os.fsync(descriptor)
    return len(data) - whole


def _tear(data: bytes, end: int) -> StreamBroken | None:
    """Return why the line that ends before `end` cannot be read, None where it can."""
    try:
        if end:
            parsed(data[data.rfind(b"\n", 0, end - 1) + 1 : end - 1])
    except StreamBroken as error:
        return error
    return None


def _broken(path: Path, number: int, error: StreamBroken) -> StoreError:
    return StoreError(
        f"{path}, line {number}: {error.message}",
        hint="The lines before it are whole: move it and what follows away to go on.",
    )


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unusable(path, error) from error


def _unusable(path: Path, error: OSError) -> StoreError:
    return StoreError(
        f"{path} cannot be used: {error.strerror or error}",
        hint="Check the free space and the rights of the data folder.",
    )


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
