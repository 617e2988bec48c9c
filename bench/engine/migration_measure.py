"""Has published packages migrated, and judges by what their own tests say before and after."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from bench.engine.drivers import Attempt, Product
from bench.engine.package_measure import MODEL
from bench.engine.package_sources import (
    HALVES,
    Package,
    PackageError,
    choose_packages,
    fetch,
    load_listing,
    packages_python,
    unpack,
)
from bench.engine.package_suites import Suite, SuiteResult

ORDERS = {
    "pytest": "convert the tests from unittest to pytest",
    "setup": "migrate setup.py to pyproject.toml",
    "syntax": "migrate to Python 3.12",
    "deprecated": "fix the deprecation warnings",
}
SECONDS = 900.0
_NOTHING = ("There is nothing to migrate", "there is no setup.py", "[project] table already")
_SHARE = re.compile(r"^\s*(\d+) of (\d+) migrations? done", re.MULTILINE)


class Row(msgspec.Struct, frozen=True):
    """What came of a migration of a package: the verdict, seconds of wall time, the answer."""

    package: str
    migration: str
    verdict: str
    seconds: float
    told: str


def verdict(attempt: Attempt, changed: bool, before: SuiteResult, after: SuiteResult) -> str:
    """Return done, in part, nothing, refused, wrong, or what else became of an attempt.

    Wrong is a change that loses a passing test or breaks one, and a claim without a change.
    """
    lost = after.passing < before.passing or after.failing > before.failing or after.errors
    if attempt.claim == "time-out" or attempt.claim.startswith("error"):
        return attempt.claim.partition(" ")[0]
    if changed and (lost or after.code != before.code):
        return "wrong"
    if any(words in attempt.output for words in _NOTHING):
        return "wrong" if changed else "nothing"
    if attempt.claim != "fixed":
        return "wrong" if changed else "refused"
    shares = _SHARE.findall(attempt.output)
    if not changed or not shares:
        return "wrong"
    return "done" if shares[-1][0] == shares[-1][1] else "in part"


def _migrated(package: Package, archive: Path, name: str, python: Path, scratch: Path) -> Row:
    project = unpack(package, archive, scratch / name)
    suite = Suite(python)
    before = suite.run(project)
    if before.code != 0:
        return Row(package.name, name, "not green", 0.0, before.last_line)
    _git(project, "init", "-q")
    _git(project, "add", "-A", "-f")
    _git(project, "-c", "user.name=b", "-c", "user.email=b@example.com", "commit", "-qm", "b")
    driver = Product(MODEL, SECONDS, python, scratch / "cache", ORDERS[name])
    attempt = driver(project)
    changed = bool(_git(project, "diff", "HEAD", "--name-only"))
    after = suite.run(project) if changed else before
    told = verdict(attempt, changed, before, after)
    return Row(package.name, name, told, round(attempt.seconds, 1), attempt.output)


def _git(folder: Path, *words: str) -> str:
    return subprocess.run(
        ["git", *words], cwd=folder, check=True, capture_output=True, text=True
    ).stdout


def measure(packages: Sequence[Package], names: Sequence[str], jobs: int) -> list[Row]:
    """Migrate every package in every way, and print a line of each."""
    python = packages_python(load_listing().requirements)
    os.environ["VIRTUAL_ENV"] = str(python.parent.parent)
    archives = {package.name: fetch(package, python) for package in packages}
    scratch = Path(tempfile.mkdtemp(prefix="quire-bench-"))
    rows: list[Row] = []
    try:
        with ThreadPoolExecutor(jobs) as pool:
            waiting = [
                pool.submit(_migrated, each, archives[each.name], name, python, scratch)
                for each in packages for name in names
            ]  # fmt: skip
            for each in waiting:
                row = each.result()
                rows.append(row)
                print(f"{row.package} {row.migration}: {row.verdict}, {row.seconds} s", flush=True)
    finally:
        shutil.rmtree(scratch)
    return rows


def table(rows: Sequence[Row]) -> str:
    """Return the outcomes of each migration as lines of Markdown."""
    kinds = sorted({row.verdict for row in rows})
    lines = [f"| migration | {' | '.join(kinds)} |", f"|---|{'---|' * len(kinds)}"]
    for name in sorted({row.migration for row in rows}):
        counts = Counter(row.verdict for row in rows if row.migration == name)
        lines.append(f"| {name} | {' | '.join(str(counts[kind]) for kind in kinds)} |")
    return "\n".join(lines)


def main() -> int:
    """Measure and report; exit code 2 if that is not possible."""
    parser = argparse.ArgumentParser(prog="bench/engine/migrations.py", description=__doc__)
    parser.add_argument("--only", nargs="+", default=(), metavar="NAME", help="these packages")
    parser.add_argument("--half", choices=HALVES, help="a: seen while tuning, b: not looked at")
    parser.add_argument("--migration", nargs="+", choices=tuple(ORDERS), default=tuple(ORDERS))
    parser.add_argument("--jobs", type=int, choices=(1, 2), default=1)
    parser.add_argument("--json", type=Path, help="write the rows to this file")
    chosen = parser.parse_args()
    try:
        packages = choose_packages(load_listing().package, chosen.only, chosen.half)
        rows = measure(packages, chosen.migration, chosen.jobs)
    except PackageError as error:
        print(error, file=sys.stderr)
        return 2
    print(table(rows))
    if chosen.json is not None:
        chosen.json.write_bytes(msgspec.json.format(msgspec.json.encode(rows)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
