"""Failing tests that each have faults of their own: mended one by one, and then joined."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import cached_property

from . import pairs
from .budget import QUICK, WAVES
from .candidates import Candidate
from .stages import NEEDED_AFTER, Stages
from .trial import PARTIAL, PLAUSIBLE, Verdict

_MOST_ALONE = 3  # tests that are mended each by itself
_MOST_FAILING = 8
_SHARE = 0.4  # of the time left, for all of them together
_KEPT = 6  # ways of mending one test, the cheapest
_LEAST = 2.0  # seconds for one test


class StagesApart(Stages):
    """The stages of a search, and beside edits that complete each other those sought for one test.

    A test that fails for two reasons needs two edits, whatever the other tests need: where single
    edits mend all others, it is looked at as if it were the only one.
    """

    @cached_property
    def _ways(self) -> dict[int, list[Candidate]]:
        """The ways of mending one test that were found, none for some."""
        return {}

    def _completed(self) -> list[Candidate]:
        return super()._completed() or self._each_alone()

    def _each_alone(self) -> list[Candidate]:
        bench, tried = self.scene.bench, list(zip(self.scene.candidates, self.verdicts))
        alone = _unmended(tried, bench.everything)
        few = len(alone) <= _MOST_ALONE and 1 < len(bench.failing) <= _MOST_FAILING
        if self.options.edits < 2 or not alone or not few or len(alone) == len(bench.failing):
            return []
        share = _SHARE * self.left() / len(alone)
        if share < _LEAST:
            return []
        found: list[Candidate] = []
        for index in alone:
            if index not in self._ways:  # a second time would find the same
                self._ways[index] = self._alone(index, time.monotonic() + share)
            ways = self._ways[index]
            if not ways:
                return []
            found += ways
        verdicts, _ = self._search(found, QUICK, everything=True)
        wave = pairs.completing(
            [*tried, *zip(found, verdicts)], bench.everything, len(bench.failing)
        )
        judged, _ = self._search(wave, QUICK, everything=True)
        passing = [c for c, v in zip(found, verdicts) if v.status == PLAUSIBLE]
        return passing + [c for c, v in zip(wave, judged) if v.status == PLAUSIBLE]

    def _alone(self, index: int, end: float) -> list[Candidate]:
        """Mend one failing test as if it were the only one; the cheapest ways of doing so."""
        bench = self.scene.bench
        kept = bench.failing, bench.everything, bench.looks
        bench.failing, bench.everything = [bench.failing[index]], 1
        deadline = min(self.deadline, end + self.options.reserve)
        other = _OneTest(self.scene, self.options, self.report, deadline, pause=self.pause)
        try:
            found = other.run()
        finally:
            bench.failing, bench.everything, bench.looks = kept
            self.tried += other.tried
            self.seconds += other.seconds
        return sorted(found, key=lambda c: c.order)[:_KEPT]


class _OneTest(Stages):
    """The first single edits, and a climb from these with all of the time that there is."""

    def run(self) -> list[Candidate]:
        """Give what makes the one test pass and breaks none."""
        self._look()
        some = self.scene.candidates[: WAVES[NEEDED_AFTER - 1][1]]
        self.verdicts, _ = self._search(some, QUICK, everything=True)
        found = [c for c, v in zip(some, self.verdicts) if v.status == PLAUSIBLE]
        return found or self._climbed(1.0)


def _unmended(tried: Sequence[tuple[Candidate, Verdict]], everything: int) -> list[int]:
    """Give the numbers of the failing tests that no edit mends without breaking others."""
    mended = 0
    for _, verdict in tried:
        if verdict.status == PARTIAL and not verdict.broken:
            mended |= verdict.fixed
    left = everything & ~mended
    return [number for number in range(everything.bit_length()) if left >> number & 1]
