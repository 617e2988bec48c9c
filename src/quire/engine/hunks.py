"""Hunks of the V4A patch format, turned around."""

from __future__ import annotations

_OTHER = {"+": "-", "-": "+"}


def reversed_hunks(diff: str) -> str:
    """Return the hunks that undo `diff`: added lines removed, removed lines added."""
    lines = (line.rstrip("\n") for line in diff.splitlines(keepends=True))
    turned = "\n".join(_OTHER.get(line[:1], line[:1]) + line[1:] for line in lines)
    return turned + "\n" if diff.endswith("\n") else turned
