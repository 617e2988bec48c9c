"""Where the protected things of a workspace are: repositories, agent and editor files."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

_VENDORED = {"node_modules", "site-packages"}
"""Other people's packages: only repositories count there, not their editor files."""

_BARE = {"HEAD", "objects", "refs"}
_SETTLED_NS = 100_000_000
"""A directory changed less than this long ago may change again within one clock tick."""


class Mark(Struct, frozen=True):
    """One protected thing: where it is and which inode it is.

    `kind` is "directory", "file", "link", "bare" (the HEAD of a bare repository) or "socket".
    """

    path: Path
    device: int
    inode: int
    kind: str


class _Directory(Struct, frozen=True):
    inode: int
    changed_ns: int
    seen_ns: int
    below: tuple[str, ...]
    marks: tuple[Mark, ...]


class Survey:
    """Finds marks below its roots; directories that did not change are not read again."""

    def __init__(self, roots: tuple[Path, ...], names: tuple[str, ...]) -> None:
        self._roots = roots
        self._names = frozenset(name.casefold() for name in names)
        self._known: dict[str, _Directory] = {}

    def look(self) -> tuple[Mark, ...]:
        """Return every mark below the roots, as it is now."""
        fresh: dict[str, _Directory] = {}
        for root in self._roots:
            pending = [str(root)]
            while pending:
                path = pending.pop()
                if path in fresh:
                    continue
                directory = self._read(path)
                if directory is None:
                    continue
                fresh[path] = directory
                pending += [f"{path}/{name}" for name in directory.below]
        self._known = fresh
        return tuple(mark for directory in fresh.values() for mark in directory.marks)

    def _read(self, path: str) -> _Directory | None:
        try:
            state = os.lstat(path)
            known = self._known.get(path)
            if known and _same(known, state):
                return known
            seen = time.time_ns()
            with os.scandir(path) as entries:
                below, marks = self._sort(path, entries)
        except OSError:
            return None  # gone, or closed to us: then it is closed to the user's programs too
        return _Directory(state.st_ino, state.st_ctime_ns, seen, tuple(below), tuple(marks))

    def _sort(self, path: str, entries: Iterator[os.DirEntry[str]]) -> tuple[list[str], list[Mark]]:
        names = {".git"} if _VENDORED & set(path.split("/")) else self._names
        below: list[str] = []
        marks: list[Mark] = []
        seen: dict[str, os.DirEntry[str]] = {}
        for entry in entries:
            if entry.name.casefold() in names:
                marks.append(_mark(entry))
            elif entry.is_dir(follow_symlinks=False):
                below.append(entry.name)
            elif _special(entry):
                marks.append(_mark(entry))
            if entry.name in _BARE:
                seen[entry.name] = entry
        if seen.keys() == _BARE:
            marks.append(_mark(seen["HEAD"], "bare"))
        return below, marks


def _same(known: _Directory, state: os.stat_result) -> bool:
    settled = known.seen_ns - known.changed_ns > _SETTLED_NS
    return settled and (known.inode, known.changed_ns) == (state.st_ino, state.st_ctime_ns)


def _special(entry: os.DirEntry[str]) -> bool:
    if entry.is_file(follow_symlinks=False) or entry.is_symlink():
        return False
    return stat.S_ISSOCK(entry.stat(follow_symlinks=False).st_mode)


def _mark(entry: os.DirEntry[str], kind: str | None = None) -> Mark:
    state = entry.stat(follow_symlinks=False)
    return Mark(Path(entry.path), state.st_dev, state.st_ino, kind or _kind(state.st_mode))


def _kind(mode: int) -> str:
    for test, word in (
        (stat.S_ISDIR, "directory"),
        (stat.S_ISLNK, "link"),
        (stat.S_ISSOCK, "socket"),
    ):
        if test(mode):
            return word
    return "file"
