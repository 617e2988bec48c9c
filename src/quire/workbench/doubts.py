"""Tests that seemed not to end: they get more time beside the search, for some are only slow."""

from __future__ import annotations

import time
from pathlib import Path
from typing import cast

from .baseline import Baseline, run_one
from .forks import Child, Send
from .limits import catch_alarms, silence
from .outcome import Outcome, Test

_SECONDS = 6.0  # of work for each
_MOST = 1  # that does not end even so, before the others are believed not to end either


class AcquittedError(Exception):
    """A test that counted as failing passes: what was begun with it has to be begun anew."""


class Doubts:
    """Runs the tests that seemed not to end in a child of its own."""

    def __init__(self, root: Path, tests: list[Test], before: Baseline) -> None:
        hung = set(before.hung)
        doubtful = [test for test in tests if test.id in hung and test.id in before.failed]
        self._before = before
        self._child = Child(lambda send: _work(root, doubtful, send)) if doubtful else None

    def raise_acquitted(self, seconds: float) -> None:
        """Raise AcquittedError if a test has passed by now; then wait so long for the others."""
        child = self._child
        found = cast("list[tuple[str, Outcome]]", child.waiting()) if child is not None else []
        if child is None or not any(outcome.status == "passed" for _, outcome in found):
            return
        self._child = None
        found.extend(child.messages(seconds, time.monotonic() + seconds))
        for name, outcome in found:
            if outcome.status == "passed":
                self._before.acquit(name, outcome)
        raise AcquittedError

    def close(self) -> None:
        """End the child."""
        if self._child is not None:
            self._child.kill()


def _work(root: Path, tests: list[Test], send: Send) -> None:
    silence()
    catch_alarms()
    endless = 0
    for test in tests:
        outcome = run_one(root, test, _SECONDS)
        endless += outcome.status != "passed"
        if endless > _MOST:
            return
        send((test.id, outcome))
