"""Review a change: checks over the lines of the diff, and the project's tests over both sides."""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from .report import Report
from .review_checks import (
    ALONE,
    AROUND,
    CONFLICT,
    DELETED_TESTS,
    FAILING,
    LINTED,
    NEWER,
    REMOVED,
    SYNTAX,
    Check,
)
from .review_diff import ChangedFile, Comparison, Unreviewable, compare, extract
from .review_fixes import replaced
from .review_index import Index
from .review_leftovers import conflicts
from .review_linters import complaints
from .review_names import nearest, removed_names
from .review_news import News
from .review_runs import Checked, failing_tests, run_tests
from .review_submodules import submodules
from .review_tests import deleted_tests
from .review_view import MOST_LINES, Spot, View

MOST_FINDINGS = 20
_MOST_TITLE = 80
_MOST_BODY = 700
# What Python 3.11 and 3.12 brought: type parameters, `type` statements, groups of errors.
_NEWER = re.compile(r"\s*(type \w+(\[.*\])? = |(async )?(def|class) \w+\[|except\*)")
_EXCUSES = ("# noqa", "# nosec")


@dataclass(frozen=True)
class Wish:
    """What to review and for how long: HEAD's uncommitted changes without base and commit."""

    base: str = ""
    commit: str = ""
    seconds: float = 120.0
    tests: bool = True


@dataclass(frozen=True)
class Finding:
    """A flaw as it is reported."""

    check: str
    path: str
    start: int
    end: int
    title: str
    body: str
    priority: int
    confidence: float
    suggestion: dict[str, object] | None = None


def review(root: Path, wish: Wish, report: Report) -> int:
    """Report the findings of a change, then what was reviewed, then the end; return 0."""
    begin = time.monotonic()
    try:
        comparison = compare(root, wish.base, wish.commit)
        with _after(comparison) as folder:
            gone = (file.path for file in comparison.python if file.after is None)
            index = Index(folder, gone)
            found = list(_static(comparison, index, folder))
            left = wish.seconds - (time.monotonic() - begin)
            checked = (
                run_tests(comparison, folder, left)
                if wish.tests and comparison.files
                else Checked(problem="the tests were not run")
            )
            found += _of(FAILING, failing_tests(comparison, index, checked), checked)
    except Unreviewable as error:
        report.whole("done", outcome="refused", reason=error.reason, learned=error.needs)
        return 0
    kept, dropped = chosen(found, comparison)
    for finding in kept:
        report.whole("finding", **vars(finding))
    report.whole("reviewed", root=str(comparison.root), base=comparison.base,
                 commit=comparison.commit, dropped=dropped, tests=checked.as_fields(),
                 files=[_lines(file) for file in comparison.files],
                 unread=comparison.unread, submodules=submodules(comparison))  # fmt: skip
    report.whole("done", outcome="reviewed", seconds=round(time.monotonic() - begin, 3))
    return 0


@contextmanager
def _after(comparison: Comparison) -> Iterator[Path]:
    """Give the folder that holds the project as it is after the change."""
    if not comparison.commit:
        yield comparison.root
        return
    with tempfile.TemporaryDirectory(prefix="quire-review-") as name:
        folder = Path(name).resolve()
        yield extract(comparison.root, comparison.commit, folder)


def _static(comparison: Comparison, index: Index, folder: Path) -> Iterator[Finding]:
    news = News(comparison)
    for file in comparison.python:
        if file.after is not None and file.tree is None:
            yield from _unparsed(file)
            continue
        if file.unreadable:
            yield _finding(SYNTAX, file.path, _undecoded(file))
        for spot in removed_names(file, index):
            yield _finding(REMOVED, file.path, spot)
        if file.tree is None:
            continue
        for check, spot in _checked(View(file, file.tree), index, news):
            yield _finding(check, file.path, spot)
    for file in comparison.files:
        yield from (_finding(CONFLICT, file.path, spot) for spot in conflicts(file))
    for file, spot in deleted_tests(comparison, index):
        yield _finding(DELETED_TESTS, file.path, spot)
    texts = {file.path: file.after for file in comparison.python if file.after is not None}
    for each in complaints(folder, list(texts)):
        words = " ".join(each.text.split())
        mended = replaced(texts[each.path], each.edits) if each.path in texts else None
        spot = Spot(each.line, each.line, words, f"{each.tool} says: {words}", mended)
        yield replace(_finding(LINTED, each.path, spot), check=each.check)


