"""Edits of a text that was edited before, told as edits of the text as it was at first."""

from __future__ import annotations

from collections.abc import Sequence

from .source import Edit, Span, splice


def composed(text: str, first: Sequence[Edit], then: Edit) -> tuple[Edit, ...] | None:
    """Give edits of `text` that do what `first`, and `then` on the result, do to it.

    `first` and `then` are of the same file. Where they touch they become one edit. None if
    nothing is left of an edit that `then` touches.
    """
    before = sorted((span, number) for number, edit in enumerate(first) for span in edit.spans)
    changed = splice(text, [span for span, _ in before])
    regions = list(_regions(before))
    joined: set[int] = set()
    spans: list[Span] = []
    used: set[int] = set()
    for low, high, pieces in _groups(regions, then.spans):
        used.update(pieces)
        joined.update(regions[index][2] for index in pieces)
        inner = [s for s in then.spans if low <= s.start and s.end <= high]
        moved = [Span(s.start - low, s.end - low, s.text) for s in inner]
        new = splice(changed[low:high], moved)
        start, end = _back(regions, low, False), _back(regions, high, True)
        if text[start:end] != new:
            spans.append(Span(start, end, new))
        elif pieces:
            return None
    rest = [before[i][0] for i, r in enumerate(regions) if i not in used and r[2] in joined]
    kept = tuple(edit for number, edit in enumerate(first) if number not in joined)
    whole = [edit for number, edit in enumerate(first) if number in joined]
    kinds = "; ".join([*(edit.kind for edit in whole), then.kind])
    bits = sum(edit.bits for edit in whole) + then.bits
    return (*kept, Edit(then.path, tuple(sorted([*rest, *spans])), kinds, bits, then.group))


_Region = tuple[int, int, int, int]  # in the changed text from, to; number of the edit; shift


def _regions(before: Sequence[tuple[Span, int]]) -> list[_Region]:
    """Give where the texts of the first edits lie in the changed text.

    The last number is what an offset after the region is greater by than it was at first.
    """
    found: list[_Region] = []
    shift = 0
    for span, number in before:
        low = span.start + shift
        shift += len(span.text) - (span.end - span.start)
        found.append((low, low + len(span.text), number, shift))
    return found


def _groups(
    regions: Sequence[_Region], spans: Sequence[Span]
) -> list[tuple[int, int, tuple[int, ...]]]:
    """Join spans with the regions that they touch: from, to, and the indexes of the regions."""
    found: list[tuple[int, int, tuple[int, ...]]] = []
    for span in sorted(spans):
        low, high = span.start, span.end
        pieces: set[int] = set()
        grown = True
        while grown:
            grown = False
            for index, (start, end, _, _) in enumerate(regions):
                if index not in pieces and start <= high and low <= end:
                    pieces.add(index)
                    low, high, grown = min(low, start), max(high, end), True
        if found and low <= found[-1][1] and (pieces or found[-1][2]):
            start, end, others = found.pop()
            low, high, pieces = min(low, start), max(high, end), pieces | set(others)
        found.append((low, high, tuple(sorted(pieces))))
    return found


def _back(regions: Sequence[_Region], offset: int, after: bool) -> int:
    """Turn an offset that lies in no region, or at the edge of one, into that of the first text."""
    shift = 0
    for start, end, _, behind in regions:
        if end < offset or (end == offset and (after or start < offset)):
            shift = behind
    return offset - shift
