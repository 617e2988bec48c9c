"""Run the tests against one candidate in this process: compile, swap, run, restore."""

from __future__ import annotations

import math
import operator
import time
import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from types import CodeType
from typing import Callable

from .asserts import got_past
from .baseline import Baseline
from .candidates import Candidate
from .distance import HANGS, RAISED, Look, forget, further, judged
from .harmless import Leavings
from .limits import Limits, TimeUp, limited
from .outcome import Outcome, Test
from .source import Span
from .state import State
from .units import Unit, refuel

UNTRIED, INVALID, USELESS, PARTIAL, BREAKS, PLAUSIBLE, HUNG, DIED = range(8)
FIRST_LOOK = 4  # failing tests that every candidate is run against
MARGINS = ((0.001, 1500), (0.002, 900), (0.004, 500), (0.01, 240), (0.02, 120))
LOOK_SECONDS = 0.002  # of the tests looked at first
MOST_FAILING = 60
MANY_SECONDS = 0.1  # that a test of many examples may take once it passes
MOST_PASSING = 2_000
PASSING_SECONDS = 1.0  # that passing tests may take with each candidate, nearest first
FEW_PASSING = 150  # with a candidate that does not make all failing tests pass
TURNS_PER_SECOND = 60_000_000  # of loops and calls, far more than any Python makes
FULL_TANK = 20_000  # turns of the shortest limit
_LEAST_FUEL = 0.15  # of the limit, where tests are short
_MORE_TURNS = 40  # times as many turns as the longest test runs lines
_LATER = 0.25  # of a distance, for an error after many turns rather than at once
_NAMELESS = 0.15  # more for what does not exist: no other fault is as sure
_BELOW = 0.05  # the same for one at the end of a function rather than its beginning
_LONG_FUNCTION = 60  # lines
_FRESH = 1.0  # of a reach, for an error on a line that no failing test ran before


@dataclass(frozen=True)
class Verdict:
    """What became of a candidate: its status, which failing tests pass, how many broke."""

    status: int
    fixed: int = 0
    broken: int = 0
    distance: float = 0.0  # mean over the tests looked at, 0 if all pass
    mark: int = 0  # equal for candidates that fail in the same way
    reach: float = 0.0  # mean of how far tests get before they raise an error


# Errors that no author has in mind: what raises one is wrong itself.
_NEVER_MEANT = ("TypeError", "NameError", "AttributeError", "UnboundLocalError")


