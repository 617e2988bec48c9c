"""The repository around a workspace that is one of its folders: its files, its ignored names."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from quire.agent.workspace import CACHES
from quire.sandbox.hidden import FILE, lines_of
from quire.sandbox.policy import BROAD_PLACES, account_home
from quire.sandbox.repositories import linked

_MOST = 50_000
"""Entries of a repository that are looked at; a larger one is opened by name (sandbox.readable)."""


def up_to_root(folder: Path) -> Sequence[Path]:
    """Return `folder` and those above it, up to the root of its repository; alone outside one."""
    above = (folder, *folder.parents)
    for place, each in enumerate(above):
        if (each / ".git").exists():
            return above[: place + 1]
    return (folder,)


def root_above(folder: Path) -> Path | None:
    """Return the root of the repository that a folder is a part of, None where it is no part.

    A repository of a whole home folder is none: what it ignores says nothing about a project.
    """
    root = up_to_root(folder)[-1]
    broad = str(root) in BROAD_PLACES or root == account_home()
    return None if broad or root == folder else root


def readable_around(workspace: Path) -> tuple[Path, ...]:
    """Return what commands may read beside the workspace: the repository that it is a part of.

    Nothing where a `.quireignore` beside the workspace hides a part of it, or where it is too
    large to know.
    """
    root = root_above(workspace)
    if root is None or not _is_open(root, workspace):
        return ()
    return (root, *linked(root))


def hidden_in(workspace: Path) -> tuple[str, ...]:
    """Return the lines of `.quireignore` that hold at the top of a workspace.

    Those of the folders above it in its repository come first, as if written there. Raises
    RefusedError for a file that cannot be read.
    """
    root = root_above(workspace)
    lines: list[str] = []
    above = up_to_root(workspace)[1:] if root is not None else ()
    for folder in reversed(above):
        names = workspace.relative_to(folder).parts
        lines += [told for line in lines_of(folder) for told in _below(line, names)]
    return (*lines, *lines_of(workspace))


def _is_open(root: Path, workspace: Path) -> bool:
    """Tell whether a repository holds no `.quireignore` outside the workspace."""
    seen = 0
    for folder, folders, files in os.walk(root):
        seen += len(folders) + len(files)
        if FILE in files or seen > _MOST:
            return False
        passed = {".git", *CACHES}
        inner = (name for name in folders if name not in passed)
        folders[:] = [name for name in inner if Path(folder, name) != workspace]
    return True


def _below(line: str, names: Sequence[str]) -> Iterator[str]:
    """Yield the lines that say in the folder `names` further down what `line` says of it."""
    text = line.rstrip(" \t")
    shows, text = text.startswith("!"), text.removeprefix("!")
    pattern = text.strip("/")
    if not pattern or text.startswith("#"):
        return
    if "/" not in text.rstrip("/"):
        yield line
        rests: list[Sequence[str] | None] = [None for name in names if fnmatchcase(name, pattern)]
    else:
        rests = [*_rests(pattern.split("/"), names)]
    for rest in rests:
        if rest is not None:
            end = "/" if text.endswith("/") else ""
            yield f"{'!' if shows else ''}/{'/'.join(rest)}{end}"
        elif not shows:
            yield "/**"


def _rests(pattern: Sequence[str], names: Sequence[str]) -> Iterator[Sequence[str] | None]:
    """Yield what of a pattern is left to match below `names`; None where it matches on the way."""
    if not pattern:
        yield None
    elif not names:
        yield pattern
    elif pattern[0] == "**" and len(pattern) > 1:
        yield from _rests(pattern[1:], names)
        yield from _rests(pattern, names[1:])
    elif pattern[0] == "**":
        yield None
    elif fnmatchcase(names[0], pattern[0]):
        yield from _rests(pattern[1:], names[1:])
