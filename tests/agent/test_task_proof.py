"""What proves a task: tests that last, that were not touched, or that fail without it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from quire.agent.task import perform
from quire.agent.verify import When
from quire.models.script import Answer
from quire.protocol import records
from tests.agent.staging import (
    GOOD,
    ORDER,
    SAID,
    drawn,
    receipt_of,
    stage,
    told,
)


def test_a_fix_that_does_not_last_is_no_fix(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path, GOOD, SAID) as on:
            on.tests.flaky = True
            receipt = receipt_of(await drawn(perform(on.session, ORDER, on.means)))
            assert told(receipt) == ("not_fixed", "A second run disagrees about a.")
            assert on.bug.read_text() == "bad\n"

    asyncio.run(scene())


class OwnTests:
    """A Verifier whose one test lives in the workspace: it passes when its file says `pass`."""

    def __init__(self, workspace: Path) -> None:
        """Look at the tests of `workspace`."""
        self._test = workspace / "test_a.py"

    async def verify(self, when: When) -> records.TestsRun:
        """Look at the test's file."""
        good = self._test.read_text() == "pass\n"
        name = ("test_a.py::test",)
        return records.TestsRun(
            when=when,
            exit_code=0 if good else 1,
            passed=name if good else (),
            failed=() if good else name,
        )


def test_a_test_that_was_made_to_pass_proves_nothing(tmp_path: Path) -> None:
    async def scene() -> None:
        cheat = Answer(shell=("echo pass > test_a.py; echo x > b.txt",))
        async with stage(tmp_path, cheat, SAID) as on:
            test = on.bug.with_name("test_a.py")
            test.write_text("fail\n")
            means = replace(on.means, verifier=OwnTests(on.bug.parent), keep=True)
            receipt = receipt_of(await drawn(perform(on.session, ORDER, means)))
            assert told(receipt) == (
                "not_fixed",
                "With the test files as they were found: test_a.py::test fails.",
            )
            assert test.read_text() == "pass\n"
            assert on.bug.with_name("b.txt").exists()

    asyncio.run(scene())


class Documented:
    """A Verifier whose one test is the example in m.py: it passes when `f` gives what it says."""

    def __init__(self, workspace: Path) -> None:
        """Look at the module of `workspace`."""
        self._module = workspace / "m.py"

    async def verify(self, when: When) -> records.TestsRun:
        """Hold the example against the code."""
        text = self._module.read_text()
        good = text.partition("    return ")[2].strip() == text.split()[5]
        name = ("m.py::m.f",)
        return records.TestsRun(
            when=when,
            exit_code=0 if good else 1,
            passed=name if good else (),
            failed=() if good else name,
        )


_MODULE = 'def f():\n    """Say.\n\n    >>> f()\n    {said}\n    """\n    return {given}\n'


@pytest.mark.parametrize(
    ("said", "given", "verdict"), [(1, 1, "fixed"), (2, 2, "not_fixed"), (0, 0, "not_fixed")]
)
def test_code_may_be_repaired_around_its_own_example(
    tmp_path: Path, said: int, given: int, verdict: str
) -> None:
    async def scene() -> None:
        new = _MODULE.format(said=said, given=given)
        change = Answer(shell=(f"cat > m.py <<'END'\n{new}END\n",))
        async with stage(tmp_path, change, SAID) as on:
            module = on.bug.with_name("m.py")
            module.write_text(_MODULE.format(said=1, given=0))
            means = replace(on.means, verifier=Documented(on.bug.parent), keep=True)
            assert told(receipt_of(await drawn(perform(on.session, ORDER, means))))[0] == verdict
            assert module.read_text() == new

    asyncio.run(scene())


class Growing:
    """A Verifier whose tests are files: each passes when a.txt says so."""

    def __init__(self, workspace: Path) -> None:
        """Look at the tests of `workspace`."""
        self._folder = workspace
        self.asked: list[When] = []

    async def verify(self, when: When) -> records.TestsRun:
        """Run every file that is a test."""
        self.asked.append(when)
        names = tuple(f"{path.name}::t" for path in sorted(self._folder.glob("test_*.py")))
        if not names:
            return records.TestsRun(when=when, problem="no tests were found")
        good = (self._folder / "a.txt").read_text() == "good\n"
        return records.TestsRun(
            when=when, command="check", exit_code=0 if good else 1,
            passed=names if good else (), failed=() if good else names,
        )  # fmt: skip


def test_a_repair_is_proven_by_a_test_that_fails_without_it(tmp_path: Path) -> None:
    async def scene() -> None:
        work = Answer(shell=("echo x > test_n.py; echo good > a.txt",))
        async with stage(tmp_path, work, SAID) as on:
            tests = Growing(on.bug.parent)
            means = replace(on.means, verifier=tests)
            receipt = receipt_of(await drawn(perform(on.session, ORDER, means)))
            assert tests.asked == ["before", "after", "unfixed", "repeat"]
            assert (receipt.verdict, receipt.fixed) == ("fixed", ("test_n.py::t",))
            assert on.bug.read_text() == "good\n"

    asyncio.run(scene())


def test_a_new_test_alone_proves_no_repair(tmp_path: Path) -> None:
    async def scene() -> None:
        work = Answer(shell=("echo x > test_n.py",))
        async with stage(tmp_path, work, SAID) as on:
            on.bug.write_text("good\n")
            tests = Growing(on.bug.parent)
            means = replace(on.means, verifier=tests)
            receipt = receipt_of(await drawn(perform(on.session, ORDER, means)))
            assert tests.asked == ["before", "after"]
            assert receipt.verdict == "done"

    asyncio.run(scene())


def test_without_tests_a_change_is_unverified_and_kept(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path, GOOD, SAID) as on:
            on.tests.problem = "no tests were found"
            receipt = receipt_of(await drawn(perform(on.session, ORDER, on.means)))
            assert told(receipt) == (
                "unverified",
                "The change is not proven: no tests could be run: no tests were found.",
            )
            assert on.bug.read_text() == "good\n"

    asyncio.run(scene())
