"""A patch in pieces that a person judges one by one, what is left of it, and the words for it.

A patch is cut between its lines, so every line of it is in exactly one piece. A rejected hunk stays
as lines that do not change: so the accepted ones after it still find their places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_FILE = re.compile(
    r"\*\*\* (?:Add|Update|Delete) File: (.+)|(?:create_file|update_file|delete_file) (.+)"
)
_CHANGES = ("+", "-")
_END = "*** End Patch"


class Piece(NamedTuple):
    """One hunk, or a file that is added or deleted: its path and its lines as they came."""

    path: str
    lines: tuple[str, ...]


def pieces(patch: str) -> tuple[Piece, ...]:
    """Return the pieces of a patch, in order; what encloses them goes with its neighbour."""
    found: list[tuple[str, list[str]]] = []
    head: list[str] = []
    path = ""
    for line in patch.split("\n"):
        file = _FILE.match(line)
        if file:
            path = (file[1] or file[2]).strip()
            found.append((path, [*head, line]))
            head = []
        elif not found:
            head.append(line)
        elif _begins(line, found[-1][1]):
            found.append((path, [line]))
        else:
            found[-1][1].append(line)
    if not found:
        return (Piece("", tuple(head)),)
    return tuple(Piece(where, tuple(lines)) for where, lines in found)


def _begins(line: str, before: Sequence[str]) -> bool:
    """Tell whether a line begins another hunk: `@@` after lines that change something."""
    return line.startswith("@@") and any(old.startswith(_CHANGES) for old in before)


def without(found: Sequence[Piece], rejected: Sequence[int]) -> str | None:
    """Return the patch without some of its pieces, counted from 0; None where none is left."""
    gone = set(rejected)
    if len(gone) == len(found):
        return None
    kept: list[str] = []
    for places in _files(found):
        whole = gone.issuperset(places)
        for place in places:
            lines = found[place].lines
            kept += _left(lines, whole=whole) if place in gone else lines
    return "\n".join(kept)


def _files(found: Sequence[Piece]) -> list[list[int]]:
    """Return the places of the pieces, file by file."""
    groups: list[list[int]] = []
    for place, piece in enumerate(found):
        if not groups or any(_FILE.match(line) for line in piece.lines):
            groups.append([])
        groups[-1].append(place)
    return groups


def _left(lines: Sequence[str], *, whole: bool) -> list[str]:
    """Return what stays of a rejected piece: what encloses it, and its lines as they are now.

    With `whole` its file stays as it is.
    """
    begin = next((place for place, line in enumerate(lines) if _FILE.match(line)), 0)
    end = next((place for place, line in enumerate(lines) if line.startswith(_END)), len(lines))
    inner = [] if whole else [_as_it_is(line) for line in lines[begin:end] if line[:1] != "+"]
    if not any(line.startswith(" ") for line in inner):
        inner = [line for line in inner if line.startswith("***") or _FILE.match(line)]
    return [*lines[:begin], *inner, *lines[end:]]


def _as_it_is(line: str) -> str:
    return f" {line[1:]}" if line.startswith("-") else line


def rejection(found: Sequence[Piece], rejected: Sequence[int]) -> str:
    """Return what the model is told when some of the pieces, counted from 0, are left out."""
    gone = sorted(set(rejected))
    left_out = "it was" if len(gone) == 1 else "they were"
    return (
        f"The person rejected {_named(found, gone)}: {left_out} left out, the rest was applied. "
        "Find another way, or do without."
    )


def _named(found: Sequence[Piece], places: Sequence[int]) -> str:
    return ", ".join(
        f"hunk {place + 1} of {len(found)} ({found[place].path}: {_first(found[place])})"
        for place in places
    )


def _first(piece: Piece) -> str:
    changed = (line for line in piece.lines if line.startswith(_CHANGES))
    return next(changed, piece.lines[0])[:80]
