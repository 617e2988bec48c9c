"""The hunk language of V4A: reading hunks, finding their place in a file, applying them.

A hunk has no line numbers. `@@ text` jumps behind the next line that reads `text`; then lines
follow that stay (space), go (minus) or come (plus), and the lines that stay or go say where.
Source: responses-api, V4A patches; codex-agent, apply_patch grammar.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from msgspec import Struct

from quire.errors import PatchError
from quire.protocol.mismatch import Miss, explain

END_OF_FILE = "*** End of File"


Mark = Literal[" ", "-", "+", ""]
_MARKS: dict[str, Mark] = {" ": " ", "-": "-", "+": "+"}


class Edit(NamedTuple):
    """One line of a hunk; mark "" is a blank line that came without any prefix."""

    mark: Mark
    text: str


class Hunk(Struct, frozen=True):
    """One change: lines to jump behind, then edits; `at_end` ties it to the file's end."""

    seeks: tuple[str, ...]
    edits: tuple[Edit, ...]
    at_end: bool = False


class Place(NamedTuple):
    """Where a hunk matches: index of its first old line, and the edits that matched."""

    start: int
    edits: tuple[Edit, ...]


class Lines(NamedTuple):
    """A text as lines without their ends, the ends, and the end that new lines get."""

    texts: list[str]
    ends: list[str]
    newline: str


def split(text: str) -> Lines:
    r"""Split `text` at \n and \r\n only; a last line without an end has the end ""."""
    pieces = text.split("\n")
    last = pieces.pop()
    ends = ["\r\n" if piece.endswith("\r") else "\n" for piece in pieces]
    texts = [piece[:-1] if piece.endswith("\r") else piece for piece in pieces]
    newline = "\r\n" if 2 * ends.count("\r\n") > len(ends) else "\n"
    return Lines([*texts, last], [*ends, ""], newline) if last else Lines(texts, ends, newline)


# The four passes of a search, each more forgiving than the one before it.
_ASCII = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u2018\u2019\u201a\u201b", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f", '"'),
        **dict.fromkeys("\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008", " "),
        **dict.fromkeys("\u2009\u200a\u202f\u205f\u3000", " "),
    }
)
_PASSES: tuple[Callable[[str], str], ...] = (
    str,
    str.rstrip,
    str.strip,
    lambda line: line.translate(_ASCII).strip(),
)


def find(lines: Sequence[str], wanted: Sequence[str], start: int, *, only: bool = False) -> int:
    """Return where `wanted` first occurs in `lines` from `start` on, or -1.

    Passes: exact, trailing blanks ignored, blanks on both sides ignored, typographic
    punctuation as ASCII. `only` looks at `start` alone.
    """
    for forgive in _PASSES:
        place = _find(
            list(map(forgive, lines[start:])), list(map(forgive, wanted)), 1 if only else len(lines)
        )
        if place >= 0:
            return start + place
    return -1


def _find(lines: list[str], wanted: list[str], starts: int) -> int:
    stop = min(starts, len(lines) - len(wanted) + 1)
    place = 0
    while place < stop:
        try:
            place = lines.index(wanted[0], place, stop)
        except ValueError:
            return -1
        if lines[place : place + len(wanted)] == wanted:
            return place
        place += 1
    return -1


def locate(lines: Sequence[str], hunk: Hunk, cursor: int) -> Place | Miss:
    """Return where `hunk` belongs in `lines`, at or after `cursor`, or what was not found."""
    floor = cursor
    for seek in hunk.seeks:
        place = find(lines, [seek], cursor)
        if place < 0:
            return Miss(wanted=(seek,), after=cursor, header=True)
        floor, cursor = place, place + 1
    for edits in _variants(hunk.edits):
        old = [edit.text for edit in edits if edit.mark != "+"]
        place = _search(lines, old, (floor, cursor), hunk)
        if place >= 0:
            return Place(place, edits)
    edits = hunk.edits
    return Miss(
        wanted=tuple(edit.text for edit in edits if edit.mark != "+"),
        after=cursor,
        became=tuple(edit.text for edit in edits if edit.mark != "-"),
    )


def _search(lines: Sequence[str], old: list[str], span: tuple[int, int], hunk: Hunk) -> int:
    floor, cursor = span
    if not old:
        return cursor if hunk.seeks and not hunk.at_end else len(lines)
    tail = len(lines) - len(old)
    if hunk.at_end and tail >= cursor and find(lines, old, tail, only=True) >= 0:
        return tail
    place = find(lines, old, cursor)
    # Models often repeat the line they jumped to as the first line of the hunk.
    return place if place >= 0 or floor == cursor else find(lines, old, floor, only=True)


def _variants(edits: tuple[Edit, ...]) -> Iterator[tuple[Edit, ...]]:
    """Yield the edits as they came, then without blank lines at the edges that had no prefix."""
    yield edits
    start, stop = 0, len(edits)
    while start < stop and not edits[start].mark:
        start += 1
    while stop > start and not edits[stop - 1].mark:
        stop -= 1
    if stop - start < len(edits):
        yield edits[start:stop]


