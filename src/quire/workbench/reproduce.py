"""See a reported fault again and write the test that shows it: the work of `reproduce`."""

from __future__ import annotations

import re
import sys
from dataclasses import asdict, replace
from importlib.util import find_spec
from pathlib import Path

from . import fresh
from .project import Project, Refused, detect, is_test_path
from .report import Report
from .reproduce_expect import promised
from .reproduce_names import Names
from .reproduce_seen import Seen, Unseen, samples, see
from .reproduce_text import read, wishes
from .reproduce_write import Wanted, Written, write

_FILE = re.compile(r"(?<![\w/.-])([\w./-]+\.(?:log|txt|md|out|err|rst))\b")
_MOST_FILE = 200_000
_SPARE = 3.0


def reproduce(root: Path, text: str, seconds: float, report: Report) -> int:
    """Report the test that shows a fault, or why there is none; return 0."""
    whole = read(_with_files(root, text))
    names = Names(root)
    known = _named_test(names, whole.trace)
    if known:
        _over(report, "known", f"{known[0]} is a test already", known)
        return 0
    try:
        seen = see(root, names, whole)
        wanted, basis = _wanted(names, seen, wishes(whole.text) if whole.trace else None)
    except Unseen as unseen:
        _over(report, unseen.outcome, unseen.reason)
        return 0
    project, tests = _tested(root, seconds)
    known = _failing_already(root, tests, seen) if tests is not None else []
    if known:
        _over(report, "known", "a failing test shows it already", known)
        return 0
    written = write(project, names, wanted, seen.module)
    _report(report, wanted, basis, seen, written)
    _over(report, "reproduced", "")
    return 0


def _with_files(root: Path, text: str) -> str:
    """Return the text with what the files that it names hold, where they lie in the project."""
    found = [text]
    for name in dict.fromkeys(_FILE.findall(text)):
        path = (root / name).resolve()
        if root.resolve() in path.parents and path.is_file():
            found.append(path.read_text(encoding="utf-8", errors="replace")[-_MOST_FILE:])
    return "\n\n".join(found)


def _named_test(names: Names, trace: object) -> list[str]:
    """Return the test that a traceback begins in."""
    for frame in getattr(trace, "frames", ()):
        path = names.path_of(frame)
        if path and is_test_path(path) and frame.function.startswith("test"):
            return [f"{path}::{frame.function}"]
    return []


def _tested(root: Path, seconds: float) -> tuple[Project, fresh.Run | None]:
    """Return how the project is tested, as it is or would be, and a run of its tests."""
    try:
        project = detect(root)
    except Refused:
        runner = "unittest" if find_spec("pytest") is None else "pytest"
        return Project(root, runner, sys.executable), None
    return project, fresh.run(project, max(seconds - _SPARE, 1.0))


def _failing_already(root: Path, tests: fresh.Run, seen: Seen) -> list[str]:
    """Return the failing tests that end as the report says, or hold the very call."""
    found: list[str] = []
    inner = seen.ending.frames[-1] if seen.ending.frames else None
    call = "".join(seen.source.split()).replace('"', "'")
    for test in tests.failed:
        kind = test["error"].partition(":")[0].rpartition(".")[2]
        same = inner is not None and kind == seen.ending.error
        if same and inner is not None and test["where"] == f"{inner.path}:{inner.line}":
            found.append(test["id"])
            continue
        path = root / test["id"].partition("::")[0]
        text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
        if call in "".join(text.split()).replace('"', "'"):
            found.append(test["id"])
    return found


def _wanted(names: Names, seen: Seen, told: object) -> tuple[Wanted, str]:
    """Return what the test asks for and what says so; raise Unseen if the fault is documented."""
    step = seen.step
    wanted = Wanted(
        imports=tuple(seen.imports),
        setup=step.setup,
        source=seen.source,
        function=seen.function,
        value=step.wants or getattr(told, "wants", ""),
        error=step.wants_error or getattr(told, "wants_error", ""),
        reported=seen.ending.error,
        words=seen.words,
    )
    if seen.words:
        return replace(wanted, value="", error=""), "a command must end without a traceback"
    if wanted.value or wanted.error:
        return wanted, "the report says so"
    function = names.function(seen.path, seen.function)
    if function is None:
        return wanted, ""
    promise = promised(function, seen.call, seen.ending.error)
    if promise.allowed:
        raise Unseen(
            "documented",
            f"{seen.source} raises {seen.ending.error} here too, but {promise.basis}: "
            "it may be meant. Say what it should give instead",
        )
    return (
        replace(wanted, value=promise.value, error=promise.error, types=promise.types),
        promise.basis,
    )


def _report(report: Report, wanted: Wanted, basis: str, seen: Seen, written: Written) -> None:
    kept = samples(Path.cwd(), seen)
    frames = [frame for frame in seen.ending.frames if not is_test_path(frame.path)]
    report.whole(
        "reproduced",
        path=written.path,
        name=written.name,
        text="" if written.diff else written.text,
        diff=written.diff,
        test=written.test,
        call=" ".join(seen.words) if seen.words else seen.source,
        error=seen.ending.error,
        message=seen.ending.message,
        gave=seen.ending.result,
        how=seen.how,
        basis=basis,
        sure=bool(wanted.value or wanted.error),
        samples=kept,
        focus=list(dict.fromkeys(part for frame in reversed(frames)
                                 for part in (frame.path, frame.function) if part[0] != "<"))
        or [part for part in (seen.path, seen.function) if part],
        ending={key: value for key, value in asdict(seen.ending).items() if key in ("how", "type")},
    )  # fmt: skip


def _over(report: Report, outcome: str, reason: str, tests: list[str] | None = None) -> None:
    report.whole("done", outcome=outcome, reason=reason, tests=tests or [],
                 seconds=round(report.seconds, 3))  # fmt: skip
