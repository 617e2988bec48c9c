"""Several edits, one after the other: from those that help on to those that help more."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Callable

from .candidates import Candidate
from .further import further
from .scene import Scene
from .trial import BREAKS, PARTIAL, PLAUSIBLE, USELESS, Verdict

MOST_EDITS = 6
MOST_FIRST = 40  # edits that are built upon at the beginning
MOST_NEXT = 8  # of those found in one round
MOST_ALIKE = 2  # that fail in the same way
ROUNDS = (500, 2_000)  # up to how many further edits are tried in turn
_ROUND = 3.0  # bits that a later round of the same edits costs
_DEPTH = 2.0  # bits won by each edit that brought some progress
_PASSES = 1.0  # bits won by making a failing test pass, and a share of those for all
_ALL_PASS = 3.0
_BREAKS = 3.0  # bits lost for each passing test that breaks
_NEARER = 6.0  # bits won by bringing results all the way to the expected ones
_LEAST = 0.25  # bits by which the next edits must be better
_SURE = 1.5  # bits won by an edit that needs no test of its own to be trusted
_PROGRESS = 0.02  # of a distance, under which nothing is gained
_TRACING = 1.5  # seconds for looking at what the tests do after some edits

Try = Callable[[list[Candidate]], list[Verdict]]


@dataclass(order=True)
class _Node:
    """Edits to build upon: what they cost, and how many of the next ones were tried."""

    key: tuple[float, int]
    candidate: Candidate = field(compare=False)
    gained: float = field(compare=False)
    spare: int = field(compare=False)  # edits more that need not fix tests of their own
    round: int = field(default=0, compare=False)
    next: list[Candidate] | None = field(default=None, compare=False)


class Climb:
    """A search from partial successes to a whole one."""

    def __init__(self, scene: Scene, original: Verdict, edits: int, attempt: Try) -> None:
        self.scene = scene
        self.original = original
        self.edits = edits
        self.attempt = attempt
        self.failing = len(scene.bench.failing)
        self.queue: list[_Node] = []
        self.count = 0
        self.seen: set[frozenset[object]] = set()
        self.helpful: dict[object, float] = {}

    def run(
        self, tried: Sequence[tuple[Candidate, Verdict]], left: Callable[[], float]
    ) -> list[Candidate]:
        """Build upon the best of what was tried until `left()` seconds are up.

        Gives the candidates that pass all tests, from the first round that finds some.
        """
        for candidate, verdict in tried:
            gained = self.gain(verdict)
            if gained > 0:
                self.helpful[candidate.edits[0].spans] = gained
        self._admit(tried, 0.0, self.edits, MOST_FIRST)
        while self.queue and left() > 0:
            node = heapq.heappop(self.queue)
            wave = self._wave(node, min(_TRACING, left()))
            found = list(zip(wave, self.attempt(wave))) if wave else []
            plausible = [c for c, v in found if v.status == PLAUSIBLE]
            if plausible:
                return plausible
            self._admit(found, node.gained, node.spare, MOST_NEXT)
            self._again(node)
        return []

    def gain(self, verdict: Verdict) -> float:
        """Give the bits by which a verdict is better than that on the first code."""
        if verdict.status not in (PARTIAL, BREAKS, USELESS) or not self.original.distance:
            return 0.0
        nearer = (self.original.distance - verdict.distance) / self.original.distance
        gained = _NEARER * nearer
        if verdict.fixed:
            share = bin(verdict.fixed).count("1") / max(self.failing, 1)
            gained += _PASSES + _ALL_PASS * share - _BREAKS * verdict.broken
        elif nearer < _PROGRESS:
            return 0.0
        return gained

    def _admit(
        self, tried: Sequence[tuple[Candidate, Verdict]], above: float, spare: int, most: int
    ) -> None:
        """Queue the best of those that gained more than what they are built upon."""
        better = [(self.gain(v), c, v) for c, v in tried]
        better = [each for each in better if each[0] > above + _LEAST]
        better.sort(key=lambda each: (each[1].bits - each[0], each[1].order))
        alike: dict[tuple[int, int], int] = {}
        count = 0
        for gained, candidate, verdict in better:
            key = (verdict.fixed, verdict.mark if not verdict.fixed else 0)
            alike[key] = alike.get(key, 0) + 1
            steady = (verdict.fixed and not verdict.broken) or gained - above > _SURE
            rest = spare if steady else spare - 1
            if alike[key] <= MOST_ALIKE and rest > 0 and self._new(candidate):
                self._push(candidate, gained, rest)
                count += 1
            if count >= most:
                break

    def _new(self, candidate: Candidate) -> bool:
        key = frozenset((edit.path, edit.spans) for edit in candidate.edits)
        known = key in self.seen
        self.seen.add(key)
        return not known and len(candidate.edits) < MOST_EDITS

    def _push(self, candidate: Candidate, gained: float, spare: int) -> None:
        self.count += 1
        cost = candidate.bits - gained - _DEPTH * len(candidate.edits)
        heapq.heappush(self.queue, _Node((cost, self.count), candidate, gained, spare))

    def _again(self, node: _Node) -> None:
        node.round += 1
        if node.round < len(ROUNDS) and node.next and len(node.next) > ROUNDS[node.round - 1]:
            node.key = (node.key[0] + _ROUND, node.key[1])
            heapq.heappush(self.queue, node)

    def _wave(self, node: _Node, seconds: float) -> list[Candidate]:
        """Give the next edits to try on top of a node's."""
        if node.next is None:
            node.next = further(self.scene, node.candidate, seconds)
            node.next = sorted(node.next, key=self._cost)
        low = ROUNDS[node.round - 1] if node.round else 0
        return node.next[low : ROUNDS[node.round]]

    def _cost(self, candidate: Candidate) -> tuple[float, object]:
        """Order further edits: those that helped alone come earlier."""
        won = self.helpful.get(candidate.edits[-1].spans, 0.0)
        return candidate.bits - won, candidate.order