# What models write from habit: headers of unified diffs, envelopes and fences around a diff.
# None of it says anything here.
_NUMBERED = re.compile(r"@@ -\d+(,\d+)? \+\d+(,\d+)? @@")
_ENVELOPE = re.compile(r"\*\*\* (Begin Patch|End Patch|(Add|Update) File:.*)|```\w*")
_TITLES = re.compile(r"--- .*\n\+\+\+ .*\n@@")
_UNFINISHED = "\\ No newline at end of file"


def diff_lines(diff: str) -> list[str]:
    """Return the lines of a diff without their ends, and without what encloses them."""
    lines = [line.removesuffix("\r") for line in diff.split("\n")]
    while lines and (not lines[-1] or _ENVELOPE.fullmatch(lines[-1].rstrip())):
        lines.pop()
    start = 0
    while start < len(lines) and _ENVELOPE.fullmatch(lines[start].rstrip()):
        start += 1
    return (
        lines[start + 2 :] if _TITLES.match("\n".join(lines[start : start + 3])) else lines[start:]
    )


class _Reader:
    """Gathers lines into hunks."""

    def __init__(self) -> None:
        self.hunks: list[Hunk] = []
        self.seeks: list[str] = []
        self.edits: list[Edit] = []

    def seek(self, line: str) -> None:
        if self.edits:
            self.close(at_end=False)
        if line[2:].strip() and not _NUMBERED.match(line):
            self.seeks.append(line[3:])

    def close(self, *, at_end: bool) -> None:
        self.hunks.append(Hunk(tuple(self.seeks), tuple(self.edits), at_end))
        self.seeks, self.edits = [], []

    def edit(self, line: str) -> bool:
        if not line:
            if self.edits or self.seeks:
                self.edits.append(Edit("", ""))
            return True
        mark = _MARKS.get(line[0])
        if mark is None:
            return line == _UNFINISHED
        self.edits.append(Edit(mark, line[1:]))
        return True


def read_hunks(diff: str, path: str = "") -> tuple[Hunk, ...]:
    """Read the hunks of one file; the first may lack its `@@`.

    Raises PatchError that names the line which is no part of a hunk.
    """
    reader = _Reader()
    for number, line in enumerate(diff_lines(diff), 1):
        if line == "@@" or line.startswith("@@ "):
            reader.seek(line)
        elif line.rstrip() == END_OF_FILE:
            reader.close(at_end=True)
        elif not reader.edit(line):
            raise PatchError(
                f"Line {number} of the diff{_of(path)} is no part of a hunk: {line[:200]!r}.",
                hint="Begin each line with a space (stays), '-' (goes), '+' (comes) or '@@'.",
                param="diff",
            )
    if reader.edits or reader.seeks:
        reader.close(at_end=False)
    return tuple(_filled(reader.hunks, path))


def _filled(hunks: Iterable[Hunk], path: str) -> Iterator[Hunk]:
    for number, hunk in enumerate(hunks, 1):
        if not any(edit.mark for edit in hunk.edits):
            raise PatchError(
                f"Hunk {number} of the diff{_of(path)} holds no lines.",
                hint="Add the lines to change below its '@@'.",
                param="diff",
            )
        yield hunk


def apply_diff(text: str | None, diff: str, *, path: str = "") -> str:
    """Return `text` changed by the hunks of `diff`, or the new file when `text` is None.

    Line ends stay as they are and new lines get the file's own kind; a last line without an
    end stays without. A new file always ends with a newline. Raises PatchError that names the
    hunk and shows the closest lines of the file.
    """
    if text is None:
        return "".join(f"{line}\n" for line in _created(diff, path))
    old = split(text)
    hunks = read_hunks(diff, path)
    texts: list[str] = []
    ends: list[str] = []
    cursor = 0
    for number, hunk in enumerate(hunks, 1):
        place = locate(old.texts, hunk, cursor)
        if isinstance(place, Miss):
            raise explain(place, old.texts, where=f"Hunk {number} of {len(hunks)}", path=path)
        texts += old.texts[cursor : place.start]
        ends += old.ends[cursor : place.start]
        cursor = place.start
        for edit in place.edits:
            if edit.mark == "+":
                texts.append(edit.text)
                ends.append(old.newline)
                continue
            if edit.mark != "-":
                texts.append(old.texts[cursor])
                ends.append(old.ends[cursor])
            cursor += 1
    return _joined(texts + old.texts[cursor:], ends + old.ends[cursor:], old)


def _joined(texts: list[str], ends: list[str], old: Lines) -> str:
    whole = [end or old.newline for end in ends]
    if whole and old.ends and not old.ends[-1]:
        whole[-1] = ""
    return "".join(text + end for text, end in zip(texts, whole, strict=True))


def _created(diff: str, path: str) -> Iterator[str]:
    for number, line in enumerate(diff_lines(diff), 1):
        if line == _UNFINISHED or _NUMBERED.match(line):
            continue
        if line and not line.startswith("+"):
            raise PatchError(
                f"Line {number} of the new file{_of(path)} does not begin with '+': "
                f"{line[:200]!r}.",
                hint="Begin every line of a new file with '+'; to change a file, update it.",
                param="diff",
            )
        yield line[1:]


def _of(path: str) -> str:
    return f" of {path}" if path else ""
