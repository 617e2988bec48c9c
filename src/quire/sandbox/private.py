"""Temporary directories of Quire's own, which a later start removes when Quire was killed."""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "quire-"
_OWNER = "owner"
"""A file that the owner keeps locked for as long as it lives."""

KEPT = "quarantine"
"""What was moved aside stays, whatever else is removed."""

_LOCK = os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC


class Private:
    """A directory that only this user may enter, locked until it is removed.

    It lies in `place`, else among the temporary ones.
    """

    def __init__(self, place: Path | None = None) -> None:
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX, dir=place))
        fresh = self.path / f".{_OWNER}"
        self._lock = os.open(fresh, _LOCK | os.O_CREAT | os.O_EXCL, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        fresh.rename(self.path / _OWNER)

    def remove(self) -> None:
        """Remove the directory; what was quarantined inside it stays."""
        discard(self.path)
        os.close(self._lock)


@contextmanager
def temporary() -> Iterator[Path]:
    """Make a private directory, and remove it but for what was quarantined in it."""
    made = Private()
    try:
        yield made.path
    finally:
        made.remove()


def sweep(place: Path | None = None) -> tuple[Path, ...]:
    """Remove the private directories of owners that have died; return those removed.

    Only this user's own directories count, and only those whose lock nobody holds: the kernel
    lets go of a lock when its owner dies, in whatever namespace that lived.
    """
    swept: list[Path] = []
    for path, lock in abandoned(place or Path(tempfile.gettempdir())):
        discard(path)
        os.close(lock)
        swept.append(path)
    return tuple(swept)


def abandoned(place: Path) -> Iterator[tuple[Path, int]]:
    """Yield the private directories in `place` whose owners have died, each with its lock."""
    with os.scandir(place) as entries:
        found = [Path(entry.path) for entry in entries if _is_own(entry)]
    for path in found:
        lock = _abandoned(path)
        if lock is not None:
            yield path, lock


def _is_own(entry: os.DirEntry[str]) -> bool:
    if not (entry.name.startswith(PREFIX) and entry.is_dir(follow_symlinks=False)):
        return False
    try:
        state = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return False  # its owner has just removed it
    return state.st_uid == os.getuid() and stat.S_IMODE(state.st_mode) == 0o700


def _abandoned(path: Path) -> int | None:
    """Return the lock of a directory that nobody owns any more, None for all others."""
    try:
        lock = os.open(path / _OWNER, _LOCK)
    except OSError:
        return None  # not one of these, or just being made or removed
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if (path / _OWNER).stat().st_ino == os.fstat(lock).st_ino:
            return lock
    except (BlockingIOError, FileNotFoundError):
        pass
    os.close(lock)  # it has an owner, or somebody has removed it meanwhile
    return None


def discard(path: Path) -> None:
    """Remove a directory with all that is in it but quarantines, which stay where they are."""
    kept = {found for depth in (KEPT, f"*/{KEPT}") for found in path.glob(depth)}
    for entry in sorted(path.iterdir(), key=lambda entry: entry.name == _OWNER):  # that one last
        if entry in kept:
            continue
        if any(found.is_relative_to(entry) for found in kept):
            discard(entry)
        elif entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry, onerror=_open_and_retry)
        else:
            entry.unlink()
    if not kept:
        path.rmdir()


def _open_and_retry(
    function: object, path: str, failure: tuple[type[BaseException], BaseException, object]
) -> None:
    """Make a closed directory's parent and itself writable and remove it again."""
    target = Path(path)
    if not isinstance(failure[1], PermissionError) or target.is_symlink():
        raise failure[1]
    target.parent.chmod(0o700)
    if target.is_dir():
        target.chmod(0o700)
        shutil.rmtree(target)
    elif target.exists():
        target.unlink()
