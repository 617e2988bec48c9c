"""What behaviour says of a change: how much of it stays, what it no longer minds, where it looks.

The bits were fitted together to some four hundred faults whose repair is known, so that the
right change has the greatest share among all that pass the same tests.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from .behaviour import Behaviour, Probe, bad
from .candidates import Candidate

_CHANGED = 0.6  # bits for each halving of the inputs on which nothing changes
_RARE = -0.6  # bits for each halving of the inputs on which something does
_BELOW = 2.2  # bits for counting from the end where that was not so, in a fifth of the calls
_MINDS = 2.0  # bits for minding an order that others do not, and that the code as it is did not
_GROUPS = {"off": 1.2, "grown": 1.7, "move": -2.0}  # bits for kinds of edits
_CALLS = 5.0  # times the share of calls that count from the end, up to all of the bits
_PAIRS = 6  # calls in two orders that show whether an order matters
_ENDS = 3  # results that must differ for that
_MATTERS = 3.0  # times the share of pairs that differ, up to all of the bits


def evidence(
    candidates: Sequence[Candidate],
    found: Sequence[Behaviour],
    original: Behaviour,
    inputs: Sequence[Probe],
) -> list[float]:
    """Give for each candidate the bits for what it does, more for what is less likely meant."""
    minded = _minded(found, original, inputs)
    bits: list[float] = []
    for candidate, behaviour, minds in zip(candidates, found, minded):
        own = sum(_GROUPS.get(group, 0.0) for group in {edit.group for edit in candidate.edits})
        changed = _changed(behaviour, original, inputs)
        own -= _CHANGED * math.log2(1 - changed) + _RARE * math.log2(changed)
        below = behaviour.wraps - original.wraps
        own += _BELOW * min(1.0, max(0.0, _CALLS * below)) + _MINDS * minds
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
    """Give for each behaviour how much it minds orders that some other one does not mind at all.

    It counts as much as the code as it is does not mind: a fault spoils that in part.
    """
    known = {(probe.unit, probe.data): index for index, probe in enumerate(inputs)}
    orders: dict[tuple[object, str], list[tuple[int, int]]] = defaultdict(list)
    for index, probe in enumerate(inputs):
        base = known.get((probe.unit, probe.base)) if probe.how else None
        if base is not None:
            orders[probe.unit, probe.how].append((base, index))
    minded = [0.0] * len(found)
    for pairs in orders.values():
        kept = [_kept(behaviour, pairs) for behaviour in found]
        if 1.0 in kept:
            before = _kept(original, pairs, 1, 1) or 0.0
            for number, share in enumerate(kept):
                if share is not None:
                    minded[number] += before * min(1.0, _MATTERS * (1 - share))
    return minded


def _kept(
    behaviour: Behaviour, pairs: list[tuple[int, int]], least: int = _PAIRS, ends: int = _ENDS
) -> float | None:
    """Give the share of pairs of calls that end the same way, None where too few say so."""
    results = [(behaviour.results[one], behaviour.results[two]) for one, two in pairs]
    sane = [(one, two) for one, two in results if not bad(one) and not bad(two)]
    if len(sane) < least or len({one for one, _ in sane}) < ends:
        return None
    return sum(one == two for one, two in sane) / len(sane)
