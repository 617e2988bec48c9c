"""What a model is told when a hunk does not match: the lines sought and the closest there are."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from quire.errors import PatchError

_SHOWN_LINES = 20
_SHOWN_WIDTH = 200
# Below this likeness (0 to 1) a place in the file is no help to whoever repairs the patch.
_ALIKE = 0.4
_ANCHORS = 8
# Comparing two lines is slow, so only those that share the most words are compared.
_COMPARED = 200
_WORD = re.compile(r"\w+|[^\w\s]")


class Miss(Struct, frozen=True, kw_only=True):
    """Lines that are nowhere at or after line index `after`; `became` is what they should be."""

    wanted: tuple[str, ...]
    after: int
    header: bool = False
    became: tuple[str, ...] = ()


def explain(miss: Miss, lines: Sequence[str], *, where: str, path: str) -> PatchError:
    """Return the error that lets a model repair its patch: what was sought, what is close."""
    name = path or "the file"
    what = "its '@@' line was" if miss.header else "these lines were"
    since = f" after line {miss.after}" if miss.after else ""
    told = [f"{where} does not match {name}: {what} not found{since}:", *_clipped(miss.wanted)]
    return PatchError("\n".join([*told, *_advice(miss, lines)]), hint=_HINT, param="diff")


_HINT = "Read the file again, copy the lines as they are, and keep hunks in the file's order."


def _advice(miss: Miss, lines: Sequence[str]) -> list[str]:
    if not lines:
        return ["The file is empty."]
    done = _index(lines, miss.became)
    if done >= 0 and miss.became != miss.wanted:
        return [f"The new lines are already there, at line {done + 1}; was this hunk applied?"]
    start = closest(lines, miss.wanted)
    if start < 0:
        return [f"Nothing in its {len(lines)} lines is close to that."]
    stop = min(len(lines), start + len(miss.wanted))
    span = f"line {stop}" if stop - start == 1 else f"lines {start + 1}-{stop}"
    early = " (before the previous hunk)" if start < miss.after else ""
    shown = _clipped(lines[start:stop])
    return [
        f"The closest text is {span}{early}:",
        *(f"{number:>5} | {line}" for number, line in enumerate(shown, start + 1)),
    ]


def _clipped(lines: Sequence[str]) -> list[str]:
    shown = [line[:_SHOWN_WIDTH] for line in lines[:_SHOWN_LINES]]
    more = len(lines) - len(shown)
    return [*shown, f"[{more} more lines]"] if more > 0 else shown


def _index(lines: Sequence[str], wanted: Sequence[str]) -> int:
    if not any(line.strip() for line in wanted):
        return -1
    size = len(wanted)
    places = range(len(lines) - size + 1)
    return next((at for at in places if tuple(lines[at : at + size]) == tuple(wanted)), -1)


def closest(lines: Sequence[str], wanted: Sequence[str]) -> int:
    """Return the index where the text most like `wanted` begins, or -1 if nothing is alike."""
    size = len(wanted)
    sought = "\n".join(line.strip()[:_SHOWN_WIDTH] for line in wanted)
    best, start = _ALIKE, -1
    for place in _candidates(lines, wanted):
        text = "\n".join(line.strip()[:_SHOWN_WIDTH] for line in lines[place : place + size])
        likeness = difflib.SequenceMatcher(None, text, sought, autojunk=False).ratio()
        if likeness > best:
            best, start = likeness, place
    return start


def _candidates(lines: Sequence[str], wanted: Sequence[str]) -> list[int]:
    """Return places worth a full comparison: where one of the longest sought lines is alike."""
    known: dict[str, list[int]] = {}
    for place, line in enumerate(lines):
        known.setdefault(line.strip()[:_SHOWN_WIDTH], []).append(place)
    words: dict[str, list[str]] = {}
    for text in known:
        for word in set(_WORD.findall(text)):
            words.setdefault(word, []).append(text)
    longest = sorted(range(len(wanted)), key=lambda at: -len(wanted[at].strip()))[:_ANCHORS]
    starts: set[int] = set()
    for offset in longest:
        sought = wanted[offset].strip()[:_SHOWN_WIDTH]
        shared = Counter(
            text for word in set(_WORD.findall(sought)) for text in words.get(word, ())
        )
        likely = [text for text, _ in shared.most_common(_COMPARED)] or list(known)[:_COMPARED]
        for text in difflib.get_close_matches(sought, likely, n=3, cutoff=0.5):
            starts |= {max(0, place - offset) for place in known[text][:_ANCHORS]}
    return sorted(starts)
