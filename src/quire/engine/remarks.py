"""What the workbench reported of a change, read and made into a review."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec import Struct

from quire.engine.findings import read_lines
from quire.engine.reviews import (
    Finding,
    LineRange,
    Location,
    Review,
    Suggestion,
    verdict_of,
)
from quire.engine.telling import counted

# How many of the files that were not read are named.
_SHOWN = 3


class Line(Struct, frozen=True, tag_field="type", kw_only=True):
    """One line of the report."""


class Remark(Line, frozen=True, kw_only=True, tag="finding"):
    """A flaw on lines of the diff."""

    check: str
    path: str
    start: int
    end: int
    title: str
    body: str
    priority: int
    confidence: float
    suggestion: Suggestion | None = None


class TestRuns(Struct, frozen=True, kw_only=True):
    """What the tests showed: `failed` broke with the change, `failed_before` is a count.

    `compared` tells that the base was run too, where that was needed.
    """

    __test__ = False

    problem: str = ""
    command: tuple[str, ...] = ()
    passed: int = 0
    failed: tuple[str, ...] = ()
    failed_before: int = 0
    compared: bool = False


class ChangedLines(Struct, frozen=True, kw_only=True):
    """A changed file and the ranges of lines, ends included, that its diff is about."""

    path: str
    lines: tuple[tuple[int, int], ...] = ()


class Reviewed(Line, frozen=True, kw_only=True, tag="reviewed"):
    """What was reviewed; `dropped` findings lay outside the diff or beyond the limit.

    `unread` are changed files that are no text, or too large; `submodules` are those at another
    commit, each with both.
    """

    root: str = ""
    base: str = ""
    commit: str = ""
    dropped: int = 0
    tests: TestRuns = TestRuns()
    files: tuple[ChangedLines, ...] = ()
    unread: tuple[str, ...] = ()
    submodules: tuple[str, ...] = ()


class Over(Line, frozen=True, kw_only=True, tag="done"):
    """The end of the report: reviewed, or refused for a reason."""

    outcome: str = ""
    reason: str = ""
    learned: str = ""


class Remarks(Struct, frozen=True, kw_only=True):
    """A whole report; without `reviewed` there is no review."""

    remarks: tuple[Remark, ...] = ()
    reviewed: Reviewed | None = None
    over: Over | None = None


_READER = msgspec.json.Decoder(Remark | Reviewed | Over)


def read_remarks(texts: Iterable[str]) -> Remarks:
    """Read the report's lines among `texts`; other lines are somebody else's output."""
    found = read_lines(texts, _READER)
    reviewed = [line for line in found if isinstance(line, Reviewed)]
    over = [line for line in found if isinstance(line, Over)]
    return Remarks(
        remarks=tuple(line for line in found if isinstance(line, Remark)),
        reviewed=reviewed[-1] if reviewed else None,
        over=over[-1] if over else None,
    )


def review_of(report: Remarks) -> Review:
    """Return the review that a report amounts to."""
    reviewed = report.reviewed or Reviewed()
    findings = tuple(_finding(remark, reviewed.root) for remark in report.remarks)
    return Review(
        findings=findings,
        overall_correctness=verdict_of(findings),
        overall_explanation=_explanation(report.remarks, reviewed),
        overall_confidence_score=_confidence(report.remarks, reviewed.tests),
    )


def _finding(remark: Remark, root: str) -> Finding:
    path = f"{root}/{remark.path}" if root else remark.path
    return Finding(
        title=remark.title,
        body=remark.body,
        confidence_score=remark.confidence,
        priority=remark.priority,
        code_location=Location(path, LineRange(remark.start, remark.end)),
        check=remark.check,
        suggestion=remark.suggestion,
    )


def _explanation(remarks: tuple[Remark, ...], reviewed: Reviewed) -> str:
    files = len(reviewed.files)
    unread = f"{_unread(reviewed.unread)} {_moved(reviewed.submodules)}".strip()
    if not files:
        return unread or "There is no change to review."
    lines = sum(last - first + 1 for file in reviewed.files for first, last in file.lines)
    size = f"{counted(files, 'changed file')}, {counted(lines, 'line')}"
    grave = sum(remark.priority <= 1 for remark in remarks)
    rest = len(remarks) - grave
    told = f"{counted(grave, 'grave finding')}, {rest} lesser" if remarks else "no findings"
    return " ".join(filter(None, (f"{size}: {told}.", unread, _tests(reviewed.tests))))


def _unread(paths: tuple[str, ...]) -> str:
    if not paths:
        return ""
    shown = ", ".join(paths[:_SHOWN]) + (", …" if len(paths) > _SHOWN else "")
    return f"Not read, as no text or above 1 MB: {counted(len(paths), 'changed file')} ({shown})."


def _moved(submodules: tuple[str, ...]) -> str:
    if not submodules:
        return ""
    shown = "; ".join(submodules[:_SHOWN]) + ("; …" if len(submodules) > _SHOWN else "")
    many = counted(len(submodules), "submodule")
    return f"Not read, as a repository of its own: {many} at another commit ({shown})."


def _tests(tests: TestRuns) -> str:
    if tests.problem:
        return f"The tests say nothing about it: {tests.problem}."
    if not tests.failed:
        known = f", {tests.failed_before} failed before already" if tests.failed_before else ""
        return f"The project's tests ran on it: {tests.passed} passed{known}."
    which = "that passed at the base" if tests.compared else "(the base was not run)"
    return f"With it {counted(len(tests.failed), 'test')} {which} failed; {tests.passed} passed."


def _confidence(remarks: tuple[Remark, ...], tests: TestRuns) -> float:
    grave = [remark.confidence for remark in remarks if remark.priority <= 1]
    if grave:
        return max(grave)
    return 0.5 if tests.problem else 0.7