class Bench:
    """Everything needed to try candidates: tests in their best order, limits, state."""

    def __init__(
        self, root: Path, tests: list[Test], baseline: Baseline, units: list[Unit]
    ) -> None:
        by_id = {test.id: test for test in tests}
        self.root = root
        self.units = units
        self.paths = {unit.source.path for unit in units}
        hung = set(baseline.hung)

        def order(name: str) -> tuple[bool, int, int]:
            seconds = baseline.history.get(name, 0.0)
            return name in hung, round(math.log2(1 + 2000 * seconds)), names[name]

        names = {test.id: index for index, test in enumerate(tests)}
        self.failing = [by_id[n] for n in sorted(names.keys() & baseline.failed, key=order)]
        apart = {*baseline.unstable, *baseline.apart}  # judged in a fresh process only
        self.passing = [by_id[n] for n in sorted(baseline.passed.keys() - apart, key=order)]
        self.failing = self.failing[:MOST_FAILING]
        wrong = (each for each in baseline.failed.values() if each.error.startswith(_NEVER_MEANT))
        self.crashes = {each.frames[-1] for each in wrong if each.frames}
        outcomes = (*baseline.passed.items(), *baseline.failed.items())
        known = baseline.history
        self.history = {n: 0.0 if n in hung else min(known.get(n, 0.0), 3.0) for n, _ in outcomes}
        for test in self.failing:
            if test.many:
                self.history[test.id] = max(self.history[test.id], MANY_SECONDS)
        self.isolated = not baseline.failed.keys().isdisjoint(baseline.unstable)
        self.state: State | None = None
        self.leavings: Leavings | None = None
        self.beat: Callable[[], None] = lambda: None
        self.everything = (1 << len(self.failing)) - 1
        self.turns = 0  # most lines that a test ran, 0 if unknown
        self.looks: list[Look] = []  # at the failing tests with the code as it was
        self.ran: set[tuple[str, str, int]] = set()  # lines that failing tests run
        self._straight = True  # no line is where it was not before

    def fueled(self) -> None:
        """Let all functions count in this process: those with and without an edit get as far."""
        for unit in self.units:
            if type(unit) is Unit:
                unit.fueled()

    @property
    def slowest(self) -> float:
        """Give the seconds of work of the slowest failing test."""
        return max((self.history[test.id] for test in self.failing), default=0.0)

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
        whole = {unit.node for unit in candidate.units if unit.whole}
        for unit in dict.fromkeys(candidate.units):
            if unit.node in whole and type(unit) is Unit:
                continue
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
            if self.leavings is not None:
                self.leavings.clear()

    def judge(self, candidate: Candidate, limits: Limits) -> Verdict:
        """Run failing tests, then passing ones, as far as they say something new."""
        self._straight = not any("\n" in span.text for e in candidate.edits for span in e.spans)
        return self.swapped(candidate, lambda: self._judge(limits, []))

    def judge_original(self, limits: Limits) -> tuple[Verdict, list[Look]]:
        """Judge the code as it is; give each failing test's look as well."""
        looks: list[Look] = []

        def judge() -> Verdict:
            return self._judge(limits, looks, len(self.failing))

        return self.swapped(Candidate((), (), 0.0), judge), looks

    def misjudged(self, limits: Limits, seconds: float) -> set[str]:
        """Name passing tests that fail here though nothing is changed, as far as time allows.

        They run twice, as they do where one candidate comes after another.
        """
        found: set[str] = set()
        end = time.monotonic() + seconds

        def judge() -> Verdict:
            for test in self.passing:
                if time.monotonic() < end and not self.look(test, limits).passed:
                    found.add(test.id)
            return Verdict(UNTRIED)

        for _ in range(2):
            self.swapped(Candidate((), (), 0.0), judge)
        return found

    def nearest(self, near: set[str]) -> None:
        """Put passing tests first that run suspects, and leave to the fresh run what takes long."""
        kept: list[Test] = []
        spent = 0.0
        for test in sorted(self.passing, key=lambda test: test.id not in near):
            spent += self.history[test.id]
            if test.id in near or (spent < PASSING_SECONDS and len(kept) < MOST_PASSING):
                kept.append(test)
        self.passing = kept

    def let_go(self, names: set[str]) -> None:
        """Leave passing tests to the run in a fresh process."""
        self.passing = [test for test in self.passing if test.id not in names]

    def _judge(self, limits: Limits, looks: list[Look], least: int = FIRST_LOOK) -> Verdict:
        fixed = 0
        spent = 0.0
        for index, test in enumerate(self.failing):
            spent += self.history[test.id]
            far = index >= least or (spent > LOOK_SECONDS and least == FIRST_LOOK)
            if not fixed and index and far:
                break
            look = self.look(test, limits)
            if look.passed is None:
                return Verdict(HUNG, fixed, 0, HANGS)
            looks.append(look)
            fixed |= int(look.passed) << index
        mark = hash(tuple(look.mark for look in looks)) & 0xFFFFFFFF
        every = [*looks, *self.looks[len(looks) :]]  # those not run count as before
        distance = sum(look.distance for look in every) / max(len(every), 1)
        reach = sum(look.reach for look in every) / max(len(every), 1)
        partial = Verdict(USELESS, fixed, 0, distance, mark, reach)
        return self._finish(replace(partial, status=PARTIAL), limits) if fixed else partial

    def _finish(self, partial: Verdict, limits: Limits) -> Verdict:
        """Run the passing tests against a candidate that makes failing ones pass."""
        fixed = partial.fixed
        complete = fixed == self.everything
        broken = 0
        for test in self.passing if complete else self.passing[:FEW_PASSING]:
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
        fuel = self._fuel(limits) + int(TURNS_PER_SECOND * seconds)
        tank = refuel(self.units, fuel)
        cpu = limits.cpu + limits.patience * seconds
        outcomes: list[Outcome] = []
        forget()
        action = test.direct or (lambda: outcomes.append(test.run()))
        error = limited(action, cpu, 8 * cpu + 0.5)
        if isinstance(error, TimeUp) or not operator.length_hint(tank[0], 1):
            return Look(None)
        if not outcomes:
            look = judged(error)
            if error is None:
                return look
            if not isinstance(error, AssertionError):
                look = self._crash(look, error, fuel - operator.length_hint(tank[0], 1))
            return further(look, *got_past(error.__traceback__), isinstance(error, AssertionError))
        if outcomes[0].error.startswith("TimeUp"):
            return Look(None)
        if outcomes[0].status == "passed":
            return Look(True)
        return judged(AssertionError() if "Assert" in outcomes[0].error else RuntimeError())

    def _fuel(self, limits: Limits) -> int:
        """Give the turns that a test may take: fewer where tests are short."""
        if not self.turns:
            return limits.fuel
        return int(limits.fuel * min(1.0, max(_LEAST_FUEL, _MORE_TURNS * self.turns / FULL_TANK)))

    def _crash(self, look: Look, error: BaseException, turns: int) -> Look:
        """Tell how far a test got that raised: a later error is nearer to success."""
        trace = error.__traceback__
        where, line, known = "", 0, True
        while trace is not None:
            code = trace.tb_frame.f_code
            if code.co_filename in self.paths:
                where, line = code.co_name, trace.tb_lineno - code.co_firstlineno
                inner = where.startswith("<")  # counts its lines otherwise
                known &= inner or (code.co_filename, where, line) in self.ran
            trace = trace.tb_next
        if not where:
            return look
        fresh = _FRESH if self._straight and not known else 0.0
        words = f"{type(error).__name__} {where} {str(error)[:80]}"
        reach = _LATER * turns / (turns + 8) + _BELOW * min(1.0, line / _LONG_FUNCTION)
        far = RAISED + (_NAMELESS if isinstance(error, (NameError, AttributeError)) else 0.0)
        mark = zlib.crc32(words.encode("utf-8", "replace"))
        return replace(look, distance=far - reach, mark=mark, reach=reach + fresh)
