"""Proves the catalogue: bases pass all tests, each bug fails given and hidden tests."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.engine import judge
from bench.engine.catalog import Bug, CatalogueError, base_names, hidden_tests, lay_out, load_bugs
from bench.engine.tasks import PROGRAMS, FolderTask, folder_tasks

TESTS_RAN_AND_FAILED = 1


def base_problems(project: str) -> list[str]:
    """Return what is wrong with a base project: nothing, if all its tests pass."""
    with tempfile.TemporaryDirectory(prefix="quire-check-") as name:
        folder = Path(name) / project
        lay_out(project, folder, [])
        outcomes = {
            "given": judge.given_outcome(folder),
            "hidden": judge.hidden_outcome(folder, hidden_tests(project)),
        }
    return [
        f"{project}: the {which} tests end with {outcome.code}\n{outcome.output[-2000:]}"
        for which, outcome in outcomes.items()
        if outcome.code != 0
    ]


def bug_problems(bug: Bug) -> list[str]:
    """Return what is wrong with a bug: nothing, if given and hidden tests run and fail."""
    with tempfile.TemporaryDirectory(prefix="quire-check-") as name:
        folder = Path(name) / bug.project
        try:
            lay_out(bug.project, folder, bug.changes)
        except CatalogueError as error:
            return [f"{bug.id}: {error}"]
        given = judge.given_outcome(folder)
        hidden = judge.hidden_outcome(folder, hidden_tests(bug.project))
    problems = []
    if given.code not in (TESTS_RAN_AND_FAILED, None):
        problems.append(f"{bug.id}: the given tests end with {given.code}, not with failures")
    if hidden.code not in (TESTS_RAN_AND_FAILED, None):
        problems.append(f"{bug.id}: the hidden tests end with {hidden.code}, not with failures")
    return problems


def program_problems(task: FolderTask) -> list[str]:
    """Return what is wrong with a program: nothing, if only the correct one passes all tests."""
    with tempfile.TemporaryDirectory(prefix="quire-check-") as name:
        folder = Path(name) / task.id
        shutil.copytree(task.source / "project", folder)
        before = task.judge(folder)
        shutil.copytree(task.source / "correct", folder, dirs_exist_ok=True)
        after = task.judge(folder)
    problems = []
    if before.given or before.hidden:
        problems.append(f"{task.set}/{task.id}: the buggy program passes tests: {before}")
    if not (after.given and after.hidden):
        problems.append(f"{task.set}/{task.id}: the correct program fails tests: {after}")
    return problems


def summary(bugs: list[Bug]) -> str:
    """Return a table of bugs by kind and set."""
    counts = Counter((bug.kind, bug.set) for bug in bugs)
    kinds = sorted({bug.kind for bug in bugs})
    rows = [f"{kind:20} {counts[kind, 'seen']:5} {counts[kind, 'unseen']:7}" for kind in kinds]
    sets = Counter(bug.set for bug in bugs)
    total = f"{'total':20} {sets['seen']:5} {sets['unseen']:7}"
    return "\n".join([f"{'kind':20} {'seen':>5} {'unseen':>7}", *rows, total])


def main() -> int:
    """Check everything, or what --only names; exit code 1 if something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="ids or projects that start with this")
    parser.add_argument("--jobs", type=int, default=2)
    chosen = parser.parse_args()
    bugs = [bug for bug in load_bugs() if bug.id.startswith(chosen.only)]
    bases = [name for name in base_names() if name.startswith(chosen.only)]
    programs = [task for task in folder_tasks(PROGRAMS) if task.id.startswith(chosen.only)]
    tasks: list[Callable[[], list[str]]] = [
        *(lambda name=name: base_problems(name) for name in bases),
        *(lambda bug=bug: bug_problems(bug) for bug in bugs),
        *(lambda task=task: program_problems(task) for task in programs),
    ]
    with ThreadPoolExecutor(chosen.jobs) as pool:
        problems = [problem for found in pool.map(lambda task: task(), tasks) for problem in found]
    print(summary(bugs))
    counted = f"{len(bases)} bases, {len(bugs)} bugs and {len(programs)} programs"
    print("\n".join(problems) or f"{counted} are as they should be")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
