"""Run the tests against one candidate in this process: compile, swap, run, restore."""

from __future__ import annotations

import math
import operator
from dataclasses import dataclass, replace
from pathlib import Path
from types import CodeType
from typing import Callable

from .baseline import Baseline
from .candidates import Candidate
from .distance import HANGS, Look, forget, judged
from .limits import TimeUp, limited
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
    distance: float = 0.0  # mean over the tests looked at, 0 if all pass
    mark: int = 0  # equal for candidates that fail in the same way


@dataclass
class Limits:
    """Shares of one test run: turns of loops and calls, seconds of work."""

    fuel: int
    cpu: float
    patience: float = 3.0  # times the seconds that the test took before


class Bench:
    """Everything needed to try candidates: tests in their best order, limits, state."""

    def __init__(
        self, root: Path, tests: list[Test], baseline: Baseline, units: list[Unit]
    ) -> None:
        by_id = {test.id: test for test in tests}
        self.root = root
        self.units = units
        hung = set(baseline.hung)

        def order(name: str) -> tuple[bool, int, int]:
            seconds = baseline.history.get(name, 0.0)
            return name in hung, round(math.log2(1 + 2000 * seconds)), names[name]

        names = {test.id: index for index, test in enumerate(tests)}
        self.failing = [by_id[n] for n in sorted(names.keys() & baseline.failed, key=order)]
        self.passing = [by_id[n] for n in sorted(baseline.passed, key=order)]
        self.failing = self.failing[:MOST_FAILING]
        outcomes = (*baseline.passed.items(), *baseline.failed.items())
        known = baseline.history
        self.history = {n: 0.0 if n in hung else min(known.get(n, 0.0), 3.0) for n, _ in outcomes}
        self.isolated = bool(baseline.unstable)
        self.state: State | None = None
        self.beat: Callable[[], None] = lambda: None
        self.everything = (1 << len(self.failing)) - 1

    def longest(self, limits: Limits) -> float:
        """Give the longest share of a single test, in seconds of work."""
        return limits.cpu + limits.patience * max(self.history.values(), default=0.0)

    def ignore(self, names: set[str]) -> None:
        """Leave failing tests out of what a candidate must fix."""
        self.failing = [test for test in self.failing if test.id not in names]
        self.everything = (1 << len(self.failing)) - 1

    def margin(self) -> int:
        """Give how many candidates are worth trying beyond a success: fewer if tests are slow."""
        seconds = sum(self.history[test.id] for test in self.failing[:2])
        return next((count for limit, count in MARGINS if seconds < limit), 40)

    def compiled(
        self, candidate: Candidate, fueled: bool = True
    ) -> list[tuple[Unit, CodeType]] | None:
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

    def judge_original(self, limits: Limits) -> Verdict:
        """Judge the code as it is."""
        return self._judge(limits)

    def _judge(self, limits: Limits) -> Verdict:
        fixed = 0
        spent = 0.0
        looks: list[Look] = []
        for index, test in enumerate(self.failing):
            spent += self.history[test.id]
            if not fixed and index and (index >= FIRST_LOOK or spent > LOOK_SECONDS):
                break
            look = self.look(test, limits)
            if look.passed is None:
                return Verdict(HUNG, fixed, 0, HANGS)
            looks.append(look)
            fixed |= int(look.passed) << index
        distance = sum(look.distance for look in looks) / max(len(looks), 1)
        mark = hash(tuple(look.mark for look in looks)) & 0xFFFFFFFF
        if not fixed:
            return Verdict(USELESS, 0, 0, distance, mark)
        return self._finish(fixed, Verdict(PARTIAL, fixed, 0, distance, mark), limits)

    def _finish(self, fixed: int, partial: Verdict, limits: Limits) -> Verdict:
        """Run the passing tests against a candidate that makes failing ones pass."""
        complete = fixed == self.everything
        broken = 0
        for test in self.passing:
            look = self.look(test, limits)
            if look.passed is None and complete and not broken:
                return Verdict(HUNG, fixed)
            if not look.passed:
                broken += 1
                if broken > 3 or look.passed is None:
                    break
        if complete:
            return Verdict(BREAKS if broken else PLAUSIBLE, fixed, broken)
        return replace(partial, broken=broken)

    def look(self, test: Test, limits: Limits) -> Look:
        """Run a test with the code that is live now."""
        self.beat()
        seconds = self.history[test.id]
        tank = refuel(self.units, limits.fuel + int(TURNS_PER_SECOND * seconds))
        cpu = limits.cpu + limits.patience * seconds
        outcomes: list[Outcome] = []
        forget()
        action = test.direct or (lambda: outcomes.append(test.run()))
        error = limited(action, cpu, 8 * cpu + 0.5)
        if isinstance(error, TimeUp) or not operator.length_hint(tank[0], 1):
            return Look(None)
        if not outcomes:
            return judged(error)
        if outcomes[0].error.startswith("TimeUp"):
            return Look(None)
        if outcomes[0].status == "passed":
            return Look(True)
        return judged(AssertionError() if "Assert" in outcomes[0].error else RuntimeError())
