"""What single edits that were tried came to: those that took too long, those that nearly passed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from .candidates import Candidate
from .trial import HUNG, PARTIAL, Verdict

_SLOW = 0.02  # seconds of work of a test
_MOST_OVERTAKEN = 12
_CHEAP = 6.0  # bits of a likely edit
NEAR_BITS = 6.0  # won by an edit that makes every failing test pass, a share for some


def took_too_long(tried: Sequence[Candidate], verdicts: Sequence[Verdict]) -> list[Candidate]:
    """Give the edits that took too long, those that made a test pass first."""
    slow = [(not verdict.fixed, c) for c, verdict in zip(tried, verdicts) if verdict.status == HUNG]
    return [c for _, c in sorted(slow, key=lambda each: each[0])]


def overtaken(
    first: Candidate, tried: Iterable[tuple[Candidate, Verdict]], slowest: float
) -> list[Candidate]:
    """Give edits that took too long and are likelier than the first that passes.

    Only where a failing test takes long itself: how long differs from run to run.
    """
    if slowest <= _SLOW:
        return []
    return [c for c, v in tried if v.status == HUNG and c.bits <= first.bits][:_MOST_OVERTAKEN]


def nearly(
    tried: Sequence[Candidate], verdicts: Sequence[Verdict], failing: int
) -> list[Candidate]:
    """Give the edits that make some of the failing tests pass and break none, likeliest first."""
    near = [
        (candidate.bits - NEAR_BITS * passed_share(verdict, failing), candidate)
        for candidate, verdict in zip(tried, verdicts)
        if verdict.status == PARTIAL and not verdict.broken
    ]
    return [c for _, c in sorted(near, key=lambda each: (each[0], each[1].order))]


def part_ways(tried: Iterable[tuple[Candidate, Verdict]]) -> bool:
    """Say whether cheap edits make some tests pass, and others other tests: several faults."""
    mended = {
        verdict.fixed
        for candidate, verdict in tried
        if verdict.status == PARTIAL and not verdict.broken and candidate.bits <= _CHEAP
    }
    return any(one & other == 0 for one, other in combinations(mended - {0}, 2))


def passed_share(verdict: Verdict, failing: int) -> float:
    """Give the share of the failing tests that an edit makes pass."""
    return bin(verdict.fixed).count("1") / max(failing, 1)
