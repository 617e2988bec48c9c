"""Where the fault may be: lines scored from failing and passing tests and tracebacks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from .baseline import Baseline
from .trace import Traces
from .units import Unit

_TRACEBACK_BONUS = 0.35
_FLOOR = 0.02
_FOREMOST = 12  # functions that are looked at
_MOST_SMALL = 30  # up to which small ones are looked at too
_SMALL = 10  # lines of one


@dataclass(frozen=True)
class Suspect:
    """A function with its score from 0 to 1 and the reason in words."""

    unit: Unit
    score: float
    line: int
    why: str


class Suspicion:
    """Scores of all lines of the project."""

    def __init__(self, traces: Traces, baseline: Baseline) -> None:
        failing = [t for t in baseline.failed if t in traces.lines]
        passing = [t for t in baseline.passed if t in traces.lines]
        self.failing, self.passing = len(failing), len(passing)
        self.hits: dict[tuple[str, int], list[int]] = {}
        for column, names in enumerate((failing, passing)):
            for name in names:
                for path, lines in traces.lines[name].items():
                    for line in lines:
                        self.hits.setdefault((path, line), [0, 0])[column] += 1
        self.raised: set[tuple[str, int]] = set()
        for outcome in baseline.failed.values():
            self.raised.update(outcome.frames)
        self.scores = {place: self._score(place) for place in self.hits}

    def _score(self, place: tuple[str, int]) -> float:
        failed, passed = self.hits[place]
        if not failed:
            return 0.0
        ochiai = failed / math.sqrt(max(self.failing, 1) * (failed + passed))
        bonus = _TRACEBACK_BONUS if place in self.raised else 0.0
        return min(1.0, ochiai * (1 - bonus) + bonus)

    def covered(self, path: str, first: int, last: int) -> bool:
        """Say whether a failing test runs any of these lines."""
        return any(self.hits.get((path, line), (0, 0))[0] for line in range(first, last + 1))

    def score(self, path: str, first: int, last: int) -> float:
        """Give the highest score of these lines."""
        scores = [self.scores.get((path, line), 0.0) for line in range(first, last + 1)]
        return max(scores, default=0.0)

    def bits(self, path: str, first: int, last: int) -> float:
        """Give the cost of suspecting these lines: 0 for the likeliest, 5 at most."""
        return min(5.0, -math.log2(max(self.score(path, first, last), _FLOOR)))

    def suspect(self, unit: Unit) -> Suspect:
        """Give the score of a function and the reason for it."""
        first, last = unit.node.body[0].lineno, unit.node.end_lineno or unit.node.lineno
        path = unit.source.path
        best = max(range(first, last + 1), key=lambda n: (self.scores.get((path, n), 0.0), -n))
        failed, passed = self.hits.get((path, best), (0, 0))
        why = (
            f"runs in {failed} of {self.failing} failing tests, "
            f"in {passed} of {self.passing} passing"
        )
        if any((path, line) in self.raised for line in range(first, last + 1)):
            why += "; the error passes through it"
        return Suspect(unit, self.scores.get((path, best), 0.0), best, why)


def ranked(suspicion: Suspicion, units: list[Unit]) -> list[Suspect]:
    """List the functions that failing tests run, most suspicious first."""
    found = [suspicion.suspect(unit) for unit in units]
    found = [suspect for suspect in found if suspect.score > 0]
    return sorted(found, key=lambda s: (-s.score, s.unit.source.path, s.unit.start))


def foremost(found: list[Suspect]) -> list[Suspect]:
    """Give the first suspects, and those behind them that cost little to look at.

    What builds an object is small as a rule, and says little for itself: most tests run it.
    """
    later = [(s, s.unit.node) for s in found[_FOREMOST:_MOST_SMALL]]
    small = [s for s, node in later if (node.end_lineno or node.lineno) - node.lineno < _SMALL]
    return found[:_FOREMOST] + small


def as_lines(suspects: list[Suspect]) -> list[dict[str, Any]]:
    """Give the suspects as data for a report."""
    return [
        {
            "path": s.unit.source.path,
            "line": s.line,
            "function": s.unit.name,
            "score": round(s.score, 3),
            "why": s.why,
        }
        for s in suspects[:8]
    ]
