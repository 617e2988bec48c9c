"""The tests of a change, run: which fail now and passed at the base, and which line is to blame."""

from __future__ import annotations

import ast
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from . import fresh
from .project import Project, Refused, detect, is_test_path
from .review_diff import ChangedFile, Comparison, Unreviewable, extract, lay
from .review_index import Index
from .review_names import nearest
from .review_view import FUNCTIONS, Spot

_NO_MODULE = re.compile(r"No module named '([\w.]+)'")
_NO_PLUGIN = re.compile("Pytest(UnknownMark|Config)Warning|async def functions are not natively")
_ASSERTION = re.compile(r"\W*assert", re.IGNORECASE)
_LEAST = 2.0  # seconds that a run of the base must have left
_MOST_STEPS = 400
_SHOWN = 3


@dataclass
class Checked:
    """What running the tests showed; `compared` when the base was run too."""

    problem: str = ""
    command: list[str] = field(default_factory=list)
    passed: int = 0
    failed: list[dict[str, str]] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    compared: bool = False
    all_broken: bool = False

    def as_fields(self) -> dict[str, object]:
        """Give the runs as data for a report: `failed` are the change's, `known` are older."""
        return {
            "problem": self.problem,
            "command": self.command,
            "passed": self.passed,
            "failed": [each["id"] for each in self.failed],
            "failed_before": len(self.known),
            "compared": self.compared,
        }


def run_tests(comparison: Comparison, folder: Path, seconds: float) -> Checked:
    """Run the tests of the change in `folder`, and those of the base if any fails."""
    try:
        project = detect(folder)
    except Refused as refusal:
        return Checked(problem=refusal.reason)
    command = list(project.command)
    after = _run(project, seconds)
    if not after.any and not after.timed_out and after.exit_code:
        return _not_begun(comparison, command, after, seconds - after.seconds)
    if after.timed_out:
        return Checked(problem=f"the tests took longer than {seconds:.0f} s", command=command)
    left = seconds - after.seconds
    if after.failed and not _is_writable(folder):
        after = _without_walls(folder, after, left)
        left -= after.seconds
    checked = Checked(command=command, passed=len(after.passed), failed=after.failed)
    if not after.failed:
        checked.compared = True
        return checked
    enough = left >= max(_LEAST, after.seconds)
    before = _run_base(comparison, left) if enough else None
    if before is not None and before.timed_out:
        before = None
    checked.compared = before is not None
    _sort_out(checked, folder, before)
    return checked


def _not_begun(
    comparison: Comparison, command: list[str], after: fresh.Run, seconds: float
) -> Checked:
    """Tell a runner that saw no test: a failure of the change where it did at the base."""
    said = after.words or "no test was seen"
    before = _run_base(comparison, seconds) if seconds >= _LEAST else None
    if before is None or not before.passed:
        return Checked(problem=f"the tests could not be run: {said}", command=command)
    failure = {"id": "the whole suite", "error": said, "where": ""}
    return Checked(command=command, failed=[failure], compared=True, all_broken=True)


def _sort_out(checked: Checked, folder: Path, before: fresh.Run | None) -> None:
    """Tell the failures of the change from those of the base and of this machine."""
    every = checked.failed
    passed = before.passed if before is not None else []
    # A new test that fails as others did before, but for what they assert, is no news.
    usual = {each["error"] for each in before.failed} if before is not None else set()
    usual = {error for error in usual if not _ASSERTION.match(error)}
    checked.failed = [
        each
        for each in every
        if (before is None or _is_new(each["id"], passed, before))
        and (
            _is_among(each["id"], passed)
            or not (each["error"] in usual or _is_lacking(folder, each["error"]))
        )
    ]
    checked.known = [each["id"] for each in every if each not in checked.failed]
    broken = sum(_is_among(each["id"], passed) for each in checked.failed)
    checked.all_broken = bool(passed) and broken * 2 > len(passed)


def _is_lacking(folder: Path, error: str) -> bool:
    """Say whether what fails is this machine's: a module or plug-in is not installed."""
    found = _NO_MODULE.search(error)
    if found is None:
        return bool(_NO_PLUGIN.search(error))
    name = found[1].partition(".")[0]
    places = (top / kind for top in (folder, folder / "src") for kind in (name, f"{name}.py"))
    return not any(place.exists() for place in places)


def _run(project: Project, seconds: float) -> fresh.Run:
    if project.runner == "pytest":
        # One file that cannot be loaded must not keep the others from being run.
        project.arguments = [*project.arguments, "--continue-on-collection-errors"]
    with importable(project.root):
        return fresh.run(project, seconds)


