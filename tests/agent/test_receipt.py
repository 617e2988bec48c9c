"""Verdicts: a table of evidence and what follows from it."""

from __future__ import annotations

import pytest

from quire.agent import receipt
from quire.agent.endings import STOPPED, Ended
from quire.agent.receipt import Evidence, judged
from quire.protocol import records
from quire.protocol.records import (
    Change,
    CommandEnded,
    CommandRun,
    CommandStarted,
    Receipt,
    Verdict,
)

ANSWERED = Ended("answered", "Done.")
LIMIT = Ended("limit")
CHANGES = (Change("m.py", "update", "1", "2"),)
REPAIR, TASK = "Fix the failing test", "Add a docstring to m.py"


def ran(passed: str, failed: str = "", exit_code: int | None = None) -> records.TestsRun:
    """Return a run of tests that are named by single letters."""
    code = (1 if failed else 0) if exit_code is None else exit_code
    return records.TestsRun(
        when="after", passed=tuple(passed), failed=tuple(failed), exit_code=code
    )


def unable() -> records.TestsRun:
    """Return a run that was not possible."""
    return records.TestsRun(when="before", problem="no tests were found")


def seen(
    prompt: str,
    *runs: records.TestsRun | None,
    end: Ended = ANSWERED,
    changes: tuple[Change, ...] = CHANGES,
) -> Evidence:
    """Return the evidence of up to four runs."""
    before, after, repeat, unfixed = (*runs, None, None, None, None)[:4]
    return Evidence(
        end=end, prompt=prompt, changes=changes, before=before, after=after, repeat=repeat,
        unfixed=unfixed,
    )  # fmt: skip


PROVEN = "1 failing test passes now, none broke, and a second run agrees."
UNPROVEN = "The change is not proven: no tests could be run"
BAD, GOOD = ran("a", "b"), ran("ab")

