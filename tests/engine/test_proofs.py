"""Test runs after a change are judged by exit code, names and counts."""

from __future__ import annotations

import pytest

from quire.engine.deeds import Ran
from quire.engine.proofs import judge

UNITTEST_RED = """\
======================================================================
FAIL: test_old (test_m.Low.test_old)
----------------------------------------------------------------------
Ran 3 tests in 0.001s

FAILED (failures=1)
"""


@pytest.mark.parametrize(
    ("text", "code", "remaining", "holds", "told"),
    [
        ("4 passed in 0.1s", 0, (), True, "4 passed"),
        ("4 passed in 0.1s", None, (), True, "4 passed"),
        ("Ran 3 tests in 0.1s\n\nOK\n", None, (), True, "3 tests run, all passed"),
        ("Ran 3 tests in 0.1s\n\nOK\n", 0, (), True, "3 tests run, all passed"),
        ("FAILED a.py::t - x\n1 failed, 3 passed", 1, (), False, "3 passed, 1 failed"),
        ("FAILED a.py::t - x\n1 failed, 3 passed", 1, ("a.py::t",), True, "3 passed, 1 failed"),
        ("FAILED a.py::u\n1 failed, 3 passed", 1, ("a.py::t",), False, "3 passed, 1 failed"),
        ("1 failed, 3 passed", None, (), False, "3 passed, 1 failed"),
        (UNITTEST_RED, 1, ("test_m.Low.test_old",), True, "3 tests run, not all passed"),
        (UNITTEST_RED, 1, (), False, "3 tests run, not all passed"),
        ("No module named pytest", 1, ("a.py::t",), False, "exit code 1, No module named pytest"),
        ("", 127, (), False, "exit code 127"),
    ],
)
def test_a_run_is_judged(
    text: str, code: int | None, remaining: tuple[str, ...], holds: bool, told: str
) -> None:
    proof = judge("pytest", Ran(text=text, exit_code=code), remaining=remaining)
    assert (proof.holds, proof.told) == (holds, told)


def test_a_run_that_was_stopped_proves_nothing() -> None:
    proof = judge("pytest", Ran(text="4 passed", timed_out=True), remaining=())
    assert (proof.holds, proof.told) == (False, "stopped at its time limit")