def _is_writable(folder: Path) -> bool:
    """Say whether tests can write into a folder: a review may be kept from changing anything."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _without_walls(folder: Path, seen: fresh.Run, seconds: float) -> fresh.Run:
    """Run the tests in a copy, as those of the base: a failure counts where it fails there too."""
    with tempfile.TemporaryDirectory(prefix="quire-after-") as name:
        copy = Path(name).resolve()
        try:
            again = _run(detect(lay(folder, copy)), max(_LEAST, seconds))
        except (Refused, Unreviewable, OSError):
            return seen
    if again.timed_out or not again.any:
        return seen
    failed = {each["id"] for each in seen.failed}
    again.failed = [each for each in again.failed if each["id"] in failed]
    again.passed = list(dict.fromkeys([*seen.passed, *again.passed]))
    return again


def _run_base(comparison: Comparison, seconds: float) -> fresh.Run | None:
    """Run the tests of the base in a copy; None where that cannot be."""
    with tempfile.TemporaryDirectory(prefix="quire-base-") as name:
        folder = Path(name).resolve()
        try:
            there = extract(comparison.root, comparison.base, folder)
            return _run(detect(there), seconds)
        except (Refused, Unreviewable, OSError):
            return None


@contextmanager
def importable(root: Path) -> Iterator[None]:
    """Put a copy's own sources before an installed version of the same project."""
    before = os.environ.get("PYTHONPATH")
    paths = [str(path) for path in (root / "src", root) if path.is_dir()]
    os.environ["PYTHONPATH"] = os.pathsep.join([*paths, *filter(None, [before])])
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before


def _is_new(name: str, passed: list[str], before: fresh.Run) -> bool:
    """Say whether a failure is the change's: it passed at the base, or there was no such test."""
    if _is_among(name, passed):
        return True
    failed = {each["id"] for each in before.failed}
    return name not in failed and name.partition("::")[0] not in failed and bool(passed)


def _is_among(name: str, passed: list[str]) -> bool:
    return name in passed or any(each.startswith(f"{name}::") for each in passed)


def failing_tests(
    comparison: Comparison, index: Index, checked: Checked
) -> Iterator[tuple[ChangedFile, Spot]]:
    """Cite the failing tests, each at the changed line that is nearest to blame."""
    places: dict[tuple[str, int], list[dict[str, str]]] = {}
    by_path = {file.path: file for file in comparison.files}
    for failure in checked.failed:
        place = _blamed(comparison, index, failure)
        if place is not None:
            places.setdefault(place, []).append(failure)
    for (path, line), failures in sorted(places.items()):
        first = failures[0]
        name = first["id"].rpartition("::")[2].rpartition("/")[2]
        many = f"{len(failures)} tests fail" if len(failures) > 1 else f"`{name}` fails"
        names = ", ".join(f"`{each['id']}`" for each in failures[:_SHOWN])
        more = f" and {len(failures) - _SHOWN} more" if len(failures) > _SHOWN else ""
        said = first["error"].strip() or "it failed"
        at = f" ({first['where']})" if first["where"] else ""
        base = "the base passes" if checked.compared else "the base was not run"
        yield (
            by_path[path],
            Spot(
                line,
                line,
                f"{many} with this change"[:75],
                f"Failing with the change, where {base}: {names}{more}. {said}{at}",
            ),
        )


def _blamed(
    comparison: Comparison, index: Index, failure: dict[str, str]
) -> tuple[str, int] | None:
    """Give the changed line for a failure: in its traceback, on its way, or the first there is.

    Where files only went away, it is their first line.
    """
    path, _, line = failure["where"].rpartition(":")
    files = {file.path: file for file in comparison.files if file.diff and file.after is not None}
    sources = [file for name, file in files.items() if not is_test_path(name)]
    if path in files and line.isdigit() and (not is_test_path(path) or not sources):
        return path, nearest(files[path], int(line))
    reached = _reached(index, failure["id"], sources)
    if reached is not None:
        return reached
    preferred = [file for file in sources if file.is_python] or sources or list(files.values())
    if preferred:
        return preferred[0].path, min(preferred[0].diff)
    gone = [file.path for file in comparison.files if file.after is None]
    return (gone[0], 1) if gone else None


def _reached(index: Index, test: str, files: list[ChangedFile]) -> tuple[str, int] | None:
    """Follow the calls from a test by name to the first changed function."""
    changed: dict[str, tuple[str, int]] = {}
    for file in files:
        for node in ast.walk(file.tree) if file.tree else ():
            if isinstance(node, FUNCTIONS):
                lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
                inside = [line for line in lines if line in file.diff]
                if inside:
                    name = "" if node.name.startswith("__") else node.name
                    changed.setdefault(name or _class_of(file, node), (file.path, inside[0]))
    last = test.rpartition("::")[2].rpartition(".")[2].partition("[")[0]
    waiting = [node for node in _functions(index, last)]
    seen: set[str] = set()
    for _ in range(_MOST_STEPS):
        if not waiting:
            return None
        node = waiting.pop(0)
        names = [
            each.id if isinstance(each, ast.Name) else each.attr
            for each in ast.walk(node)
            if isinstance(each, (ast.Name, ast.Attribute))
        ]
        for name in names:
            if name in changed:
                return changed[name]
            if name not in seen:
                seen.add(name)
                waiting.extend(_functions(index, name))
    return None


def _class_of(file: ChangedFile, wanted: ast.AST) -> str:
    for node in ast.walk(file.tree) if file.tree else ():
        if isinstance(node, ast.ClassDef) and wanted in node.body:
            return node.name
    return ""


def _functions(index: Index, name: str) -> list[ast.AST]:
    found: list[ast.AST] = []
    for path in index.paths:
        if f"def {name}(" in index.text(path) or f"class {name}" in index.text(path):
            module = index.module(path)
            for node in ast.walk(module.tree) if module else ():
                if isinstance(node, (*FUNCTIONS, ast.ClassDef)) and node.name == name:
                    found.append(node)
    return found
