"""Twins: copies of all that commands can write, for a command that runs beside another one.

Two commands that run in one folder at the same time could disturb each other. In a twin the
workspace, the home and the temporary directory are as they were when it was made, and have the
names of the originals. Where a copy would not be quite the same, or too large, there is none.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path

from quire.sandbox.policy import Policy
from quire.sandbox.private import discard
from quire.sandbox.tiers import Protected

MOST_ENTRIES = 1000
"""Files and folders that are looked at and copied, all together."""

MOST_BYTES = 16 << 20

_TEMPORARY = "tmp"
_Found = tuple[str, os.stat_result]


class Twins:
    """Makes twins of one sandbox, whose home and temporary directory lie in `private`."""

    def __init__(self, policy: Policy, private: Path) -> None:
        self._private = private
        self._workspace = policy.workspace
        self._alone = policy.writable_roots == (policy.workspace,) and policy.network == "off"

    def traces(self, covered: Protected) -> str:
        """Return a digest of all that a command can write, with its times.

        It is another one when anything was written, also what is gone again; only of the
        temporary directory itself the times say nothing. Empty where there can be no twin.
        """
        found = self._found(covered)
        if found is None:
            return ""
        digest = hashlib.blake2b(digest_size=16)
        for path, state in found:
            facts = (state.st_mode, state.st_size, state.st_mtime_ns, state.st_ctime_ns)
            digest.update(os.fsencode(path) + b"\0" + repr((*facts, state.st_ino)).encode())
        return digest.hexdigest()

    def made(self, covered: Protected) -> Path | None:
        """Return the folder of a new twin, None where there can be none.

        No command may run meanwhile: it could put a link in the place of what is copied.
        """
        if self._found(covered) is None:
            return None
        twin = Path(tempfile.mkdtemp(prefix="twin-", dir=self._private)) / "twin"
        if self._copied(twin, covered[0]):
            return twin
        remove(twin)
        return None

    def _copied(self, folder: Path, protected: Collection[Path]) -> bool:
        """Copy everything below `folder`; tell whether that could be done.

        What is protected gets an empty place, over which the walls lay the original.
        """
        places = (("workspace", self._workspace), *self._own)
        try:
            for name, original in places:
                (folder / name).mkdir(parents=True)
                for path in frozenset(protected) if name == "workspace" else ():
                    place = folder / name / path.name
                    place.mkdir() if path.is_dir() else place.touch()
                shutil.copytree(
                    original, folder / name, symlinks=True, dirs_exist_ok=True,
                    ignore=lambda above, _: {p.name for p in protected if p.parent == Path(above)},
                )  # fmt: skip
        except OSError:
            return False  # a file that cannot be read, or one that has just gone
        return True

    @property
    def _own(self) -> tuple[tuple[str, Path], ...]:
        return tuple((name, self._private / name) for name in ("home", _TEMPORARY))

    def _found(self, covered: Protected) -> list[_Found] | None:
        """Return everything that a twin would hold, None where it would not be the same."""
        protected, hidden = covered
        if not self._alone or hidden or any(p.parent != self._workspace for p in protected):
            return None
        found: list[_Found] = []
        room = MOST_BYTES
        try:
            device = self._workspace.stat().st_dev
            for path, state in self._everything(frozenset(map(str, protected))):
                found.append((path, state))
                room -= state.st_size if stat.S_ISREG(state.st_mode) else 0
                if len(found) > MOST_ENTRIES or room < 0 or not _can_be_copied(state):
                    return None
                if path.startswith(f"{self._workspace}/") and state.st_dev != device:
                    return None
        except OSError:
            return None  # closed to us, or changing at this moment
        return found

    def _everything(self, protected: Collection[str]) -> Iterator[_Found]:
        for name, folder in (("workspace", self._workspace), *self._own):
            if name != _TEMPORARY:
                yield str(folder), folder.lstat()
            yield from _below(str(folder), protected)


def remove(twin: Path) -> None:
    """Remove a twin, in which nothing runs any more."""
    discard(twin.parent)


def _below(folder: str, left_out: Collection[str]) -> Iterator[_Found]:
    with os.scandir(folder) as entries:
        listed = sorted(entries, key=lambda entry: entry.name)
    for entry in listed:
        if entry.path not in left_out:
            yield entry.path, entry.stat(follow_symlinks=False)
            if entry.is_dir(follow_symlinks=False):
                yield from _below(entry.path, left_out)


def _can_be_copied(state: os.stat_result) -> bool:
    """Tell whether a copy is the same: no device or socket, no second name, no other owner."""
    if state.st_uid != os.getuid():
        return False
    plain = stat.S_ISREG(state.st_mode) and state.st_nlink == 1
    return plain or stat.S_ISDIR(state.st_mode) or stat.S_ISLNK(state.st_mode)
