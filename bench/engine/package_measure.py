"""Puts faults into published packages, has them repaired and judges by the packages' own tests."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from bench.engine import report
from bench.engine.drivers import Product
from bench.engine.measure import attempt_all
from bench.engine.package_sources import (
    HALVES,
    Listing,
    Package,
    PackageError,
    choose_packages,
    fetch,
    load_listing,
    packages_python,
    unpack,
)
from bench.engine.package_suites import Suite
from bench.engine.package_tasks import PackageTask, find_tasks
from bench.engine.report import Row

MODEL = "quire/standard"
SECONDS_PER_REPAIR = 900.0


class Found(msgspec.Struct, frozen=True):
    """The tasks of a package, and what to say of them."""

    tasks: list[PackageTask]
    remark: str


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="bench/engine/packages.py", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="another seed, other faults")
    parser.add_argument("--each", type=int, default=3, help="faults in each package")
    parser.add_argument("--only", nargs="+", default=(), metavar="NAME", help="these packages")
    parser.add_argument("--half", choices=HALVES, help="a: seen while tuning, b: not looked at")
    parser.add_argument("--jobs", type=int, choices=(1, 2), default=1)
    parser.add_argument("--json", type=Path, help="write the rows to this file")
    return parser.parse_args()


def make_tasks(
    package: Package, archive: Path, suite: Suite, chosen: argparse.Namespace, scratch: Path
) -> Found:
    """Return a package's tasks; none if its own tests are not green here."""
    original = unpack(package, archive, scratch / "originals")
    trial = scratch / "trials" / package.name
    shutil.copytree(original, trial)
    begin = time.perf_counter()
    result = suite.run(trial)
    seconds = time.perf_counter() - begin
    shutil.rmtree(trial)
    if result.code != 0:
        return Found([], f"skipped, its own tests are not green here: {result.last_line}")
    patient = Suite(suite.python, min(suite.seconds, patience(seconds)))
    tasks = find_tasks(package.name, original, patient, chosen.seed, chosen.each)
    return Found(tasks, f"{len(tasks)} of {chosen.each} faults; its tests take {seconds:.1f} s")


def patience(seconds: float) -> float:
    """Return how long tests may take that take so long without a fault."""
    return 20 + 4 * seconds


def collect_tasks(
    packages: Sequence[Package], python: Path, chosen: argparse.Namespace, scratch: Path
) -> list[PackageTask]:
    """Fetch all packages first, then make the tasks of each and print a line about it."""
    archives = {package.name: fetch(package, python) for package in packages}
    suite = Suite(python)

    def make(package: Package) -> Found:
        return make_tasks(package, archives[package.name], suite, chosen, scratch)

    tasks: list[PackageTask] = []
    with ThreadPoolExecutor(chosen.jobs) as pool:
        for package, found in zip(packages, pool.map(make, packages), strict=True):
            print(f"{package.name} {package.version}: {found.remark}", flush=True)
            tasks += found.tasks
    return tasks


def print_report(rows: Sequence[Row], halves: Mapping[str, str], how: str) -> None:
    """Print the tables, worst news included."""
    groupings: dict[str, Callable[[Row], str]] = {
        "By kind": lambda row: row.kind,
        "By package": lambda row: row.set,
        "By half": lambda row: halves[row.set],
    }
    for title, group in groupings.items():
        print(f"\n{title}\n{report.table(rows, group)}")
    for name in ("false", "unfixed", "refused", "error"):
        ids = [row.id for row in rows if row.verdict == name]
        if ids:
            print(f"\n{name}: {' '.join(ids)}")
    print(f"\n{how}\n{report.machine()}")


def measure(listing: Listing, packages: Sequence[Package], chosen: argparse.Namespace) -> list[Row]:
    """Make the tasks of the packages and have each repaired."""
    python = packages_python(listing.requirements)
    # As an activated environment does; Product and the judge hand their environment on.
    os.environ["VIRTUAL_ENV"] = str(python.parent.parent)
    scratch = Path(tempfile.mkdtemp(prefix="quire-bench-"))
    try:
        tasks = collect_tasks(packages, python, chosen, scratch)
        driver = Product(MODEL, SECONDS_PER_REPAIR, python, scratch / "cache")
        return attempt_all(tasks, driver, chosen.jobs)
    finally:
        shutil.rmtree(scratch)


def main() -> int:
    """Measure and report; exit code 2 if that is not possible or there is nothing to measure."""
    chosen = arguments()
    try:
        listing = load_listing()
        packages = choose_packages(listing.package, chosen.only, chosen.half)
        rows = measure(listing, packages, chosen) if packages else []
    except PackageError as error:
        print(error, file=sys.stderr)
        return 2
    if not rows:
        print("no fault to repair; see --only, --half, --each and --seed", file=sys.stderr)
        return 2
    halves = {package.name: package.half for package in packages}
    how = f"whole command, {MODEL}, {chosen.jobs} at a time, seed {chosen.seed}"
    print_report(rows, halves, how)
    if chosen.json is not None:
        report.write(chosen.json, how, rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
