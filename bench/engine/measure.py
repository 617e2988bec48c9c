"""Measures the repair engine on buggy projects and judges each result independently."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.engine import report
from bench.engine.drivers import (
    Driver,
    Product,
    Workbench,
    pack_workbench,
    projects_python,
)
from bench.engine.report import Row
from bench.engine.tasks import Task, catalogue_tasks, folder_tasks, quixbugs_tasks


def attempt(task: Task, driver: Driver) -> Row:
    """Have one task repaired in a fresh folder and judge the result."""
    with tempfile.TemporaryDirectory(prefix="quire-bench-") as name:
        folder = Path(name) / "project"
        task.prepare(folder)
        done = driver(folder)
        judged = task.judge(folder)
    return Row(
        id=task.id,
        set=task.set,
        kind=task.kind,
        verdict=report.verdict(done.claim, judged.given, judged.hidden),
        claim=done.claim,
        seconds=round(done.seconds, 2),
        given_pass=judged.given,
        hidden_pass=judged.hidden,
        output=done.output,
        rate=done.rate,
    )


def attempt_all(tasks: Sequence[Task], driver: Driver, jobs: int) -> list[Row]:
    """Attempt the tasks, `jobs` at a time, and print a line for each as it ends."""
    rows = []
    with ThreadPoolExecutor(jobs) as pool:
        for row in pool.map(lambda task: attempt(task, driver), tasks):
            rows.append(row)
            print(
                f"{len(rows):4}/{len(tasks)} {row.verdict:8} {row.seconds:6.1f} s  {row.id}",
                flush=True,
            )
    return rows


def _folder(text: str) -> Path:
    """Read the name of a folder; ArgumentTypeError if there is none."""
    if not Path(text).is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {text!r}")
    return Path(text)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="bench/engine/run.py", description=__doc__)
    parser.add_argument("--set", choices=("seen", "unseen", "all", "none"), default="all")
    parser.add_argument("--quixbugs", type=_folder, help="a folder of QuixBugs project folders")
    parser.add_argument("--tasks", type=_folder, help="a folder of task folders of your own")
    parser.add_argument("--limit", type=int, help="stop after this many tasks")
    parser.add_argument("--jobs", type=int, choices=(1, 2), default=1)
    parser.add_argument("--model", default="quire/standard")
    parser.add_argument("--seconds", type=float, default=60.0, help="budget with --workbench")
    parser.add_argument("--python", type=Path, help="the projects' interpreter, with pytest")
    parser.add_argument("--json", type=Path, help="write the rows to this file")
    parser.add_argument("--only", default="", help="ids that start with this")
    parser.add_argument("--workbench", action="store_true", help="the search program alone")
    return parser.parse_args()


def choose_tasks(chosen: argparse.Namespace) -> list[Task]:
    """Return the tasks that the command line asks for."""
    tasks = [] if chosen.set == "none" else catalogue_tasks(chosen.set)
    if chosen.quixbugs is not None:
        tasks += quixbugs_tasks(chosen.quixbugs)
    if chosen.tasks is not None:
        tasks += folder_tasks(chosen.tasks)
    return [task for task in tasks if task.id.startswith(chosen.only)][: chosen.limit]


def print_report(rows: Sequence[Row], how: str) -> None:
    """Print the tables, worst news included."""
    groupings: dict[str, Callable[[Row], str]] = {
        "By kind": lambda row: row.kind,
        "By set": lambda row: row.set,
    }
    for title, group in groupings.items():
        print(f"\n{title}\n{report.table(rows, group)}")
    for name in ("false", "unfixed", "refused", "error"):
        ids = [row.id for row in rows if row.verdict == name]
        if ids:
            print(f"\n{name}: {' '.join(ids)}")
    print(f"\n{how}\n{report.machine()}")
    print(report.rate(rows))


def main() -> int:
    """Measure and report; exit code 2 if no task was chosen."""
    chosen = arguments()
    tasks = choose_tasks(chosen)
    if not tasks:
        print("no task matches; see --set, --only, --quixbugs and --tasks", file=sys.stderr)
        return 2
    scratch = Path(tempfile.mkdtemp(prefix="quire-bench-"))
    how = f"whole command, {chosen.model}, {chosen.jobs} at a time"
    driver: Driver
    if not chosen.workbench:
        python = chosen.python or projects_python()
        driver = Product(chosen.model, limit=900.0, python=python, cache=scratch / "cache")
    else:
        how = f"search program alone, {chosen.seconds:g} s, {chosen.jobs} at a time"
        driver = Workbench(pack_workbench(scratch / "workbench.pyz"), chosen.seconds)
    try:
        rows = attempt_all(tasks, driver, chosen.jobs)
    finally:
        shutil.rmtree(scratch)
    print_report(rows, how)
    if chosen.json is not None:
        report.write(chosen.json, how, rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
