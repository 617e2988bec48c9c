"""How sure what passes is, and what may be taken."""

from __future__ import annotations

import math
from collections import Counter

from .behaviour import Probe
from .candidates import Candidate
from .likelihood import LEAST, VARIED, Passing, likelihood
from .smells import put_to_use
from .survivor import Survivor
from .telling import ENOUGH
from .trace import Traces
from .trial import Bench
from .units import Unit

_CERTAIN = 0.35  # confidence below which another one may come first
_AS_GOOD = 0.1  # bits up to which a rival is as good as the best one
_AS_SURE = 0.9  # the same as a share of the best one's confidence
_MANY = 0.6  # the same for what is taken because many changes come to it
_CONTRADICTS = 0.6  # of the confidence, for an example with a plain value that does not hold
_MOST_CONTRADICTS = 2
_ODD = 3.0  # bits of oddness that halve the confidence
_AS_MUCH = 0.5  # bits by which an odd change may be cheaper than a plain one and still yield
_FITTED = 0.25  # of the confidence, for each of three edits that no test of its own speaks for
_AGREED = 0.9  # of what passes behaves the same, from which on nothing speaks otherwise
_CHANCE = 7.5  # bits of an edit, from which on it may pass by chance where others do
_DEAR = 6.0  # bits for each of several edits, beyond which one more halves the confidence
_LIKELY = 6.0  # bits of several edits up to which few others had a chance before them
_PROVEN = 1.5  # the same power where each edit helped tests of its own
_UNDISPUTED = 4  # power of the share of several edits: where more passes, that is chance
_TESTS = 2  # failing tests for each of several edits that make it less bold


def sure(found: list[Survivor]) -> list[Survivor]:
    """Give those that may be taken, best first; none where the best of all is not sure itself."""
    likely = [survivor for survivor in found if survivor.likelihood >= LEAST]
    return likely if likely and likely[0] is found[0] else []


def _concerned(candidate: Candidate, bench: Bench, traces: Traces) -> float:
    """Give the share of the passing tests that run a changed function: others say nothing of it."""
    seen = [traces.lines[test.id] for test in bench.passing if test.id in traces.lines]
    places = [
        (unit.source.path, set(range(unit.node.body[0].lineno, (unit.node.end_lineno or 0) + 1)))
        for unit in candidate.units
        if type(unit) is Unit
    ]
    if not seen or not places:
        return 1.0
    return sum(any(ran.get(path, set()) & own for path, own in places) for ran in seen) / len(seen)


def confide(
    found: list[Survivor], inputs: list[Probe], bench: Bench, traces: Traces, tried: int
) -> None:
    """Say how sure each survivor is: its share among all that behave otherwise."""
    lowest = found[0].score
    weights = [2.0 ** (lowest - s.score) for s in found]
    passing = len(bench.passing) * _concerned(found[0].candidate, bench, traces)
    demands = max(len(bench.failing), sum(look.left for look in bench.looks))
    told = min(1.0, len(inputs) / ENOUGH)
    total = sum(weights)
    for survivor, own in zip(found, weights):
        same = sum(
            weight
            for other, weight in zip(found, weights)
            if other.behaviour.results == survivor.behaviour.results
        )
        share = (own + told * (same - own)) / total
        bold = survivor.bits > _LIKELY and _is_bold(survivor.candidate, demands)
        proven = survivor.candidate.steps >= survivor.candidate.parts
        share **= (_PROVEN if proven else _UNDISPUTED) if bold else 1
        plain = _plain(survivor, demands, share)
        careful = 2.0 ** -(max(0.0, survivor.odd) / _ODD)
        careful *= _CONTRADICTS ** min(survivor.behaviour.contradicts, _MOST_CONTRADICTS)
        evidence = 1 - 0.6 ** (1 + len(bench.failing) + survivor.told + passing / 3)
        survivor.confidence = round(evidence * plain * share * careful, 3)
    _by_number(found)
    undecided = undecide(found)
    _plainest(found)
    ways = Counter(tuple(survivor.behaviour.results) for survivor in found)
    for survivor in found:
        likely = _likelihood(survivor, found, ways, bench, tried)
        survivor.likelihood = round(min(likely, LEAST - 0.001) if undecided else likely, 3)


