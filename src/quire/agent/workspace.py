"""The files of a workspace: a mark of their state, which of them can be kept, how they go."""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

# Made by tools, remade at will, and often huge.
CACHES = (
    "__pycache__",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
    ".tox",
    ".nox",
    ".venv",
    "node_modules",
)
_UNSETTLED_NS = 50_000_000  # a file changed so lately may change again with the same time stamp


def mark_of(workspace: Path) -> str:
    """Return a digest of every file's name and times; empty while files are still changing."""
    began = time.time_ns()
    digest = hashlib.blake2b(digest_size=16)
    newest = 0
    for path, stat in _walk(str(workspace)):
        newest = max(newest, stat.st_ctime_ns)
        facts = (stat.st_mode, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
        digest.update(os.fsencode(path) + b"\0" + repr(facts).encode())
    return digest.hexdigest() if newest < began - _UNSETTLED_NS else ""


def _walk(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return  # gone or closed: git says so if it matters
    for entry in entries:
        if entry.name == ".git" or entry.name in CACHES:
            continue
        try:
            yield entry.path, entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path)


def plain(workspace: Path, paths: Sequence[bytes]) -> list[bytes]:
    """Return those of `paths` that are readable files, or gone: no folders, none behind a link."""
    names = [PurePosixPath(os.fsdecode(path)) for path in paths]
    folders = {folder for name in names for folder in name.parents}
    links = {folder for folder in folders if (workspace / folder).is_symlink()}
    return [
        path
        for path, name in zip(paths, names, strict=True)
        if links.isdisjoint(name.parents) and _takeable(workspace / name)
    ]


def _takeable(path: Path) -> bool:
    if path.is_symlink() or not path.exists():
        return True
    return path.is_file() and os.access(path, os.R_OK)


def delete(workspace: Path, paths: Sequence[bytes]) -> None:
    """Delete files, and the folders that become empty by it."""
    names = [PurePosixPath(os.fsdecode(path)) for path in paths]
    for name in names:
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            (workspace / name).unlink()
    folders = {folder for name in names for folder in name.parents if folder.name}
    for folder in sorted(folders, key=lambda folder: len(folder.parts), reverse=True):
        with contextlib.suppress(OSError):  # it holds something that stays
            (workspace / folder).rmdir()
