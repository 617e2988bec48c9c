"""Submodules that a change moves to another commit; what is in them is not reviewed."""

from __future__ import annotations

import os
from pathlib import Path

from .review_diff import Comparison, Unreviewable, git

_MODE = b"160000"
_SHOWN = 7  # digits of a commit's name


def submodules(comparison: Comparison) -> list[str]:
    """List the submodules that are new, gone or at another commit, each with both commits."""
    root = comparison.root
    before = _of_tree(root, comparison.base)
    after = _of_tree(root, comparison.commit) if comparison.commit else _of_folder(root)
    return [
        f"{path}: {_named(before.get(path))} to {_named(after.get(path))}"
        for path in sorted(before.keys() | after.keys())
        if before.get(path) != after.get(path)
    ]


def _named(commit: str | None) -> str:
    return commit[:_SHOWN] if commit else "none"


def _of_tree(root: Path, name: str) -> dict[str, str]:
    return _rows(git(root, "ls-tree", "-r", "-z", name), 2)


def _of_folder(root: Path) -> dict[str, str]:
    """Give what is checked out, or what the index holds where nothing is."""
    found = _rows(git(root, "ls-files", "-s", "-z"), 1)
    for path in found:
        if (root / path / ".git").exists():
            try:
                found[path] = git(root / path, "rev-parse", "HEAD").decode().strip()
            except Unreviewable:  # it has no commit yet
                continue
    return found


def _rows(listing: bytes, place: int) -> dict[str, str]:
    """Give the submodules of a listing of git: the word at `place` is the commit."""
    found: dict[str, str] = {}
    for line in listing.split(b"\0"):
        head, _, path = line.partition(b"\t")
        words = head.split()
        if words[:1] == [_MODE]:
            found[os.fsdecode(path)] = words[place].decode()
    return found
