"""The repository of Quire's own that snapshots live in: made, and seeded, without a process."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from quire.agent.workspace import CACHES
from quire.errors import StoreError

_CONFIG = """[core]
\trepositoryformatversion = 0
\tbare = false
\tautocrlf = false
\tfilemode = true
\tsymlinks = true
\tprecomposeunicode = false
\tlooseCompression = 1
\tbigFileThreshold = 4m
\tfsync = none
\tlogAllRefUpdates = false
[index]
\tversion = 4
"""
# The bytes of a file are taken as they are, whatever the project's .gitattributes say.
_ATTRIBUTES = "* -text -ident !eol !filter !working-tree-encoding\n"
_WORKSPACE = "workspace"  # the file that names the workspace
_LOCK_SECONDS = 15.0  # of a git that was killed while it wrote
_SEARCHED = 50  # sessions that are looked at for an earlier one of the same workspace


def is_whole(git_dir: Path) -> bool:
    """Tell whether the repository was made to its end: HEAD is written last."""
    return (git_dir / "HEAD").is_file()


def unlocked(git_dir: Path) -> bool:
    """Tell whether the index is free; a lock that no git can hold any more is removed."""
    lock = git_dir / "index.lock"
    try:
        age = time.time() - lock.stat().st_mtime
    except FileNotFoundError:
        return True
    if age > _LOCK_SECONDS:
        lock.unlink(missing_ok=True)
    return age > _LOCK_SECONDS


def make(git_dir: Path, workspace: Path, top: Path) -> None:
    """Make the repository, as `git init` would; `top` is that of the repository around.

    The newest session of the same workspace lends its objects, so that only what changed since
    must be written. Raises StoreError.
    """
    sessions = git_dir.resolve().parent.parent
    try:
        for name in ("objects", "refs", "info"):
            (git_dir / name).mkdir(parents=True, mode=0o700, exist_ok=True)
        texts = {
            "config": _CONFIG,
            "info/attributes": _ATTRIBUTES,
            "info/exclude": "".join(f"{rule}\n" for rule in _excluded((workspace, top), sessions)),
            _WORKSPACE: str(workspace),
        }
        for name, text in texts.items():
            (git_dir / name).write_text(text, encoding="utf-8")
        earlier = next(_of_workspace(sessions, git_dir, workspace), None)
        if earlier is not None:
            _borrow(earlier, git_dir)
        (git_dir / "HEAD").write_text("ref: refs/heads/none\n", encoding="utf-8")
    except OSError as error:
        raise StoreError(f"{git_dir} cannot be written: {error.strerror}") from error


def _excluded(tops: Sequence[Path], sessions: Path) -> Iterator[str]:
    """Yield the rules for what is never kept: caches, what installing leaves, own sessions."""
    yield from (f"{name}/" for name in CACHES)
    yield from ("*.pyc", "*.egg-info/")
    roots = {top.resolve() for top in tops}
    for root in sorted(root for root in roots if sessions.is_relative_to(root)):
        yield f"/{_literal(sessions.relative_to(root).as_posix())}/"


def _literal(path: str) -> str:
    """Return a path as a rule of .gitignore that means this path alone."""
    return re.sub(r"([\\*?\[\]! #])", r"\\\1", path)


def _of_workspace(sessions: Path, git_dir: Path, workspace: Path) -> Iterator[Path]:
    """Yield the repositories of other sessions of the workspace, the newest first."""
    others = (folder / git_dir.name for folder in sorted(sessions.iterdir(), reverse=True))
    for other in islice(others, _SEARCHED):
        name = other / _WORKSPACE
        known = name.is_file() and name.read_text(encoding="utf-8") == str(workspace)
        if known and (other / "index").is_file() and other != git_dir.resolve():
            yield other


def _borrow(earlier: Path, git_dir: Path) -> None:
    """Link the objects of an earlier repository, and take its index if they are all there."""
    try:
        shutil.copytree(
            earlier / "objects", git_dir / "objects", copy_function=link, dirs_exist_ok=True
        )
    except (OSError, shutil.Error):
        return  # an object was being written: without an index, git writes what is missing
    # Another session of the workspace may borrow from this one meanwhile: it finds all or nothing.
    half = git_dir / "index.half"
    shutil.copyfile(earlier / "index", half)
    half.replace(git_dir / "index")


def lend(git_dir: Path, other: Path) -> None:
    """Give the objects of one repository to another. Raises StoreError."""
    try:
        for found in (git_dir / "objects").glob("??/*"):
            target = other / "objects" / found.parent.name / found.name
            if not target.exists():
                target.parent.mkdir(mode=0o700, exist_ok=True)
                target.hardlink_to(found)
    except OSError as error:
        raise StoreError(f"{other} cannot be written: {error.strerror}") from error


def link(source: str, target: str) -> str:
    """Link a file that never changes, as `shutil.copytree` wants it."""
    Path(target).hardlink_to(source)
    return target