def _checked(view: View, index: Index, news: News) -> Iterator[tuple[Check, Spot]]:
    for check, alone in ALONE:
        if check.in_tests or not view.is_test:
            yield from ((check, spot) for spot in news.among(view, alone))
    for check, around in AROUND:
        if check.in_tests or not view.is_test:
            yield from ((check, spot) for spot in around(view, index))


def _undecoded(file: ChangedFile) -> Spot:
    place = nearest(file, file.unreadable)
    return Spot(
        place,
        place,
        "File is not in the encoding that it claims",
        f"Python stops at line {file.unreadable}: a byte there is not UTF-8, or not what the "
        "file's first lines declare. Nothing that imports this file can run. Save it as UTF-8.",
    )


def _unparsed(file: ChangedFile) -> Iterator[Finding]:
    try:
        compile(file.after or "", file.path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        place = min(file.diff, key=lambda each: abs(each - line), default=1)
        version = ".".join(map(str, sys.version_info[:2]))
        words = (file.after or "").splitlines()[line - 1 : line]
        newer = any(_NEWER.match(each) for each in words)
        yield _finding(NEWER if newer else SYNTAX, file.path, Spot(
            place, place, "File does not parse" + (f" with Python {version}" if newer else ""),
            f"Python {version} stops at line {line}: {error}. Nothing that imports this file can "
            f"run{' before a newer Python' if newer else ''}.",
        ))  # fmt: skip


def _of(
    check: Check, found: Iterator[tuple[ChangedFile, Spot]], checked: Checked
) -> Iterator[Finding]:
    for file, spot in found:
        finding = _finding(check, file.path, spot)
        if checked.all_broken:
            finding = replace(finding, priority=0, title=finding.title.replace("[P1]", "[P0]", 1))
        yield finding if checked.compared else replace(finding, confidence=0.6)


def _finding(check: Check, path: str, spot: Spot) -> Finding:
    title = f"[P{check.priority}] {spot.title}"
    title = title if len(title) <= _MOST_TITLE else f"{title[: _MOST_TITLE - 1]}…"
    body = " ".join(spot.body.split())
    last = max(spot.first, min(spot.last, spot.first + MOST_LINES - 1))
    return Finding(check.id, path, spot.first, last, title, body[:_MOST_BODY], check.priority,
                   check.confidence, spot.suggestion)  # fmt: skip


def chosen(found: list[Finding], comparison: Comparison) -> tuple[list[Finding], int]:
    """Keep what overlaps the diff, once each, the gravest first; count what was dropped."""
    files = {file.path: file for file in comparison.files}
    kept: dict[tuple[str, int, str], Finding] = {}
    outside = 0
    for finding in found:
        file = files.get(finding.path)
        if file is None or not _overlaps(file, finding):
            outside += 1
        elif not _is_excused(file, finding):
            key = (finding.path, finding.start, finding.check)
            first = kept.setdefault(key, finding)
            # What a linter can mend too is told once, with its edit.
            kept[key] = replace(first, suggestion=first.suggestion or finding.suggestion)
    order = sorted(
        kept.values(), key=lambda each: (each.priority, -each.confidence, each.path, each.start)
    )
    return order[:MOST_FINDINGS], outside + len(order[MOST_FINDINGS:])


def _overlaps(file: ChangedFile, finding: Finding) -> bool:
    if file.after is None:
        return finding.start == 1
    return any(line in file.diff for line in range(finding.start, finding.end + 1))


def _is_excused(file: ChangedFile, finding: Finding) -> bool:
    """Say whether the author has marked the line as meant."""
    lines = (file.after or "").splitlines()[finding.start - 1 : finding.end]
    return finding.check != FAILING.id and any(mark in line for line in lines for mark in _EXCUSES)


def _lines(file: ChangedFile) -> dict[str, object]:
    """Give a changed file with the ranges of lines that its diff is about."""
    ranges: list[list[int]] = []
    for line in sorted(file.diff) if file.after is not None else [1]:
        if ranges and ranges[-1][1] == line - 1:
            ranges[-1][1] = line
        else:
            ranges.append([line, line])
    return {"path": file.path, "lines": ranges}