def _likelihood(
    survivor: Survivor,
    found: list[Survivor],
    ways: Counter[tuple[str, ...]],
    bench: Bench,
    tried: int,
) -> float:
    """Tell how often what passes like this, among all that was found, is right.

    `ways` counts those that behave alike.
    """
    own, candidate = survivor.behaviour.results, survivor.candidate
    others = [other.score for other in found if other.behaviour.results != own]
    failing, parts = len(bench.failing), candidate.parts
    bits = candidate.bits + survivor.odd
    if not _is_bold(candidate, failing):
        bits /= parts  # each has tests of its own
    elif candidate.steps >= parts:
        bits /= math.sqrt(parts)  # each helped by itself: together they are no chance
    change = Passing(
        bits,
        alike=ways[tuple(own)],
        behaviours=len(ways),
        tests=failing + len(bench.passing) + survivor.told,
        lead=min(others, default=survivor.score) - survivor.score,
        parts=parts,
        varied=any(edit.group in VARIED for edit in candidate.edits) and not put_to_use(candidate),
        share=survivor.confidence,
        tried=tried // len(set(candidate.units)),
        apart=survivor.apart,
        idle=survivor.idle if others else 0,
    )
    return likelihood(change)


def _plainest(found: list[Survivor]) -> None:
    """Put a change without oddness before an odd one that acts alike and costs as much."""
    best = found[0]
    for other in found:
        alike = other.behaviour.results == best.behaviour.results
        if alike and other.odd <= 0 < best.odd and other.score <= best.score + _AS_MUCH:
            other.confidence = max(other.confidence, best.confidence)
            found.remove(other)
            found.insert(0, other)
            return


def _is_bold(candidate: Candidate, failing: int) -> bool:
    """Say whether few tests speak for several edits of one function."""
    parts, units = candidate.parts, len(set(candidate.units))
    return units < parts and failing < _TESTS * parts


def _plain(survivor: Survivor, failing: int, share: float) -> float:
    """Give what is left of the confidence for dear edits, and for more of them than are proven.

    An edit of what was only just put in is no second fault that tests could speak for.
    Where dear edits pass that behave otherwise, the tests let many pass that are wrong.
    """
    candidate = survivor.candidate
    parts, units = candidate.parts, len(set(candidate.units))
    faults = max(units, failing // 2, candidate.steps)
    apart = min(parts, len(candidate.edits) or 1)
    proven = max(1, min(apart, failing, faults + put_to_use(candidate)))
    plain: float = 2.0 ** -(max(0.0, survivor.bits / proven - 8.0) / 6)
    if share < _AGREED and failing <= _TESTS:
        plain *= 2.0 ** -(max(0.0, candidate.bits / proven - _CHANCE) / 6)
    if parts > 1:
        plain *= 2.0 ** -max(0.0, survivor.bits / parts - _DEAR)
        if survivor.bits > _LIKELY:
            plain *= _FITTED ** ((parts - proven) * (parts - 1) / 2)
    return plain


def _by_number(found: list[Survivor]) -> None:
    """Put what many changes come to before a change that is cheaper and stands alone."""
    leader = max(found, key=lambda survivor: survivor.confidence)
    if found[0].confidence < _CERTAIN and leader.confidence >= _MANY:
        found.sort(key=lambda survivor: survivor.behaviour.results != leader.behaviour.results)


def undecide(found: list[Survivor]) -> bool:
    """Take back the confidence where another behaviour has as much of it, and say so."""
    best = found[0]
    others = (other for other in found if other.behaviour.results != best.behaviour.results)
    near = [other for other in others if other.score < best.score + _AS_GOOD]
    undecided = any(other.confidence >= _AS_SURE * best.confidence for other in near)
    if undecided:
        for survivor in found:
            survivor.confidence = min(survivor.confidence, round(_CERTAIN - 0.001, 3))
    return undecided
