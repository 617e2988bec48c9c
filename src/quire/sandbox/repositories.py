"""What else belongs to a repository: linked directories, and hooks inside the work tree."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from quire.sandbox.survey import Mark

_HOOKS_PATH = re.compile(rb"^\s*hookspath\s*=\s*(.+?)\s*$", re.IGNORECASE | re.MULTILINE)


def also_protected(marks: Iterable[Mark], roots: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return further paths that a command must not change, inside the writable roots.

    These are the directories that `.git` files point to, bare repositories, and directories
    of hooks that a repository's configuration names.
    """
    found: set[Path] = set()
    for mark in marks:
        if mark.kind == "bare":
            found.add(mark.path.parent)
        elif mark.path.name == ".git" and mark.kind in ("directory", "file"):
            git_dir = _git_dir(mark)
            found.add(git_dir)
            found.update(_hook_directories(git_dir, mark.path.parent))
    real = {_real(path) for path in found}
    return tuple(sorted(p for p in real if p.exists() and _inside(p, roots)))


def linked(workspace: Path) -> tuple[Path, ...]:
    """Return the directories outside a linked worktree which its `.git` file leads to.

    Only a repository that knows this worktree counts: its `gitdir` file must lead back, so
    that a hostile `.git` file cannot open another directory.
    """
    link = workspace / ".git"
    if not link.is_file():
        return ()
    private = _git_dir(Mark(link, 0, 0, "file"))
    try:
        back = (private / "gitdir").read_text("utf-8").strip()
        common = (private / (private / "commondir").read_text("utf-8").strip()).resolve()
    except OSError:
        return ()
    if (private / back).resolve() != link.resolve() or not private.is_relative_to(common):
        return ()
    return (common,) if (common / "objects").is_dir() and (common / "HEAD").is_file() else ()


def _git_dir(mark: Mark) -> Path:
    if mark.kind == "directory":
        return mark.path
    try:
        content = mark.path.read_text("utf-8", "replace")
    except OSError:
        return mark.path
    word, _, target = content.partition(":")
    if word.strip() != "gitdir" or "\0" in target:
        return mark.path
    return (mark.path.parent / target.strip()).resolve()


def _hook_directories(git_dir: Path, work_tree: Path) -> set[Path]:
    try:
        configuration = (git_dir / "config").read_bytes()
    except OSError:
        return set()
    named = [
        match.decode("utf-8", "replace").strip('"') for match in _HOOKS_PATH.findall(configuration)
    ]
    return {work_tree / name for name in named if "\0" not in name}


def _real(path: Path) -> Path:
    """Return a path without links, or as it is while another command changes it."""
    try:
        return path.resolve()
    except OSError:
        return path


def _inside(path: Path, roots: tuple[Path, ...]) -> bool:
    return any(path.is_relative_to(root) for root in roots)
