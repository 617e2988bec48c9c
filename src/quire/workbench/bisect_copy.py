"""A folder that holds one commit after the other: only what differs is written anew."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from .project import SKIPPED_FOLDERS
from .review_diff import git, lay

_LINK, _PROGRAM = "120000", "100755"
_FILES = ("100644", "100755", _LINK)
_LAID = "laid"
_MOST_MADE = 500
_MOST_BYTES = 20_000_000
# What a build leaves beside the sources and tests may need: `_version.py`, compiled modules.
_MADE = (".py", ".so", ".pyd", ".json", ".toml", ".ini", ".cfg", ".env")
_Entry = tuple[str, str]  # mode and hash


class Copy:
    """The files of a commit in a folder outside the repository, which git does not know of.

    What a run left there or changed is put right before the next commit is shown.
    """

    def __init__(self, root: Path, folder: Path) -> None:
        self._root = root
        self._folder = folder
        self._below = os.fsdecode(git(root, "rev-parse", "--show-prefix").strip(b"\n"))
        self._held: dict[str, _Entry] = {}
        self._seen: dict[str, tuple[int, int]] = {}
        self._made = _made(root)

    def show(self, name: str, laid: dict[str, bytes]) -> Path:
        """Hold a commit, with other files laid over it; give root's place in the folder."""
        self._sweep()
        wanted = _listed(self._root, name)
        for path in self._held.keys() - wanted.keys():
            _gone(self._folder / path)
        changed = {path: entry for path, entry in wanted.items() if self._held.get(path) != entry}
        self._write(changed)
        self._held = wanted
        there = self._folder / self._below
        there.mkdir(parents=True, exist_ok=True)
        for made in self._made:
            target = there / made
            if not target.exists() and target.parent.is_dir():
                shutil.copy(self._root / made, target)
        for path, data in laid.items():
            (there / path).parent.mkdir(parents=True, exist_ok=True)
            (there / path).write_bytes(data)
        return there

    def _sweep(self) -> None:
        """Take away what is not the commit's, and forget what is not as it was written."""
        for folder, folders, files in os.walk(self._folder, topdown=False):
            base = Path(folder)
            for name in (*files, *(each for each in folders if (base / each).is_symlink())):
                path = (base / name).relative_to(self._folder).as_posix()
                if path not in self._held:
                    _gone(base / name)
                elif self._seen.get(path) != _stamp(base / name):
                    del self._held[path]
                    _gone(base / name)
            if base != self._folder and not any(base.iterdir()):
                base.rmdir()
        for path in [each for each in self._held if not os.path.lexists(self._folder / each)]:
            del self._held[path]

    def _write(self, entries: dict[str, _Entry]) -> None:
        texts = _blobs(self._root, {blob for _, blob in entries.values()})
        for path, (mode, blob) in entries.items():
            target = self._folder / path
            _gone(target)
            target.parent.mkdir(parents=True, exist_ok=True)
            if mode == _LINK:
                self._link(target, os.fsdecode(texts[blob]))
            else:
                target.write_bytes(texts[blob])
                target.chmod(0o755 if mode == _PROGRAM else 0o644)
            if os.path.lexists(target):
                self._seen[path] = _stamp(target)

    def _link(self, target: Path, aim: str) -> None:
        """Make a link, unless it leads out of the folder."""
        whole = Path(os.path.normpath(target.parent / aim))
        if self._folder in whole.parents:
            target.symlink_to(aim)


def laid_out(root: Path, folder: Path) -> Path:
    """Write the files of the working tree into a folder; give root's place in it."""
    there = lay(root, folder)
    for path in _made(root):
        if not (there / path).exists() and (there / path).parent.is_dir():
            shutil.copy(root / path, there / path)
    return there


def _listed(root: Path, name: str) -> dict[str, _Entry]:
    """Give the files of a commit by path, but for those whose path leads elsewhere."""
    found: dict[str, _Entry] = {}
    for line in git(root, "ls-tree", "-r", "-z", "--full-tree", name).split(b"\0"):
        head, _, path = line.partition(b"\t")
        words = head.decode().split()
        place = os.fsdecode(path)
        if words and words[0] in _FILES and ".." not in Path(place).parts and place[:1] != "/":
            found[place] = (words[0], words[2])
    return found


def _blobs(root: Path, names: Iterable[str]) -> dict[str, bytes]:
    listed = sorted(names)
    data = git(root, "cat-file", "--batch", given="".join(f"{each}\n" for each in listed).encode())
    found: dict[str, bytes] = {}
    position = 0
    for name in listed:
        end = data.index(b"\n", position)
        size = int(data[position:end].split()[2])
        found[name] = data[end + 1 : end + 1 + size]
        position = end + 2 + size
    return found


def _made(root: Path) -> list[Path]:
    """List what git ignores and a build has made: tests may need it at each commit."""
    listed = git(root, "ls-files", "-z", "--others", "--ignored", "--exclude-standard")
    found: list[Path] = []
    left = _MOST_BYTES
    for path in (Path(os.fsdecode(each)) for each in listed.split(b"\0") if each):
        alien = SKIPPED_FOLDERS.intersection(path.parts) or path.suffix not in _MADE
        if alien or not (root / path).is_file() or _is_environment(root, path):
            continue
        left -= (root / path).stat().st_size
        if left < 0 or len(found) >= _MOST_MADE:
            break
        found.append(path)
    return found


def _is_environment(root: Path, path: Path) -> bool:
    return any((root / parent / "pyvenv.cfg").exists() for parent in path.parents)


def _stamp(path: Path) -> tuple[int, int]:
    seen = path.lstat()
    return seen.st_mtime_ns, seen.st_size


def _gone(path: Path) -> None:
    """Take away a file or a link, and a folder that stands in the way of one."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif os.path.lexists(path):
        path.unlink()
