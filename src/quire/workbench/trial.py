"""Run the tests against one candidate in this process: compile, swap, run, restore."""

from __future__ import annotations

import math
import operator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Callable, Optional

from .baseline import Baseline
from .candidates import Candidate
from .limits import TimeUp, attempt, limited
from .outcome import Outcome, Test
from .source import Span
from .state import State
from .units import Unit, refuel

UNTRIED, INVALID, USELESS, PARTIAL, BREAKS, PLAUSIBLE, HUNG, DIED = range(8)
FIRST_LOOK = 4  # failing tests that every candidate is run against
MARGINS = ((0.001, 1500), (0.004, 400), (0.02, 120))
LOOK_SECONDS = 0.002  # of the tests looked at first
MOST_FAILING = 60
TURNS_PER_SECOND = 60_000_000  # of loops and calls, far more than any Python makes


@dataclass(frozen=True)
class Verdict:
    """What became of a candidate: its status, which failing tests pass, how many broke."""

    status: int
    fixed: int = 0
    broken: int = 0


@dataclass
class Limits:
    """Shares of one test run: turns of loops and calls, seconds of work."""

    fuel: int
    cpu: float
    patience: float = 3.0  # times the seconds that the test took before


class Bench:
    """Everything needed to try candidates: tests in their best order, limits, state."""

    def __init__(self, root: Path, tests: list[Test], baseline: Baseline, units: list[Unit]) -> None:
        by_id = {test.id: test for test in tests}
        self.root = root
        self.units = units
        hung = set(baseline.hung)

        def order(name: str) -> tuple[bool, int, int]:
            seconds = baseline.history.get(name, 0.0)
            return name in hung, round(math.log2(1 + 2000 * seconds)), names[name]

        names = {test.id: index for index, test in enumerate(tests)}
        self.failing = [by_id[n] for n in sorted(baseline.failed, key=order) if n in by_id]
        self.passing = [by_id[n] for n in sorted(baseline.passed, key=order)]
        self.failing = self.failing[:MOST_FAILING]
        outcomes = (*baseline.passed.items(), *baseline.failed.items())
        known = baseline.history
        self.history = {n: 0.0 if n in hung else min(known.get(n, 0.0), 3.0) for n, _ in outcomes}
        self.isolated = bool(baseline.unstable)
        self.state: Optional[State] = None
        self.beat: Callable[[], None] = lambda: None
        self.everything = (1 << len(self.failing)) - 1

    def longest(self, limits: Limits) -> float:
        """Give the longest share of a single test, in seconds of work."""
        return limits.cpu + limits.patience * max(self.history.values(), default=0.0)

    def margin(self) -> int:
        """Give how many candidates are worth trying beyond a success: fewer if tests are slow."""
        seconds = sum(self.history[test.id] for test in self.failing[:2])
        return next((count for limit, count in MARGINS if seconds < limit), 40)

    def compiled(self, candidate: Candidate, fueled: bool = True) -> Optional[list[tuple[Unit, CodeType]]]:
        """Compile a candidate's functions, or give None if its text is no program."""
        found: list[tuple[Unit, CodeType]] = []
        for unit in dict.fromkeys(candidate.units):
            spans: tuple[Span, ...] = tuple(
                span for edit in candidate.edits if unit.holds(edit) for span in edit.spans
            )
            try:
                found.append((unit, unit.compile(spans, fueled)))
            except (SyntaxError, ValueError, OverflowError, MemoryError, RecursionError):
                return None
        return found

    def swapped(self, candidate: Candidate, action: Callable[[], Verdict]) -> Verdict:
        """Run an action while the candidate's code is live."""
        codes = self.compiled(candidate)
        if codes is None:
            return Verdict(INVALID)
        try:
            for unit, code in codes:
                unit.swap(code)
        except ValueError:
            for unit, _ in codes:
                unit.restore()
            return Verdict(INVALID)
        try:
            return action()
        finally:
            for unit, _ in codes:
                unit.restore()
            if self.state is not None:
                self.state.restore()

    def judge(self, candidate: Candidate, limits: Limits) -> Verdict:
        """Run failing tests, then passing ones, as far as they say something new."""
        return self.swapped(candidate, lambda: self._judge(limits))

    def _judge(self, limits: Limits) -> Verdict:
        fixed = 0
        spent = 0.0
        for index, test in enumerate(self.failing):
            spent += self.history[test.id]
            if not fixed and index and (index >= FIRST_LOOK or spent > LOOK_SECONDS):
                break
            passed = self.passes(test, limits)
            if passed is None:
                return Verdict(HUNG, fixed)
            fixed |= int(passed) << index
        if not fixed:
            return Verdict(USELESS)
        complete = fixed == self.everything
        broken = 0
        for test in self.passing:
            passed = self.passes(test, limits)
            if passed is None and complete and not broken:
                return Verdict(HUNG, fixed)
            if not passed:
                broken += 1
                if broken > 3 or passed is None:
                    break
        if complete:
            return Verdict(BREAKS if broken else PLAUSIBLE, fixed, broken)
        return Verdict(PARTIAL, fixed, broken)

    def passes(self, test: Test, limits: Limits) -> Optional[bool]:
        """Say whether a test passes now; None if it used up its share."""
        self.beat()
        seconds = self.history[test.id]
        tank = refuel(self.units, limits.fuel + int(TURNS_PER_SECOND * seconds))
        cpu = limits.cpu + limits.patience * seconds
        if test.direct is not None:
            error = limited(test.direct, cpu, 8 * cpu + 0.5)
            passed = error is None
        else:
            outcomes: list[Outcome] = []
            error = limited(lambda: outcomes.append(test.run()), cpu, 8 * cpu + 0.5)
            passed = bool(outcomes) and outcomes[0].status == "passed"
            if outcomes and outcomes[0].error.startswith("TimeUp"):
                return None
        if isinstance(error, TimeUp) or not operator.length_hint(tank[0], 1):
            return None
        return passed


def quiet_asserts() -> None:
    """Stop pytest from explaining failed asserts that nobody will read."""
    error = attempt(_quiet_asserts)
    if error is not None and not isinstance(error, (ImportError, AttributeError)):
        raise error


def _quiet_asserts() -> None:
    from _pytest.assertion import rewrite

    rewrite._saferepr = lambda obj: ""
    rewrite._call_reprcompare = lambda ops, results, expls, each_obj: ""
