"""A migration is judged by the change that it left and by the tests before and after."""

from __future__ import annotations

import pytest

from bench.engine.drivers import Attempt
from bench.engine.migration_measure import Row, table, verdict
from bench.engine.package_suites import SuiteResult

GREEN = SuiteResult(code=0, failed=(), failing=0, passing=5, errors=0, last_line="5 passed")
FEWER = SuiteResult(code=0, failed=(), failing=0, passing=4, errors=0, last_line="4 passed")


@pytest.mark.parametrize(
    ("claim", "output", "changed", "after", "expected"),
    [
        ("fixed", "2 of 2 migrations done, in 2 files.", True, GREEN, "done"),
        ("fixed", "1 of 2 migrations done, in 1 file.", True, GREEN, "in part"),
        ("fixed", "2 of 2 migrations done, in 2 files.", True, FEWER, "wrong"),
        ("fixed", "2 of 2 migrations done, in 2 files.", False, GREEN, "wrong"),
        ("not fixed", "Nothing was migrated.", False, GREEN, "refused"),
        ("not fixed", "Nothing was migrated.", True, GREEN, "wrong"),
        ("fixed", "There is nothing to migrate: no place matches.", False, GREEN, "nothing"),
        ("time-out", "", False, GREEN, "time-out"),
    ],
)
def test_a_migration_is_judged_by_its_change_and_by_the_tests(
    claim: str, output: str, changed: bool, after: SuiteResult, expected: str
) -> None:
    assert verdict(Attempt(1.0, claim, output), changed, GREEN, after) == expected


def test_the_outcomes_of_each_migration_are_counted() -> None:
    rows = [Row("a", "setup", "done", 1.0, ""), Row("b", "setup", "refused", 1.0, "")]
    assert table(rows) == "| migration | done | refused |\n|---|---|---|\n| setup | 1 | 1 |"
