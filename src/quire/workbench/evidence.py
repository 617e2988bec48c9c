"""What behaviour says of a change: how much of it stays, what it minds, what it breaks.

The bits were fitted together to some four hundred faults whose repair is known, so that the
right change has the greatest share among all that pass the same tests.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from .behaviour import Behaviour, Probe, bad
from .candidates import Candidate
from .following import Follows, follows

_CHANGED = 0.6  # bits for each halving of the inputs on which nothing changes
_RARE = -0.7  # bits for each halving of the inputs on which something does
_BELOW = 3.0  # bits for counting from the end where that was not so, in a fifth of the calls
_MINDS = 3.5  # bits for minding what others do not, and what the code as it is did not mind
_BREAKS = 2.2  # bits for each statement that does not hold of it, up to three
_GROUPS = {"off": 1.4, "grown": 0.5, "move": -2.2}  # bits for kinds of edits
_CALLS = 5.0  # times the share of calls that count from the end, up to all of the bits
_PAIRS = 4  # pairs of calls that show whether a change of the arguments matters
_ENDS = 2  # results that must differ for that
_MATTERS = 3.0  # times the share of pairs that differ, up to all of the bits
_MOST_MINDED = 3.0  # times that count in full
_TOLD = 4  # results of tests' calls that make a statement one that seems always to hold
_FEW_TOLD = 2  # the same where the code as it is keeps to it
_MADE = 8  # results of made-up calls that show whether it does
_SHOWN = 3  # of which as many must differ
_MOST_BROKEN = 3  # such statements that count


def evidence(
    candidates: Sequence[Candidate],
    found: Sequence[Behaviour],
    original: Behaviour,
    inputs: Sequence[Probe],
) -> list[float]:
    """Give for each candidate the bits for what it does, more for what is less likely meant."""
    minded = _minded(found, original, inputs)
    broken = _broken(found, original, inputs)
    bits: list[float] = []
    for candidate, behaviour, minds, breaks in zip(candidates, found, minded, broken):
        own = sum(_GROUPS.get(group, 0.0) for group in {edit.group for edit in candidate.edits})
        changed = _changed(behaviour, original, inputs)
        own -= _CHANGED * math.log2(1 - changed) + _RARE * math.log2(changed)
        below = behaviour.wraps - original.wraps
        own += _BELOW * min(1.0, max(0.0, _CALLS * below)) + _MINDS * minds
        own += _BREAKS * breaks
        bits.append(own)
    return bits


def _changed(behaviour: Behaviour, original: Behaviour, inputs: Sequence[Probe]) -> float:
    """Give the share of made-up inputs that end otherwise, never none and never all."""
    made = [
        now != before
        for probe, now, before in zip(inputs, behaviour.results, original.results)
        if not probe.real
    ]
    return (sum(made) + 1) / (len(made) + 2)


def _minded(
    found: Sequence[Behaviour], original: Behaviour, inputs: Sequence[Probe]
) -> list[float]:
    """Give for each behaviour how much it minds what some other one does not mind at all.

    It counts as much as the code as it is does not mind: a fault spoils that in part. Not to mind
    is to give the same, or what follows (`following`).
    """
    known = {(probe.unit, probe.data): index for index, probe in enumerate(inputs)}
    changed: dict[tuple[object, str], list[tuple[int, int]]] = defaultdict(list)
    for index, probe in enumerate(inputs):
        base = known.get((probe.unit, probe.base)) if probe.how else None
        if base is not None:
            changed[probe.unit, probe.how].append((base, index))
    minded = [0.0] * len(found)
    for (_, how), pairs in changed.items():
        for way in follows(how):
            kept = [_kept(behaviour, pairs, way) for behaviour in found]
            if 1.0 in kept:
                before = _kept(original, pairs, way, 1, 1) or 0.0
                for number, share in enumerate(kept):
                    if share is not None:
                        minded[number] += before * min(1.0, _MATTERS * (1 - share))
    return [min(much, _MOST_MINDED) for much in minded]


def _broken(found: Sequence[Behaviour], original: Behaviour, inputs: Sequence[Probe]) -> list[int]:
    """Count for each behaviour what seems always to hold, and does for another but not for it.

    What holds of all that tests ask for seems so, where that is much, or where the code as it is
    keeps to it everywhere.
    """
    kinds = {tuple(behaviour.results): behaviour for behaviour in found}
    broken = dict.fromkeys(kinds, 0)
    for unit in dict.fromkeys(probe.unit for probe in inputs):
        own = [index for index, probe in enumerate(inputs) if probe.unit is unit]
        real = [index for index in own if inputs[index].real]
        made = [index for index in own if not inputs[index].real]
        tested = [_statements(behaviour, inputs, real) for behaviour in kinds.values()]
        shown = [_statements(behaviour, inputs, made) for behaviour in kinds.values()]
        before = _statements(original, inputs, made)
        for words in set().union(*tested):
            least = _FEW_TOLD if _always(before[words], _SHOWN, _MADE) else _TOLD
            if all(_always(held[words], least, least) for held in tested) and any(
                _always(held[words], _SHOWN, _MADE) for held in shown
            ):
                for results, held in zip(kinds, shown):
                    broken[results] += not all(holds for holds, _ in held[words])
    return [min(broken[tuple(behaviour.results)], _MOST_BROKEN) for behaviour in found]


def _statements(
    behaviour: Behaviour, inputs: Sequence[Probe], indices: Sequence[int]
) -> dict[str, list[tuple[bool, str]]]:
    """Sort by statement whether it holds of the results of some calls."""
    held: dict[str, list[tuple[bool, str]]] = defaultdict(list)
    for index in indices:
        result = behaviour.results[index]
        for words, holds in behaviour.facts.get((inputs[index], result), {}).items():
            held[words].append((holds, result))
    return held


def _always(held: Sequence[tuple[bool, str]], ends: int, least: int) -> bool:
    """Say whether a statement holds of all results, of enough and of different ones."""
    return (
        len(held) >= least
        and all(holds for holds, _ in held)
        and len({result for _, result in held}) >= ends
    )


def _kept(
    behaviour: Behaviour,
    pairs: list[tuple[int, int]],
    way: Follows,
    least: int = _PAIRS,
    ends: int = _ENDS,
) -> float | None:
    """Give the share of pairs of calls that end as a rule says, None where too few say so."""
    results = [(behaviour.results[one], behaviour.results[two]) for one, two in pairs]
    sane = [(one, two) for one, two in results if not bad(one) and not bad(two)]
    if len(sane) < least or len({one for one, _ in sane}) < ends:
        return None
    return sum(way(one, two) for one, two in sane) / len(sane)
