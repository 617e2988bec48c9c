"""The first run of all tests: what passes, what fails, what differs from run to run."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from .forks import Child, Send
from .limits import TimeUp, catch_alarms, limit_memory, limited, silence
from .outcome import Outcome, Test, describe, failure
from .state import State

AGAIN_LIMIT = 1.0  # seconds for the second runs that find unstable tests
ENOUGH = 0.2  # seconds of a bare call that passes, after which no second one is made
TRUSTED_AFTER = 1.5  # seconds of the suite after which a bare call that passes is believed
ALONE_LIMIT = 2.0  # seconds for what failed the second time, without what ran before
LIMITS = (1.0, 0.3, 0.15, 0.08)  # seconds of work for a test, after 0, 1, 2, more that hung


@dataclass
class Baseline:
    """Outcomes by test id, in the order of the suite."""

    passed: dict[str, Outcome] = field(default_factory=dict)
    failed: dict[str, Outcome] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    unstable: list[str] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)  # pass, but not after others here
    spoilt: list[str] = field(default_factory=list)  # pass once and fail then
    hung: list[str] = field(default_factory=list)
    left_out: int = 0  # tests for which there was no time
    seconds: float = 0.0
    history: dict[str, float] = field(default_factory=dict)  # seconds of work of a bare call

    def add(self, test: str, outcome: Outcome) -> None:
        """File one outcome."""
        if outcome.status == "passed":
            self.passed[test] = outcome
        elif outcome.status == "failed":
            self.failed[test] = outcome
        else:
            self.skipped.append(test)

    def acquit(self, test: str, outcome: Outcome) -> None:
        """File a test that seemed to fail as one that passes where nothing ran before it."""
        del self.failed[test]
        self.passed[test] = outcome
        self.history[test] = outcome.seconds
        self.apart.append(test)
        self.hung = [name for name in self.hung if name != test]

    def keep_failing(self, names: list[str]) -> None:
        """Forget the failing tests that none of the names selects (whole ids or beginnings)."""
        self.failed = {
            test: outcome
            for test, outcome in self.failed.items()
            if any(test == name or test.startswith(name) for name in names)
        }


def measure(root: Path, tests: list[Test], seconds: float) -> Baseline:
    """Run every test in children of this process; a test that kills its child has failed."""
    baseline = Baseline()
    begin = time.monotonic()
    index = 0
    while index < len(tests) and time.monotonic() - begin < seconds:
        limit = LIMITS[min(len(baseline.hung), len(LIMITS) - 1)]
        child = Child(partial(_run_all, root, tests[index:], limit))
        known = len(baseline.hung)
        planned = False
        for message in child.messages(16 * limit + 4.0, begin + seconds):
            if isinstance(message, list):
                baseline.unstable = message
                break
            _file(baseline, tests[index], *message)
            index += 1
            planned = known < len(baseline.hung) < len(LIMITS)
            if planned:
                break
        if not planned and not child.silent and index == len(tests):
            break
        if not planned and index < len(tests) and time.monotonic() - begin < seconds:
            _crashed(baseline, tests[index], child.silent)
            index += 1
    baseline.left_out = len(tests) - index
    _alone(root, tests, baseline, begin + seconds)
    baseline.seconds = time.monotonic() - begin
    return baseline


def _alone(root: Path, tests: list[Test], baseline: Baseline, end: float) -> None:
    """Run what passed once and failed then in a child in which nothing ran before.

    What passes there spoils only itself, and users run it once. What failed at once stays: the
    tests before it may be what it takes to show a fault.
    """
    spoilt = set(baseline.spoilt)
    failed = [test for test in tests if test.id in spoilt]
    end = min(end, time.monotonic() + ALONE_LIMIT)
    for number, outcome in enumerate(run_each(root, failed, LIMITS[0], end)):
        if outcome.status == "passed":
            baseline.acquit(failed[number].id, outcome)


def run_each(root: Path, tests: list[Test], limit: float, end: float) -> Iterator[Outcome]:
    """Run tests as their runner would, in one child, until the time is up or the child is gone."""

    def work(send: Send) -> None:
        silence()
        catch_alarms()
        for test in tests:
            send(run_one(root, test, limit))

    if tests:
        yield from Child(work).messages(math.inf, end)


def _crashed(baseline: Baseline, test: Test, silent: bool) -> None:
    words = "the test hangs" if silent else "the test ends its process"
    baseline.add(test.id, Outcome("failed", words, "", 1.0))
    baseline.hung.append(test.id)
    test.direct = None


def _file(baseline: Baseline, test: Test, outcome: Outcome, direct: Outcome | None) -> None:
    baseline.add(test.id, outcome)
    hung = outcome.error.startswith("TimeUp")
    if hung:
        baseline.hung.append(test.id)
        return
    baseline.history[test.id] = outcome.seconds
    if direct is None or test.direct is None:
        return
    baseline.history[test.id] = direct.seconds
    if _kind(direct) != _kind(outcome):
        test.direct = None
        if (direct.status, outcome.status) == ("passed", "failed"):
            baseline.spoilt.append(test.id)


def _run_all(root: Path, tests: list[Test], limit: float, send: Send) -> None:
    silence()
    catch_alarms()
    limit_memory(2 << 30)
    outcomes: list[tuple[Test, Outcome]] = []
    state = State(root, [])
    begin = time.monotonic()
    for test in tests:
        spent = time.monotonic() - begin
        direct = _run_direct(root, test, limit) if test.direct is not None else None
        if direct is not None and direct.error.startswith("TimeUp"):
            send((direct, None))
            continue
        long = direct is not None and max(direct.seconds / ENOUGH, spent / TRUSTED_AFTER) > 1
        if direct is not None and direct.status == "passed" and long:
            send((direct, direct))
            continue
        outcomes.append((test, run_one(root, test, limit)))
        send((outcomes[-1][1], direct))
    state.restore()
    send(_differing(root, outcomes))


def _differing(root: Path, outcomes: list[tuple[Test, Outcome]]) -> list[str]:
    """Run quick tests once more in the same process and name those that end otherwise."""
    found: list[str] = []
    spent = 0.0
    for test, outcome in outcomes:
        if outcome.status == "skipped" or spent + outcome.seconds > AGAIN_LIMIT:
            continue
        again = (
            _run_direct(root, test, LIMITS[0]) if test.direct else run_one(root, test, LIMITS[0])
        )
        spent += again.seconds
        if _kind(again) != _kind(outcome):
            found.append(test.id)
    return found


def _kind(outcome: Outcome) -> tuple[str, str]:
    return outcome.status, outcome.error.split(":")[0]


def _run_direct(root: Path, test: Test, limit: float) -> Outcome:
    begin = time.process_time()
    error = limited(test.direct or test.run, limit, 8 * limit + 1)
    seconds = time.process_time() - begin
    if error is None:
        return Outcome("passed", seconds=seconds)
    if isinstance(error, TimeUp):
        frames = failure(root, error).frames
        return Outcome("failed", "TimeUp: the test does not end", "", seconds, frames)
    return failure(root, error, seconds)


def run_one(root: Path, test: Test, limit: float) -> Outcome:
    """Run a test as its runner would, with so many seconds of work."""
    found: list[Outcome] = []
    begin = time.process_time()
    error = limited(lambda: found.append(test.run()), limit, 8 * limit + 1)
    seconds = time.process_time() - begin
    if found:
        return found[0]
    if error is None or isinstance(error, TimeUp):
        frames = failure(root, error).frames if error is not None else ()
        return Outcome("failed", "TimeUp: the test does not end", "", seconds, frames)
    return Outcome("failed", describe(error), "", seconds)
