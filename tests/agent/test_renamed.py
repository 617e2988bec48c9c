"""Names of tests that differ from run to run, and what may stand for what."""

from __future__ import annotations

import pytest

from quire.agent import receipt
from quire.agent.renamed import aligned
from quire.protocol import records


def run(passed: str, failed: str = "") -> records.TestsRun:
    return records.TestsRun(
        when="after", command="pytest", passed=tuple(passed.split()), failed=tuple(failed.split())
    )


@pytest.mark.parametrize(
    ("earlier", "later", "fixed", "broken", "gone"),
    [
        (run("t.py::a[1]", "t.py::a[2]"), run("t.py::a[3] t.py::a[4]"), ("t.py::a[2]",), (), ()),
        (run("t.py::a[1] t.py::a[2]"), run("t.py::a[3]", "t.py::a[4]"), (), ("t.py::a[1]",), ()),
        (run("t.py::a[1]", "t.py::a[2]"), run("t.py::a[1]", "t.py::a[3]"), (), (), ()),
        (run("t.py::a[1] t.py::a[2]"), run("t.py::a[3]"), (), (), ("t.py::a[2]",)),
        (run("t.py::a[1] t.py::b"), run("t.py::b"), (), (), ("t.py::a[1]",)),
        (run("t.py::a"), run("t.py::b"), (), (), ("t.py::a",)),
        (run("t.py::A::a[1]"), run("t.py::a[2]"), (), (), ("t.py::A::a[1]",)),
    ],
    ids=[
        *("mended under a new name", "broken under a new name", "fails under a new name"),
        *("one fewer", "none left", "no parameters", "another class"),
    ],
)
def test_tests_of_a_function_stand_for_each_other(
    earlier: records.TestsRun,
    later: records.TestsRun,
    fixed: tuple[str, ...],
    broken: tuple[str, ...],
    gone: tuple[str, ...],
) -> None:
    seen = receipt.compared(earlier, aligned(earlier, later), None)
    assert (seen.fixed, seen.broken, seen.gone, seen.new_failing) == (fixed, broken, gone, ())
    assert bool(seen.still_failing) == (bool(earlier.failed) and not fixed)


def test_runs_with_the_same_names_stay_as_they_are() -> None:
    later = run("t.py::a[1] t.py::b", "t.py::c")
    assert aligned(run("t.py::a[1]", "t.py::c"), later) == later
