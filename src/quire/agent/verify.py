"""Verification: the project's own tests, run inside the walls by the workbench program."""

from __future__ import annotations

import asyncio
import os
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, Protocol

import msgspec
from msgspec import Struct

from quire.protocol.records import TestsRun
from quire.sandbox.runner import Command, Outcome, Sandbox

When = Literal["before", "after", "repeat", "unfixed"]
_GRACE = 15.0
"""Seconds beyond the tests' own limit for the program to start, stop them and report."""

_SHORT = 30.0
"""Seconds that tests may take to be run twice at once: those of long ones need the machine."""


class Verifier(Protocol):
    """Whoever runs the tests of a project."""

    async def verify(self, when: When) -> TestsRun:
        """Run every test once; a run that is not possible has a `problem`."""
        ...


class Unverified:
    """Runs no tests, because the person asked for none."""

    async def verify(self, when: When) -> TestsRun:
        """Return a run that says so."""
        return TestsRun(when=when, problem="verification is switched off")


class _Ahead(Struct, frozen=True):
    """A second run that was made beside the first one, and what there was to run it on."""

    run: TestsRun
    traces: str


class Workbench:
    """Runs the workbench program's `tests` in a project's own interpreter.

    Tests that left no traces before the work are run twice at once after it: in the workspace,
    and in a twin of it. The second run counts as the repetition if the first one left no traces
    either, and nothing was changed since: one that came later would have found the same.
    """

    def __init__(self, sandbox: Sandbox, python: str, program: Path, seconds: float) -> None:
        """Take the walls to run in, the project's interpreter and the program's file."""
        self._sandbox = sandbox
        self._argv = (python, "-I", str(program), "tests")
        self._seconds = seconds
        self._leaves_none = False
        self._ahead: _Ahead | None = None

    async def verify(self, when: When) -> TestsRun:
        """Run every test once within the limit of seconds, or return the run that was made."""
        ahead, self._ahead = self._ahead, None
        if when == "before":
            return await self._watched()
        if when == "after" and self._leaves_none:
            return await self._twice()
        if when == "repeat" and ahead is not None and ahead.traces == self._sandbox.traces():
            return ahead.run
        return await self._run(when, last=when == "repeat")

    async def _watched(self) -> TestsRun:
        """Run the tests and note whether they may be run twice at once."""
        traces = self._sandbox.traces()
        run = await self._run("before")
        same = bool(traces) and traces == self._sandbox.traces()
        cores = len(os.sched_getaffinity(0))
        self._leaves_none = same and not run.problem and run.seconds <= _SHORT and cores > 1
        return run

    async def _twice(self) -> TestsRun:
        """Run the tests after the work, and beside that once more in a twin."""
        traces = self._sandbox.traces()
        async with self._sandbox.twin() as twin:
            if twin is None:
                return await self._run("after")
            second = asyncio.create_task(self._run("repeat", twin))
            try:
                after = await self._run("after", last=True)
                if after.exit_code == 0:
                    await asyncio.wait((second,))
            finally:
                second.cancel()
                await asyncio.wait((second,))
        whole = not second.cancelled() and second.exception() is None
        if whole and not second.result().problem and traces == self._sandbox.traces():
            self._ahead = _Ahead(second.result(), traces)
        return after

    async def _run(self, when: When, twin: Path | None = None, *, last: bool = False) -> TestsRun:
        root = str(self._sandbox.policy.workspace)
        limits = ("--root", root, "--seconds", f"{self._seconds:g}")
        argv, seconds = (*self._argv, *limits), self._seconds + _GRACE
        command = Command(argv, seconds=seconds, twin=twin, last=last or twin is not None)
        return read_run(when, await self._sandbox.run(command))


class _Failed(Struct, frozen=True):
    id: str
    error: str = ""
    where: str = ""


class _Tests(Struct, frozen=True, tag_field="type", tag="tests"):
    command: tuple[str, ...] = ()
    exit_code: int | None = None
    passed: tuple[str, ...] = ()
    failed: tuple[_Failed, ...] = ()
    skipped: int = 0
    seconds: float = 0.0
    timed_out: bool = False
    words: str = ""


class _Refused(Struct, frozen=True, tag_field="type", tag="refused"):
    reason: str = ""
    needs: str = ""


def read_run(when: When, outcome: Outcome) -> TestsRun:
    """Read the program's report; whatever is no report is a problem, told in one line."""
    report = next(_reports(outcome.stdout), None)
    match report:
        case _Refused(reason=reason, needs=needs):
            told = (text for text in (reason, needs) if text)
            return TestsRun(when=when, problem=". What is needed: ".join(told))
        case _Tests(timed_out=True):
            return _read(when, report, f"the tests ran out of time after {report.seconds:.0f} s")
        case _Tests(words=words) if words:
            return _read(when, report, f"`{shlex.join(report.command)}` does not start: {words}")
        case _Tests():
            return _read(when, report, "")
        case _:
            return TestsRun(when=when, exit_code=outcome.exit_code, problem=_trouble(outcome))


def _read(when: When, report: _Tests, problem: str) -> TestsRun:
    return TestsRun(
        when=when,
        command=shlex.join(report.command),
        exit_code=report.exit_code,
        passed=report.passed,
        failed=tuple(failure.id for failure in report.failed),
        skipped=report.skipped,
        seconds=report.seconds,
        problem=problem,
    )


def _reports(output: bytes) -> Iterator[_Tests | _Refused]:
    """Yield the reports among the lines of an output, the last one first."""
    reader = msgspec.json.Decoder(_Tests | _Refused)
    for line in reversed(output.splitlines()):
        if line.startswith(b"{"):
            try:
                yield reader.decode(line)
            except msgspec.MsgspecError:
                continue  # a line of the tests' own output


def _trouble(outcome: Outcome) -> str:
    said = outcome.stderr.decode("utf-8", "replace").strip().splitlines()
    if outcome.timed_out:
        return f"the test run was stopped after {outcome.seconds:.0f} s"
    if outcome.findings:
        return f"the test run was stopped: {outcome.findings[0]}"
    return f"the test run gave no report (exit {outcome.exit_code})" + (
        f": {said[-1][:200]}" if said else ""
    )
