"""Making diffs: V4A hunks from two texts, and the unified form for people."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from quire.errors import PatchError
from quire.protocol.hunks import END_OF_FILE, Edit, Hunk, Lines, apply_diff, locate, split
from quire.protocol.mismatch import Miss

CONTEXT = 3
_BLOCK = re.compile(r"\s*(async\s+def|def|class|func|function|fn|impl|struct|interface)\b")
_STACK = 3


class _Change(NamedTuple):
    """Old lines `start` to `stop` become new lines `begin` to `end`."""

    start: int
    stop: int
    begin: int
    end: int


def make_diff(before: str, after: str) -> str:
    """Return V4A hunks that turn `before` into `after`, with three lines of context.

    A hunk whose lines occur earlier too gets `@@` headers, the end-of-file mark or more
    context, so that `apply_diff(before, make_diff(before, after)) == after`. Raises PatchError
    where V4A has no words for the change: line ends, the newline at the end of the file.
    """
    old, new = split(before), split(after)
    groups = list(_grouped(_changes(old.texts, new.texts)))
    lines: list[str] = []
    cursor = 0
    for number, group in enumerate(groups):
        following = groups[number + 1][0].start if number + 1 < len(groups) else len(old.texts)
        hunk, cursor = _hunk(old, new, group, (cursor, following))
        lines += _rendered(hunk)
    diff = "".join(f"{line}\n" for line in lines)
    if apply_diff(before, diff) != after:
        raise PatchError(
            "A V4A diff cannot change line ends or the newline at the end of a file.",
            hint="Write the whole file instead.",
            param="diff",
        )
    return diff


def unified(path: str, before: str | None, after: str | None) -> str:
    """Return the change of one file in unified form for display; None is an absent file."""
    source = "/dev/null" if before is None else f"a/{path}"
    target = "/dev/null" if after is None else f"b/{path}"
    old, new = split(before or ""), split(after or "")
    told = difflib.unified_diff(_ended(old), _ended(new), source, target, n=CONTEXT)
    whole = "".join(told)
    return whole if whole or before == after else f"--- {source}\n+++ {target}\n"


def _ended(lines: Lines) -> list[str]:
    unfinished = "\n\\ No newline at end of file\n"
    pairs = zip(lines.texts, lines.ends, strict=True)
    return [text + ("\n" if end == "\n" else "\r\n" if end else unfinished) for text, end in pairs]


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[_Change]:
    """Yield the changes in order; equal ends are cut off first, which keeps large files quick."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    inner = difflib.SequenceMatcher(
        None, old[head : len(old) - tail], new[head : len(new) - tail], autojunk=False
    )
    for tag, start, stop, begin, end in inner.get_opcodes():
        if tag != "equal":
            yield _Change(start + head, stop + head, begin + head, end + head)


def _grouped(changes: Iterator[_Change]) -> Iterator[list[_Change]]:
    group: list[_Change] = []
    for change in changes:
        if group and change.start - group[-1].stop > 2 * CONTEXT:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _hunk(old: Lines, new: Lines, group: list[_Change], room: tuple[int, int]) -> tuple[Hunk, int]:
    """Return a hunk that is found where it belongs, and the line behind it.

    `room` is the first line that it may show and the line where the next change begins.
    """
    floor, ceiling = room
    context = CONTEXT
    while True:
        start = max(floor, group[0].start - context)
        stop = min(ceiling, group[-1].stop + context)
        edits = tuple(_edits(old, new, group, (start, stop)))
        for hunk in _attempts(old, edits, (floor, start, stop)):
            place = locate(old.texts, hunk, floor)
            if not isinstance(place, Miss) and place.start == start:
                return hunk, stop
        if start == floor and stop == ceiling:
            return Hunk((), edits), stop
        context *= 2


def _edits(old: Lines, new: Lines, group: list[_Change], span: tuple[int, int]) -> Iterator[Edit]:
    cursor, stop = span
    for change in group:
        yield from (Edit(" ", text) for text in old.texts[cursor : change.start])
        yield from (Edit("-", text) for text in old.texts[change.start : change.stop])
        yield from (Edit("+", text) for text in new.texts[change.begin : change.end])
        cursor = change.stop
    yield from (Edit(" ", text) for text in old.texts[cursor:stop])


def _attempts(old: Lines, edits: tuple[Edit, ...], span: tuple[int, int, int]) -> Iterator[Hunk]:
    floor, start, stop = span
    yield Hunk((), edits)
    seeks: list[str] = []
    indent = _indent(old.texts[start]) if start < len(old.texts) else 0
    for line in reversed(old.texts[floor:start]):
        if _BLOCK.match(line) and (not seeks or _indent(line) < indent):
            seeks.insert(0, line)
            indent = _indent(line)
            yield Hunk(tuple(seeks), edits)
            if len(seeks) == _STACK or not indent:
                break
    if stop == len(old.texts):
        yield Hunk((), edits, at_end=True)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _rendered(hunk: Hunk) -> Iterator[str]:
    yield from (f"@@ {seek}" for seek in hunk.seeks)
    if not hunk.seeks:
        yield "@@"
    yield from (edit.mark + edit.text for edit in hunk.edits)
    if hunk.at_end:
        yield END_OF_FILE
