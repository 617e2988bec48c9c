"""The report of the workbench program, read in whatever state it arrives."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from quire.agent.verify import Unverified, Workbench, read_run
from quire.protocol import records
from quire.sandbox.policy import Policy, toolchain_roots
from quire.sandbox.runner import Outcome, Sandbox

REPORT = (
    b'{"type":"tests","command":["python","-m","pytest"],"exit_code":1,"passed":["a"],'
    b'"failed":[{"id":"b","error":"E","where":"m.py:3"}],"skipped":2,"seconds":1.5,'
    b'"timed_out":false}\n'
)
READ = records.TestsRun(
    when="after",
    command="python -m pytest",
    exit_code=1,
    passed=("a",),
    failed=("b",),
    skipped=2,
    seconds=1.5,
)


def printed(stdout: bytes, stderr: bytes = b"", exit_code: int | None = 0) -> Outcome:
    """Return the outcome of a program that printed."""
    return Outcome(
        exit_code=exit_code,
        timed_out=False,
        cancelled=False,
        stdout=stdout,
        stderr=stderr,
        stdout_path=None,
        stderr_path=None,
        seconds=1.0,
    )


def problem(outcome: Outcome) -> str:
    """Return the problem of the run that an outcome tells of."""
    return read_run("after", outcome).problem


def test_a_report_is_read_from_among_other_lines() -> None:
    noise = b'collecting\n{"type":"progress","seconds":1}\n{"broken\n'
    assert read_run("after", printed(noise + REPORT)) == READ


def test_a_refusal_says_what_it_needs() -> None:
    line = b'{"type":"refused","reason":"pytest is not installed","needs":"pip install pytest"}'
    assert problem(printed(line)) == "pytest is not installed. What is needed: pip install pytest"


@pytest.mark.parametrize(
    "output", [b"", b"\xff\xfe{", b"{}", b'{"type":"tests","passed":3}', b"[]"]
)
def test_whatever_is_no_report_is_a_problem(output: bytes) -> None:
    assert problem(printed(output, exit_code=2)) == "the test run gave no report (exit 2)"
    said = printed(output, b"one\nTraceback: no such thing\n", exit_code=2)
    assert problem(said).endswith("(exit 2): Traceback: no such thing")


def test_a_run_out_of_time_is_a_problem() -> None:
    line = REPORT.replace(b'"timed_out":false', b'"timed_out":true')
    assert problem(printed(line)) == "the tests ran out of time after 2 s"
    stopped = msgspec.structs.replace(printed(b"", exit_code=None), timed_out=True)
    assert problem(stopped) == "the test run was stopped after 1 s"
    killed = msgspec.structs.replace(printed(b"", exit_code=None), findings=("out of memory",))
    assert problem(killed) == "the test run was stopped: out of memory"


def test_the_program_is_run_inside_the_walls(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "import json, sys\n"
        "print(json.dumps({'type': 'tests', 'command': sys.argv[1:], 'exit_code': 0,"
        " 'passed': ['a'], 'failed': [], 'skipped': 0, 'seconds': 0, 'timed_out': False}))\n"
    )
    workspace = tmp_path / "work"
    workspace.mkdir()
    roots = (*toolchain_roots(Path(sys.executable)), program)

    async def scene() -> records.TestsRun:
        async with await Sandbox.open(Policy(workspace, readable=roots)) as sandbox:
            return await Workbench(sandbox, sys.executable, program, 30).verify("before")

    assert asyncio.run(scene()) == records.TestsRun(
        when="before",
        command=f"tests --root {workspace} --seconds 30",
        exit_code=0,
        passed=("a",),
    )


_PLACED = """
import json, os
name = str(os.stat(".").st_ino)
bad = open("a.txt").read() == "bad"
{deed}
failed = [dict(id=name)] if bad else []
print(json.dumps(dict(type="tests", command=[], exit_code=int(bad), passed=[name], failed=failed)))
"""
_TRANSIENT = "open('new', 'w').close(); os.remove('new')"


def places(tmp_path: Path, deed: str, between: Callable[[Path], object]) -> tuple[bool, ...]:
    """Return which of three runs took place in the workspace itself; a repair is in between."""
    program = tmp_path / "program.py"
    program.write_text(_PLACED.format(deed=deed))
    workspace = tmp_path / "work"
    workspace.mkdir()
    (workspace / "a.txt").write_text("bad")
    roots = (*toolchain_roots(Path(sys.executable)), program)

    async def scene() -> list[records.TestsRun]:
        async with await Sandbox.open(Policy(workspace, readable=roots)) as sandbox:
            workbench = Workbench(sandbox, sys.executable, program, 30)
            before = await workbench.verify("before")
            (workspace / "a.txt").write_text("good")
            after = await workbench.verify("after")
            between(workspace)
            return [before, after, await workbench.verify("repeat")]

    runs = asyncio.run(scene())
    assert [(run.when, run.problem) for run in runs] == [
        ("before", ""), ("after", ""), ("repeat", ""),
    ]  # fmt: skip
    return tuple(run.passed == (str(workspace.stat().st_ino),) for run in runs)


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="two runs at once need two cores")
def test_the_second_run_is_made_beside_the_first_in_a_twin(tmp_path: Path) -> None:
    assert places(tmp_path, "", Path.iterdir) == (True, True, False)


@pytest.mark.parametrize(
    "deed",
    [
        "open('new', 'w').close()",
        _TRANSIENT,
        f"bad or exec({_TRANSIENT!r})",
        "open(os.path.expanduser('~/new'), 'w').close()",
        "open('/tmp/new', 'w').close()",
    ],
)
def test_tests_that_leave_traces_are_repeated_where_they_are_left(
    tmp_path: Path, deed: str
) -> None:
    assert places(tmp_path, deed, Path.iterdir) == (True, True, True)


@pytest.mark.parametrize(
    "between",
    [
        lambda workspace: (workspace / "a.txt").write_text("good"),
        lambda workspace: (workspace / "new").touch(),
        lambda workspace: (workspace / "a.txt").write_text("bad"),
    ],
)
def test_a_run_ahead_does_not_count_for_what_was_changed_since(
    tmp_path: Path, between: Callable[[Path], object]
) -> None:
    assert places(tmp_path, "", between) == (True, True, True)


def test_switched_off_verification_says_so() -> None:
    run = asyncio.run(Unverified().verify("before"))
    assert run == records.TestsRun(when="before", problem="verification is switched off")
