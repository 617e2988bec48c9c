"""Combine edits: those that help a little with any other, and the cheapest with each other."""

from __future__ import annotations

import functools
import heapq
import math
import operator
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product

from .candidates import Candidate
from .trial import BREAKS, PARTIAL, USELESS, Verdict
from .units import Unit

MOST_BASES = 1_500
MOST_PARTNERS = 3_000
_FAULTS = (2, 3)  # several faults, each of which has tests of its own
_MOST_ALIKE = 6  # edits that make the same tests pass
_MOST_COMPLETING = 200
_MOST_NEAR = 400  # pairs of one line
_NEAR = 3.0  # bits by which they are likelier than others
_HELPS = 4.0  # bits won by an edit that makes every failing test pass, a share for some
_NEARER = 4.0  # bits won by an edit that brings the results to the expected ones
_WORSE = 2.0  # bits lost by an edit that hangs, raises, or leads away
_HARM = 0.7  # bits lost for each passing test that it breaks


def gains(verdicts: Sequence[Verdict], original: Verdict, failing: int) -> list[float]:
    """Give for each verdict the bits by which it is a likelier part of the whole.

    What fails in the same way as cheaper ones before it counts less and less.
    """
    seen: dict[int, int] = {}
    found: list[float] = []
    for verdict in verdicts:
        seen[verdict.mark] = seen.get(verdict.mark, 0) + 1
        alike = 0.5 * math.log2(seen[verdict.mark]) if verdict.mark else 0.0
        found.append(_gain(verdict, original, failing) - min(alike, 3.0))
    return found


def _gain(verdict: Verdict, original: Verdict, failing: int) -> float:
    if verdict.status in (PARTIAL, BREAKS) and verdict.fixed:
        share = bin(verdict.fixed).count("1") / max(failing, 1)
        return max(0.0, 1.5 + _HELPS * share - _HARM * verdict.broken)
    if verdict.status != USELESS or not original.distance:
        return -_WORSE
    nearer = (original.distance - verdict.distance) / original.distance
    return _NEARER * nearer if nearer > 0 else -_WORSE * min(1.0, -4 * nearer)


def combined(
    bases: Sequence[tuple[Candidate, float]], partners: Sequence[Candidate], most: int
) -> Iterator[Candidate]:
    """Yield combinations of a base (with its gain) and a partner, cheapest first.

    Partners must be in order of cost. Overlapping edits are left out, each pair comes once.
    """
    ranked = sorted(
        ((base.bits - won, number, base) for number, (base, won) in enumerate(bases)),
        key=lambda entry: entry[:2],
    )[:MOST_BASES]
    partners = partners[:MOST_PARTNERS]
    if not ranked or not partners:
        return
    heap = [(bits + partners[0].bits, place, 0) for place, (bits, _, _) in enumerate(ranked)]
    heapq.heapify(heap)
    seen: set[frozenset[object]] = set()
    while heap and len(seen) < most:
        cost, place, index = heapq.heappop(heap)
        bits, _, base = ranked[place]
        if index + 1 < len(partners):
            heapq.heappush(heap, (bits + partners[index + 1].bits, place, index + 1))
        pair = joined(base, partners[index], cost)
        if pair is None:
            continue
        key = identity(pair)
        if key not in seen:
            seen.add(key)
            yield pair


def completing(
    tried: Iterable[tuple[Candidate, Verdict]], everything: int, failing: int
) -> list[Candidate]:
    """List what joins edits of which each makes other failing tests pass, and all do together.

    `everything` has a bit for each of the `failing` tests. None of the edits breaks a test, and no
    two change one function: there, what helps some tests may just fit them.
    """
    helping: dict[int, list[Candidate]] = {}
    for candidate, verdict in tried:
        if verdict.status == PARTIAL and verdict.fixed and not verdict.broken:
            helping.setdefault(verdict.fixed, []).append(candidate)
    best = {mask: sorted(own, key=lambda c: c.order)[:_MOST_ALIKE] for mask, own in helping.items()}
    found: list[Candidate] = []
    for size in _FAULTS:
        for masks in combinations(sorted(best), size):
            if _are_all(masks, everything):
                won = sum(1.5 + _HELPS * bin(mask).count("1") / failing for mask in masks[1:])
                for choice in product(*(best[mask] for mask in masks)):
                    whole: Candidate | None = choice[0]
                    for each in choice[1:]:
                        whole = whole and joined(whole, each, whole.bits + each.bits)
                    if whole is not None and _is_apart(whole, choice):
                        steps = sum(max(1, each.steps) for each in choice)
                        found.append(replace(whole, bits=whole.bits - won, steps=steps))
    return sorted(found, key=lambda c: c.order)[:_MOST_COMPLETING]


def _is_apart(whole: Candidate, parts: Sequence[Candidate]) -> bool:
    """Say whether no two of some candidates change the same function."""
    return len({unit.node for unit in whole.units}) == sum(
        len({unit.node for unit in each.units}) for each in parts
    )


def _are_all(masks: Sequence[int], everything: int) -> bool:
    """Say whether masks cover everything, and none is covered by the others."""

    def union(some: Sequence[int]) -> int:
        return functools.reduce(operator.or_, some, 0)

    needed = all(union([*masks[:n], *masks[n + 1 :]]) != everything for n in range(len(masks)))
    return needed and union(masks) == everything


def together(
    bases: Sequence[tuple[Candidate, float]], partners: Sequence[Candidate], most: int
) -> Iterator[Candidate]:
    """Yield combinations as `combined` does, those within one line first: one slip, made twice."""
    waves = [combined(bases, partners, most)]
    lines: dict[object, list[tuple[Candidate, float]]] = {}
    for candidate, won in bases:
        line = _line(candidate)
        if line is not None:
            lines.setdefault(line, []).append((candidate, won))
    for own in lines.values():
        found = combined(own, partners_of(own), _MOST_NEAR)
        waves.append(replace(c, bits=c.bits - _NEAR) for c in found)
    seen: set[frozenset[object]] = set()
    for pair in heapq.merge(*waves, key=lambda c: c.bits):
        key = identity(pair)
        if key not in seen:
            seen.add(key)
            yield pair
        if len(seen) >= most:
            return


def partners_of(bases: Sequence[tuple[Candidate, float]]) -> list[Candidate]:
    """Give edits in the order in which they join others: those that lead away come later."""
    found = [replace(c, bits=c.bits - min(won, 0.0)) for c, won in bases]
    return sorted(found, key=lambda c: c.order)


def _line(candidate: Candidate) -> object:
    """Give the file and the line of a candidate, None where it changes several."""
    edit = candidate.edits[0]
    if type(candidate.units[0]) is not Unit:
        return None
    text = candidate.units[0].source.text
    first, last = edit.spans[0].start, edit.spans[-1].end
    if "\n" in text[first:last]:
        return None
    return edit.path, text.rfind("\n", 0, first)


def identity(candidate: Candidate) -> frozenset[object]:
    """Give what candidates with the same edits have in common, in whatever order these come."""
    return frozenset((edit.path, edit.spans) for edit in candidate.edits)


def joined(first: Candidate, second: Candidate, bits: float) -> Candidate | None:
    """Join two candidates, or give None if they touch the same characters."""
    for edit in first.edits:
        for other in second.edits:
            if edit.overlaps(other):
                return None
    units = tuple(dict.fromkeys((*first.units, *second.units)))
    return Candidate((*first.edits, *second.edits), units, bits, first.parts + second.parts)
