"""Copies of what is protected, for the tier that cannot make it read-only: restored after."""

from __future__ import annotations

import os
import secrets
import shutil
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from quire.sandbox.quarantine import move_path

LARGEST_OBJECTS = 1 << 30
"""How many bytes of a repository's objects are copied; the rest is only watched."""

_QUIET = {"index"}
"""Restored without a word: every `git status` refreshes it."""


class _Entry(Struct, frozen=True):
    """One file, directory or link as lstat shows it; `changed_ns` cannot be forged."""

    mode: int
    size: int
    changed_ns: int
    inode: int

    @property
    def is_directory(self) -> bool:
        return stat.S_ISDIR(self.mode)


class Vault:
    """Keeps copies of protected trees below `directory` and puts back what was changed."""

    def __init__(self, directory: Path, shelf: Path) -> None:
        self._directory = directory
        self._shelf = shelf
        self._trees: dict[Path, dict[str, _Entry]] = {}
        self._objects = 0

    def remember(self, paths: Iterable[Path]) -> None:
        """Take what is there now as the truth; only what has changed is copied again."""
        known = self._trees
        self._trees = {}
        for path in paths:
            if any(path.is_relative_to(other) for other in self._trees):
                continue
            before = known.get(path, {})
            self._trees[path] = now = dict(_walk(path))
            for name, entry in now.items():
                if before.get(name) != entry:
                    self._copy(path, name, entry)

    def restore(self) -> tuple[str, ...]:
        """Put back what was changed or removed, move aside what was added; say what."""
        findings: list[str] = []
        for path, before in self._trees.items():
            findings += self._clear_way(path)
            after = dict(_walk(path))
            if after == before:
                continue
            for name in sorted(after.keys() - before.keys()):
                if not _is_object(name) and _is_there(path / name):
                    self._shelve(path / name)
                    findings.append(f"quarantined: {path / name}")
            for name in sorted(before):
                if self._changed(before[name], after.get(name)):
                    findings += self._put_back(path, name, before[name])
        return tuple(findings)

    def _clear_way(self, path: Path) -> list[str]:
        """Shelve a link that took the place of a directory above a protected tree."""
        for above in reversed(path.parents):
            if above.is_symlink():
                self._shelve(above)
                return [f"quarantined: {above}"]
        return []

    def _changed(self, before: _Entry, after: _Entry | None) -> bool:
        if after is None or before.mode != after.mode:
            return True
        return not before.is_directory and before != after

    def _copy(self, path: Path, name: str, entry: _Entry) -> None:
        target = self._place(path, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        if stat.S_ISREG(entry.mode):
            if _is_object(name):
                self._objects += entry.size
                if self._objects > LARGEST_OBJECTS:
                    return
            shutil.copyfile(path / name, target, follow_symlinks=False)
        elif stat.S_ISLNK(entry.mode):
            target.unlink(missing_ok=True)
            target.symlink_to((path / name).readlink())

    def _put_back(self, path: Path, name: str, entry: _Entry) -> list[str]:
        target, kept = path / name, self._place(path, name)
        if _is_there(target) and not (entry.is_directory and target.is_dir()):
            self._shelve(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        if entry.is_directory:
            target.mkdir(exist_ok=True)
            target.chmod(stat.S_IMODE(entry.mode))
        elif not _is_there(kept):
            return [f"changed and not restored (no copy was kept): {target}"]
        elif stat.S_ISLNK(entry.mode):
            target.symlink_to(kept.readlink())
        else:
            shutil.copyfile(kept, target, follow_symlinks=False)
            target.chmod(stat.S_IMODE(entry.mode))
        return [] if Path(name).name in _QUIET else [f"restored: {target}"]

    def _shelve(self, path: Path) -> None:
        self._shelf.mkdir(mode=0o700, parents=True, exist_ok=True)
        move_path(path, self._shelf / f"{secrets.token_hex(4)}-{path.name}")

    def _place(self, path: Path, name: str) -> Path:
        return self._directory / str(path).lstrip("/") / name


def _walk(top: Path) -> Iterator[tuple[str, _Entry]]:
    """Yield every entry at and below `top`, parents first, by its relative name."""
    pending = [""]
    while pending:
        name = pending.pop()
        path = f"{top}/{name}" if name else str(top)
        try:
            state = os.lstat(path)
        except FileNotFoundError:
            continue
        directory = stat.S_ISDIR(state.st_mode)
        size = 0 if directory else state.st_size
        changed = 0 if directory else state.st_ctime_ns
        yield name, _Entry(state.st_mode, size, changed, 0 if directory else state.st_ino)
        if directory:
            below = sorted((entry.name for entry in os.scandir(path)), reverse=True)
            pending += [f"{name}/{entry}" if name else entry for entry in below]


def _is_object(name: str) -> bool:
    """Return whether this is an object: named by its content, a new one can do no harm."""
    parts = name.split("/")
    return "objects" in parts[:-1] and "info" not in parts


def _is_there(path: Path) -> bool:
    return os.path.lexists(path)