TABLE: dict[str, tuple[Evidence, Verdict, str]] = {
    "fixed": (seen(REPAIR, BAD, GOOD, GOOD), "fixed", PROVEN),
    "two are fixed": (
        seen(REPAIR, ran("", "ab"), GOOD, GOOD),
        "fixed",
        "2 failing tests pass now, none broke, and a second run agrees.",
    ),
    "fixed at the limit": (seen(REPAIR, BAD, GOOD, GOOD, end=LIMIT), "fixed", PROVEN),
    "fixed by the way": (seen(TASK, BAD, GOOD, GOOD), "fixed", PROVEN),
    "a new test passes too": (seen(REPAIR, BAD, ran("abn"), ran("abn")), "fixed", PROVEN),
    "no second run": (
        seen(REPAIR, BAD, GOOD),
        "not_fixed",
        "The failing tests passed once, but the second run did not finish.",
    ),
    "second run could not be": (
        seen(REPAIR, BAD, GOOD, unable()),
        "not_fixed",
        "The failing tests passed once, but the second run did not finish.",
    ),
    "flaky fix": (
        seen(REPAIR, BAD, GOOD, BAD),
        "not_fixed",
        "A second run disagrees about b.",
    ),
    "another flaky": (
        seen(REPAIR, ran("ac", "b"), ran("abc"), ran("ab", "c")),
        "not_fixed",
        "A second run disagrees about c.",
    ),
    "still failing": (seen(REPAIR, BAD, BAD), "not_fixed", "Still failing: b."),
    "one of two": (
        seen(REPAIR, ran("", "ab"), ran("a", "b")),
        "not_fixed",
        "Still failing: b.",
    ),
    "fixed and broken": (seen(REPAIR, BAD, ran("b", "a")), "not_fixed", "Broken: a."),
    "failing test removed": (seen(REPAIR, BAD, ran("a")), "not_fixed", "Still failing: b."),
    "passing test removed": (
        seen(REPAIR, BAD, ran("b")),
        "not_fixed",
        "Passed before, not run again: a.",
    ),
    "new test fails": (
        seen(REPAIR, BAD, ran("ab", "n")),
        "not_fixed",
        "New and failing: n.",
    ),
    "all pass, run ends badly": (
        seen(REPAIR, BAD, ran("ab", exit_code=3)),
        "not_fixed",
        "Every test passes, but the test run itself ended with an error.",
    ),
    "many names": (
        seen(REPAIR, ran("", "abcde"), ran("", "abcde")),
        "not_fixed",
        "Still failing: a, b, c and 2 more.",
    ),
    "repair without a failing test": (
        seen(REPAIR, GOOD, GOOD),
        "done",
        "No test was failing and none broke, so the repair itself is not proven.",
    ),
    "repair breaks": (seen(REPAIR, GOOD, ran("a", "b")), "not_fixed", "Broken: b."),
    "repair at the limit": (
        seen(REPAIR, GOOD, GOOD, end=LIMIT),
        "stopped",
        "The budget was used up; no test was failing and none broke.",
    ),
    "a new test shows the repair": (
        seen(REPAIR, GOOD, ran("abn"), ran("abn"), ran("ab", "n")),
        "fixed",
        "1 new test fails without the change and passes with it, none broke, "
        "and a second run agrees.",
    ),
    "the first tests show the repair": (
        seen(REPAIR, unable(), ran("nm"), ran("nm"), ran("", "nm")),
        "fixed",
        "2 new tests fail without the change and pass with it, none broke, "
        "and a second run agrees.",
    ),
    "a new test passes without the change": (
        seen(REPAIR, GOOD, ran("abn"), None, ran("abn")),
        "done",
        "No test was failing and none broke, so the repair itself is not proven.",
    ),
    "a new test is flaky": (
        seen(REPAIR, GOOD, ran("abnm"), ran("abn", "m"), ran("ab", "n")),
        "not_fixed",
        "A second run disagrees about m.",
    ),
    "a new test shows it, another test breaks": (
        seen(REPAIR, GOOD, ran("an", "b"), ran("an", "b"), ran("ab", "n")),
        "not_fixed",
        "Broken: b.",
    ),
    "the first tests": (
        seen(TASK, unable(), ran("nm")),
        "done",
        "2 tests pass now. Before the work no tests could be run: no tests were found.",
    ),
    "the first tests fail": (
        seen(TASK, unable(), ran("n", "m")),
        "unverified",
        "New and failing: m. Before the work no tests could be run: no tests were found.",
    ),
    "task done": (seen(TASK, GOOD, GOOD), "done", "Every test passes, as before."),
    "task done beside a failure": (
        seen(TASK, BAD, BAD),
        "done",
        "No test broke. Failing as before: b.",
    ),
    "task breaks": (seen(TASK, GOOD, ran("a", "b")), "not_fixed", "Broken: b."),
    "task removes a test": (
        seen(TASK, GOOD, ran("a")),
        "unverified",
        "Passed before, not run again: b.",
    ),
    "task adds a failing test": (
        seen(TASK, GOOD, ran("ab", "n")),
        "unverified",
        "New and failing: n.",
    ),
    "task at the limit": (
        seen(TASK, GOOD, GOOD, end=LIMIT),
        "stopped",
        "The budget was used up; no test broke.",
    ),
    "no tests before": (
        seen(TASK, unable()),
        "unverified",
        f"{UNPROVEN}: no tests were found.",
    ),
    "no tests after": (
        seen(REPAIR, BAD, unable()),
        "unverified",
        f"{UNPROVEN}: no tests were found.",
    ),
    "no run at all": (seen(TASK), "unverified", f"{UNPROVEN}."),
    "no tests, limit": (
        seen(TASK, unable(), end=LIMIT),
        "stopped",
        "The budget was used up, and no tests could be run: no tests were found.",
    ),
    "answered": (
        seen(TASK, BAD, changes=()),
        "answered",
        "Nothing was changed; there was nothing to prove.",
    ),
    "nothing to repair": (
        seen(REPAIR, GOOD, changes=()),
        "answered",
        "Nothing was changed; there was nothing to prove.",
    ),
    "repair given up": (
        seen(REPAIR, BAD, changes=()),
        "not_fixed",
        "Nothing was changed. Still failing: b.",
    ),
    "repair without tests": (
        seen(REPAIR, unable(), changes=()),
        "not_fixed",
        "Nothing was changed, and the tests could not be run: no tests were found.",
    ),
    "limit without a change": (
        seen(TASK, GOOD, end=LIMIT, changes=()),
        "stopped",
        "The budget was used up before there was an answer.",
    ),
    "failed": (
        seen(REPAIR, BAD, GOOD, GOOD, end=Ended("failed", "HTTP 500:\n  overloaded")),
        "failed",
        "HTTP 500: overloaded",
    ),
    "failed without words": (
        seen(TASK, end=Ended("failed")),
        "failed",
        "The model gave no answer.",
    ),
    "stopped": (
        seen(TASK, end=STOPPED),
        "stopped",
        "Stopped before the end. The changes so far are kept.",
    ),
    "stopped early": (seen(TASK, end=STOPPED, changes=()), "stopped", "Stopped before the end."),
    "refused": (
        seen(TASK, GOOD, end=Ended("refused", "I cannot."), changes=()),
        "refused",
        "I cannot.",
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_verdict(name: str) -> None:
    evidence, verdict, summary = TABLE[name]
    assert judged(evidence) == (verdict, summary)


TEST = "tests/test_m.py::test_b"
TESTS = (Change("tests/test_m.py", "update", "1", "2"),)


def named(passed: tuple[str, ...], failed: tuple[str, ...] = ()) -> records.TestsRun:
    """Return a run of tests with whole names."""
    code = 1 if failed else 0
    return records.TestsRun(when="after", passed=passed, failed=failed, exit_code=code)


def test_a_changed_test_counts_only_as_it_was_found() -> None:
    before, after = named((), (TEST,)), named((TEST, "tests/test_m.py::test_new"))
    evidence = seen(REPAIR, before, after, named((TEST,)), changes=TESTS)
    assert judged(evidence) == (
        "fixed",
        "1 failing test passes now, none broke, and a second run agrees, "
        "with the test files as they were found.",
    )
    evidence = seen(REPAIR, before, after, before, changes=TESTS)
    assert judged(evidence) == (
        "not_fixed",
        f"With the test files as they were found: {TEST} fails.",
    )


PYTEST_FILE = ("tests/test_m.py", "tests/test_m.py::test_a", "tests/test_m.py::test_b")
UNITTEST_FILE = (
    "unittest.loader._FailedTest.tests.test_m", "tests.test_m.T.test_a", "tests.test_m.T.test_b"
)  # fmt: skip


@pytest.mark.parametrize(("file", "one", "other"), [PYTEST_FILE, UNITTEST_FILE])
def test_a_file_that_could_not_be_loaded_is_fixed_by_its_tests(
    file: str, one: str, other: str
) -> None:
    def verdict(after: records.TestsRun, repeat: records.TestsRun) -> Verdict:
        return judged(seen(REPAIR, found, after, repeat))[0]

    def run(*passed: str, failed: tuple[str, ...] = ()) -> records.TestsRun:
        return records.TestsRun(
            when="after", passed=passed, failed=failed, exit_code=1 if failed else 0
        )

    found = run("x", failed=(file,))
    good = run("x", one, other)
    assert verdict(good, good) == "fixed"
    assert verdict(run("x", one, failed=(other,)), good) == "not_fixed"
    assert verdict(run("x"), run("x")) == "not_fixed"
    assert verdict(good, found) == "not_fixed"
    assert receipt.edited_tests((Change("tests/test_m.py", "update", "1", "2"),), (file,)) == (
        "tests/test_m.py",
    )


def test_a_new_test_is_tried_on_the_old_files() -> None:
    changes = (
        Change("m.py", "update", "1", "2"),
        Change("tests/test_m.py", "update", "1", "2"),
        Change("tests/conftest.py", "update", "1", "2"),
        Change("tests/data.json", "add", None, "2"),
        Change("old.py", "delete", "1", None),
    )
    assert receipt.unfixed_files(changes, (TEST,)) == ("m.py", "old.py")


@pytest.mark.parametrize(
    ("path", "test", "expected"),
    [
        ("tests/test_m.py", "tests/test_m.py::test_b", True),
        ("tests/test_m.py", "tests/test_m.py::TestX::test_b", True),
        ("tests/test_m.py", "tests.test_m.TestX.test_b", True),
        ("tests/conftest.py", "tests/test_m.py::test_b", True),
        ("m.py", "tests/test_m.py::test_b", False),
        ("tests/test_m.pyx", "tests/test_m.py::test_b", False),
        ("tests/test_m", "tests/test_m.py::test_b", False),
        ("src/pkg/m.py", "src/pkg/m.py::pkg.m.median", False),
        ("m.py", "m.py::m", False),
        ("m.py", "m.py::test_b", True),
        ("m.py", "m.py::mx.median", True),
        ("tests/test_m.py", "tests/test_m.py::test_m.helper", True),
    ],
)
def test_the_files_that_decide_a_test(path: str, test: str, expected: bool) -> None:
    changes = (Change(path, "update", "1", "2"),)
    assert receipt.edited_tests(changes, (test,)) == ((path,) if expected else ())


@pytest.mark.parametrize(
    ("prompt", "words", "verdict"),
    [
        ("add a flag", "This is beyond me.", "refused"),
        ("add a flag", "It is there already.", "answered"),
        ("explain the flag", "I can't find out what it is for.", "answered"),
        ("fix the bug", "I could not find the bug.", "refused"),
    ],
)
def test_who_declines_in_words_and_changes_nothing_has_not_done_it(
    prompt: str, words: str, verdict: str
) -> None:
    evidence = Evidence(end=Ended("answered", words), prompt=prompt)
    expected = "Nothing was changed; there was nothing to prove."
    assert judged(evidence) == (verdict, words if verdict == "refused" else expected)
    kept = Evidence(end=evidence.end, prompt=prompt, changes=(Change(path="a.py", kind="update"),))
    assert judged(kept)[0] == "unverified"


def test_a_limit_is_named_in_every_verdict() -> None:
    end = Ended("limit", "The budget of 0 dollars is used up.")
    assert judged(Evidence(end=end, prompt="add a flag")) == (
        "stopped", "The budget of 0 dollars is used up before there was an answer."
    )  # fmt: skip
    failing = records.TestsRun(when="before", failed=("test_a",), command="check", exit_code=1)
    assert judged(Evidence(end=end, prompt="fix the test", before=failing)) == (
        "not_fixed",
        "Nothing was changed. Still failing: test_a. The budget of 0 dollars is used up.",
    )


def test_a_receipt_lists_the_evidence() -> None:
    turn = (
        CommandStarted(call_id="c", index=0, command="pytest"),
        CommandStarted(call_id="c", index=1, command="sleep 9"),
        CommandEnded(
            call_id="c", index=0, command="pytest", exit_code=1, timed_out=False, seconds=1.0
        ),
    )
    evidence = seen(REPAIR, ran("ac", "bd"), ran("ab", "d"))
    assert receipt.receipt(evidence, turn, restored=True, seconds=1.23456) == Receipt(
        verdict="not_fixed",
        summary="Passed before, not run again: c. Still failing: d.",
        broken=("c",),
        still_failing=("d",),
        passed_before=2,
        passed_after=2,
        commands=(CommandRun("pytest", 1), CommandRun("sleep 9", None)),
        files=CHANGES,
        restored=True,
        seconds=1.235,
    )


def test_every_verdict_has_an_exit_code() -> None:
    assert receipt.EXIT_CODES == {
        "fixed": 0,
        "done": 0,
        "answered": 0,
        "unverified": 0,
        "refused": 1,
        "not_fixed": 1,
        "failed": 4,
        "stopped": 1,
    }


@pytest.mark.parametrize(
    ("before", "after", "gone"),
    [
        (("test_a.CartTest.test_x",), ("tests/test_a.py::TestCart::test_x",), ()),
        (("tests.test_a.CartTest.test_x",), ("tests/test_a.py::test_x",), ()),
        (("t/test_a.py::A::test_x", "t/test_a.py::B::test_x"), ("t/test_a.py::C::test_x",),
         ("t/test_a.py::B::test_x",)),
        (("t/test_a.py::A::test_x",), ("t/test_a.py::A::test_y",), ("t/test_a.py::A::test_x",)),
        (("t/test_a.py::A::test_x",), ("t/test_b.py::A::test_x",), ("t/test_a.py::A::test_x",)),
        (("t/test_a.py::A::test_x[1.5]",), ("t/test_a.py::test_x[2.5]",),
         ("t/test_a.py::A::test_x[1.5]",)),
    ],
)  # fmt: skip
def test_a_test_that_passes_in_another_class_of_its_file_is_not_gone(
    before: tuple[str, ...], after: tuple[str, ...], gone: tuple[str, ...]
) -> None:
    assert receipt.compared(named(before), named(after), None).gone == gone


def test_a_test_that_fails_in_another_class_of_its_file_fails_as_before() -> None:
    before = named(("test_a.py::A::test_y",), ("test_a.CartTest.test_x",))
    new = ("test_a.py::TestCart::test_x", "test_a.py::TestCart::test_z")
    after = named(("test_a.py::A::test_y",), new)
    seen = receipt.compared(before, after, None)
    assert seen == receipt.Comparison(
        still_failing=("test_a.CartTest.test_x",), new_failing=("test_a.py::TestCart::test_z",)
    )
