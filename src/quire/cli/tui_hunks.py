"""A patch in pieces that a person judges one by one, and the words for what was rejected.

A patch is cut between its lines, never rewritten, so every line of it is in exactly one piece.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_FILE = re.compile(
    r"\*\*\* (?:Add|Update|Delete) File: (.+)|(?:create_file|update_file|delete_file) (.+)"
)
_CHANGES = ("+", "-")


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


def rejection(found: Sequence[Piece], rejected: Sequence[int]) -> str:
    """Return what the model is told when some of the pieces, counted from 0, are rejected."""
    gone = set(rejected)
    accepted = [place for place in range(len(found)) if place not in gone]
    words = f"rejected {_named(found, sorted(gone))}"
    if accepted:
        words += f"; accepted {_named(found, accepted)}"
        return (
            f"{words}. Nothing was written. Send the patch again with the accepted hunks alone, "
            "and find another way for the rest."
        )
    return f"{words}. Nothing was written."


def _named(found: Sequence[Piece], places: Sequence[int]) -> str:
    return ", ".join(
        f"hunk {place + 1} of {len(found)} ({found[place].path}: {_first(found[place])})"
        for place in places
    )


def _first(piece: Piece) -> str:
    changed = (line for line in piece.lines if line.startswith(_CHANGES))
    return next(changed, piece.lines[0])[:80]
