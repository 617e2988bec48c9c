"""Tests whose names differ from run to run: their parameters stand in them, and may be any."""

from __future__ import annotations

from collections import defaultdict

import msgspec

from quire.protocol.records import TestsRun


def aligned(earlier: TestsRun, later: TestsRun) -> TestsRun:
    """Return a later run with the names of an earlier one, where only parameters differ.

    A name may hold the time of the day, or a number in an order that is never the same. Tests of
    the same function that are in one run only stand for each other, those that fail first. This
    is for runs between which no test was changed.
    """
    gone = _only_in(earlier, later)
    new = _only_in(later, earlier)
    names: dict[str, str] = {}
    for function, late in new.items():
        names.update(zip(late, gone.get(function, ()), strict=False))
    return msgspec.structs.replace(
        later,
        passed=tuple(names.get(test, test) for test in later.passed),
        failed=tuple(names.get(test, test) for test in later.failed),
    )


def _only_in(run: TestsRun, other: TestsRun) -> dict[str, list[str]]:
    """Return the tests with parameters that only the first run has, by function."""
    known = {*other.passed, *other.failed}
    found: dict[str, list[str]] = defaultdict(list)
    for test in (*run.failed, *run.passed):
        if test not in known and "[" in test:
            found[test.partition("[")[0]].append(test)
    return found
