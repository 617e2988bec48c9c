"""Differences between two lists of lines: find them, write them, read them, apply them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

KEEP, REMOVE, ADD = " ", "-", "+"
HEADER = re.compile(r"@@ -(\d+),(\d+) \+(\d+),(\d+) @@")


class PatchError(ValueError):
    """A patch is malformed, or does not fit the lines."""


@dataclass(frozen=True)
class Edit:
    """One line that is kept, removed or added."""

    mark: str
    line: str


@dataclass(frozen=True)
class Hunk:
    """Edits that are close together; the line numbers count from 0."""

    old_start: int
    new_start: int
    edits: tuple[Edit, ...]

    @property
    def old_lines(self) -> list[str]:
        return [edit.line for edit in self.edits if edit.mark != ADD]

    @property
    def new_lines(self) -> list[str]:
        return [edit.line for edit in self.edits if edit.mark != REMOVE]

    @property
    def header(self) -> str:
        """Return the line that introduces the hunk in a patch."""
        old, new = len(self.old_lines), len(self.new_lines)
        return f"@@ -{self.old_start + 1},{old} +{self.new_start + 1},{new} @@"


def common_lengths(old: Sequence[str], new: Sequence[str]) -> list[list[int]]:
    """Return a table of the lengths of the longest common subsequences of old[i:] and new[j:]."""
    table = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            if old[i] == new[j]:
                table[i][j] = table[i + 1][j + 1] + 1
            else:
                table[i][j] = max(table[i + 1][j], table[i][j + 1])
    return table


def compare(old: Sequence[str], new: Sequence[str]) -> list[Edit]:
    """Return the shortest list of edits that leads from old to new, removals first."""
    table = common_lengths(old, new)
    edits = []
    i = j = 0
    while i < len(old) and j < len(new):
        if old[i] == new[j]:
            edits.append(Edit(KEEP, old[i]))
            i += 1
            j += 1
        elif table[i + 1][j] >= table[i][j + 1]:
            edits.append(Edit(REMOVE, old[i]))
            i += 1
        else:
            edits.append(Edit(ADD, new[j]))
            j += 1
    edits.extend(Edit(REMOVE, line) for line in old[i:])
    edits.extend(Edit(ADD, line) for line in new[j:])
    return edits


def similarity(old: Sequence[str], new: Sequence[str]) -> float:
    """Return 1.0 for equal lists, 0.0 for lists with nothing in common."""
    total = len(old) + len(new)
    if total == 0:
        return 1.0
    return 2 * common_lengths(old, new)[0][0] / total


def hunks(edits: Sequence[Edit], context: int = 3) -> Iterator[Hunk]:
    """Group edits into hunks with up to `context` kept lines around the changes."""
    spans: list[list[int]] = []
    for position, edit in enumerate(edits):
        if edit.mark == KEEP:
            continue
        start = max(position - context, 0)
        end = min(position + context + 1, len(edits))
        if spans and start <= spans[-1][1]:
            spans[-1][1] = end
        else:
            spans.append([start, end])
    for start, end in spans:
        before = edits[:start]
        old_start = sum(1 for edit in before if edit.mark != ADD)
        new_start = sum(1 for edit in before if edit.mark != REMOVE)
        yield Hunk(old_start, new_start, tuple(edits[start:end]))


def write_patch(old: Sequence[str], new: Sequence[str], context: int = 3) -> str:
    """Return the differences as text; nothing if there are none."""
    lines = []
    for hunk in hunks(compare(old, new), context):
        lines.append(hunk.header)
        lines.extend(edit.mark + edit.line for edit in hunk.edits)
    return "".join(line + "\n" for line in lines)


def read_patch(text: str) -> list[Hunk]:
    """Read what `write_patch` wrote."""
    result: list[Hunk] = []
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    position = 0
    while position < len(lines):
        found = HEADER.fullmatch(lines[position])
        if found is None:
            raise PatchError(f"line {position + 1}: not a header: {lines[position]!r}")
        old_start, old_count, new_start, new_count = map(int, found.groups())
        position += 1
        edits = []
        while position < len(lines) and not lines[position].startswith("@@"):
            mark, line = lines[position][:1], lines[position][1:]
            if mark not in (KEEP, REMOVE, ADD) or not mark:
                raise PatchError(f"line {position + 1}: unknown mark {mark!r}")
            edits.append(Edit(mark, line))
            position += 1
        hunk = Hunk(old_start - 1, new_start - 1, tuple(edits))
        if len(hunk.old_lines) != old_count or len(hunk.new_lines) != new_count:
            raise PatchError(f"the counts in {hunk.header!r} are wrong")
        result.append(hunk)
    return result


def apply_patch(lines: Sequence[str], patch: Iterable[Hunk]) -> list[str]:
    """Return the lines with all hunks applied; PatchError if one of them does not fit."""
    result: list[str] = []
    position = 0
    for hunk in patch:
        if hunk.old_start < position:
            raise PatchError("the hunks overlap")
        result.extend(lines[position : hunk.old_start])
        end = hunk.old_start + len(hunk.old_lines)
        if list(lines[hunk.old_start : end]) != hunk.old_lines:
            raise PatchError(f"the lines differ at {hunk.header}")
        result.extend(hunk.new_lines)
        position = end
    result.extend(lines[position:])
    return result


def invert(patch: Iterable[Hunk]) -> list[Hunk]:
    """Return the hunks that undo a patch."""
    swap = {KEEP: KEEP, REMOVE: ADD, ADD: REMOVE}
    return [
        Hunk(
            hunk.new_start,
            hunk.old_start,
            tuple(Edit(swap[edit.mark], edit.line) for edit in hunk.edits),
        )
        for hunk in patch
    ]


def summary(edits: Iterable[Edit]) -> str:
    """Return for example "2 lines added, 1 line removed"."""
    marks = [edit.mark for edit in edits]
    parts = []
    for mark, word in ((ADD, "added"), (REMOVE, "removed")):
        count = marks.count(mark)
        if count:
            parts.append(f"{count} line{'' if count == 1 else 's'} {word}")
    return ", ".join(parts) or "no changes"
