"""Write tests for modules: search in child processes, one a file, and report new test files."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from .forks import Child
from .project import Project, Refused, detect, untested
from .report import Report
from .testgen_existing import covered
from .testgen_lab import Job, readable, unreadable, work
from .testgen_place import Target, files_of_tests, new_file, sources, targets, uses_hypothesis

SEARCH = 0.55  # share of the time for the search; making tests plainer and proving them follows
GRACE = 55.0  # seconds beyond a job's own: loading, and the runs that prove the tests stable
MOST_TEXT = 60_000  # characters of all new files together
Found = dict[str, Any]  # what the search for tests of one file sends
MOST_LOST = 4  # subjects or mutants that may end their process before a module is given up


@dataclass
class Wish:
    """What tests to write: for which targets, across modules or not, for how long."""

    targets: list[str] = field(default_factory=list)
    across: bool = False
    properties: bool = False
    more: bool = False  # only what the existing tests do not run
    seconds: float = 60.0
    seed: int = 0


def generate(root: Path, wish: Wish, report: Report) -> int:
    """Report each new test file, what was found suspicious, and the end; return 0."""
    try:
        project = detect(root)
    except Refused:
        project = untested(root)
    named = targets(root, wish.targets)
    found = [each for each in named if readable(root, each.path)]
    if not found:
        report.whole("done", outcome="refused", **_nothing(root, wish, named))
        return 0
    for each in (target for target in named if target not in found):
        report.whole("untestable", path=each.path, reason=unreadable(root, each.path))
    existing = files_of_tests(root)
    groups = [found] if wish.across else [[target] for target in found]
    left: list[str] = []
    written = 0
    for place, group in enumerate(groups):
        seconds = wish.seconds - report.seconds
        if (seconds < 1.0 and place) or written > MOST_TEXT:
            left.append(group[0].path)
            continue
        job = _job(project, group, existing, wish, max(seconds / (len(groups) - place), 2.0))
        with tempfile.TemporaryDirectory(prefix="quire-tests-") as folder:
            job.folder = folder
            text = _done(job, report)
        if text:
            existing.append(job.path)
            written += len(text)
    report.whole("done", outcome="written" if written else "none", left=left,
                 seconds=round(report.seconds, 3), command=project.command,
                 runner=project.runner)  # fmt: skip
    return 0


def _nothing(root: Path, wish: Wish, named: list[Target]) -> dict[str, str]:
    """Say why there is no module to write tests for."""
    if named:
        return {"reason": f"{named[0].path} is no valid Python: {unreadable(root, named[0].path)}"}
    words = ", ".join(wish.targets) or "this project"
    return {
        "reason": f"no Python module was found for {words}",
        "learned": "a path such as src/shop/cart.py, or a dotted name",
    }


def _job(
    project: Project, group: list[Target], existing: list[str], wish: Wish, seconds: float
) -> Job:
    first = group[0]
    measured = [target.path for target in group]
    if wish.across and len(group) == 1:
        measured = [path for path in sources(project.root) if readable(project.root, path)]
    known = covered(project, measured) if wish.more and existing else {}
    place = first
    if wish.across:
        package = first.module.rpartition(".")[0] or first.module
        place = Target(first.path, package)
    path = new_file(project.root, place, existing, "_integration" if wish.across else "")
    return Job(project, group, measured, existing, path, max(seconds * SEARCH, 1.5), wish.seed,
               wish.across, wish.properties or uses_hypothesis(project.root, existing),
               known=known)  # fmt: skip


def _done(job: Job, report: Report) -> str:
    """Do one job, again without what ended its process; report it and give the file's text."""
    result: Found | None = None
    reason = "the search did not end in time"
    ending = time.monotonic() + job.seconds / SEARCH + GRACE
    for _ in range(MOST_LOST):
        begin = time.monotonic()
        result, at, failed = _tried(job, ending, report)
        reason = failed or reason
        if result is not None or failed or not at:
            break
        job.skipped.append(at)
        job.seconds = max(job.seconds - (time.monotonic() - begin), 2.0)
        if _is_subject(at):
            reason = f"{at} ends or blocks its process"
        if time.monotonic() + job.seconds > ending:
            break
    if result is None:
        report.whole("untestable", path=job.targets[0].path, reason=reason)
        return ""
    for name in job.skipped:
        if _is_subject(name):
            result["untested"][name] = "ends or blocks its process"
    report.whole("file" if result["text"] else "nothing", **result)
    return str(result["text"])


def _tried(job: Job, ending: float, report: Report) -> tuple[Found | None, str, str]:
    """Do a job in a child; give its result, what it ran last, and what went wrong."""
    result: Found | None = None
    at = failed = ""
    child = Child(partial(work, job))
    for kind, value in child.messages(ending - time.monotonic(), ending):
        if kind == "done":
            result = value
        elif kind == "failed":
            failed = value
        else:
            at = value
            if _is_subject(at):
                report.progress("generate", 0, report.seconds, at)
    return result, at, failed


def _is_subject(name: str) -> bool:
    """Say whether a name is that of a function: the keys of mutants have spaces."""
    return " " not in name
