"""Review what releases of published packages changed: how often is a release called incorrect?

Each package is laid out as its earlier version, committed, and becomes the later one, uncommitted.
The later version was released, so hardly any grave finding is a flaw: what is told is noise, unless
a person finds it true. The findings are printed for that.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from pathlib import Path

import msgspec

from bench.engine.catalog import make_repository
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

EARLIER = Path(__file__).parent / "releases.toml"
SOURCES = str(Path(__file__).parents[2] / "src")
_LONGEST = 400.0  # seconds for one review


class Release(msgspec.Struct, frozen=True):
    """What a review said of a release: `findings` have check, priority, path, line and title."""

    package: str
    lines: int
    correct: bool
    findings: list[dict[str, object]]
    tests: dict[str, object]
    seconds: float

    @property
    def grave(self) -> int:
        """Count the findings of priority 0 and 1."""
        return sum(int(str(each["priority"])) < 2 for each in self.findings)


def earlier_versions(path: Path = EARLIER) -> dict[str, Package]:
    """Read the earlier version of each package, by name."""
    with path.open("rb") as file:
        found = msgspec.convert(tomllib.load(file)["package"], list[Package])
    return {package.name: package for package in found}


def lay_out(earlier: Path, later: Path, folder: Path) -> None:
    """Make a repository whose commit is the earlier version and whose files are the later one."""
    shutil.copytree(earlier, folder)
    make_repository(folder)
    for path in folder.iterdir():
        if path.name in (".git", ".gitignore"):  # the bench wrote the second one
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    shutil.copytree(later, folder, dirs_exist_ok=True)


def review(name: str, folder: Path, python: Path, home: Path) -> Release:
    """Review the uncommitted change in a fresh process; PackageError if it gives no object."""
    environment = {
        "PATH": f"{python.parent}:{os.environ['PATH']}",
        "VIRTUAL_ENV": str(python.parents[1]),
        "HOME": str(home),
        "PYTHONPATH": SOURCES,
        "LANG": "C.UTF-8",
    }
    begin = time.monotonic()
    command = [sys.executable, "-m", "quire", "review", "--json"]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=_LONGEST
    )
    seconds = time.monotonic() - begin
    try:
        told = json.loads(done.stdout)
    except ValueError as error:
        raise PackageError(f"{name}: no review came of it\n{done.stderr[-1000:]}") from error
    findings = [
        {
            "check": each["check"],
            "priority": each["priority"],
            "path": each["path"],
            "line": each["code_location"]["line_range"]["start"],
            "title": each["title"],
        }
        for each in told["findings"]
    ]
    correct = told["overall_correctness"] == "patch is correct"
    lines = _changed_lines(folder)
    return Release(name, lines, correct, findings, told["tests"], round(seconds, 1))


def _changed_lines(folder: Path) -> int:
    """Count the lines that a change adds or replaces, new files too."""
    for command in (["add", "-A", "-N"], ["diff", "--numstat", "HEAD", "--", "*.py"]):
        done = subprocess.run(["git", *command], cwd=folder, capture_output=True, text=True)
    added = (line.split("\t")[0] for line in done.stdout.splitlines())
    return sum(int(each) for each in added if each.isdigit())


def summary(releases: list[Release]) -> list[str]:
    """Give the figures as lines of text."""
    grave = sum(each.grave for each in releases)
    lesser = sum(len(each.findings) for each in releases) - grave
    lines = sum(each.lines for each in releases)
    checks = Counter(str(finding["check"]) for each in releases for finding in each.findings)
    wrong = [each.package for each in releases if not each.correct]
    middle = sorted(each.seconds for each in releases)[len(releases) // 2] if releases else 0.0
    return [
        f"{len(releases)} releases, {lines:,} new lines of Python, median {middle:.1f} s",
        f"called incorrect: {len(wrong)} {' '.join(wrong)}".rstrip(),
        f"findings: {grave} grave, {lesser} lesser",
        *(f"  {count:3} {name}" for name, count in checks.most_common()),
    ]


def measure(names: list[str], half: str | None) -> list[Release]:
    """Review the chosen releases, one after the other, telling each as it comes."""
    listing = load_listing()
    python = packages_python(listing.requirements)
    earlier = earlier_versions()
    found: list[Release] = []
    with tempfile.TemporaryDirectory(prefix="quire-releases-") as temporary:
        home = Path(temporary) / "home"
        home.mkdir()
        for package in choose_packages(listing.package, names, half):
            place = Path(temporary) / package.name
            before = earlier[package.name]
            old = unpack(before, fetch(before, python), place / "earlier")
            lay_out(old, unpack(package, fetch(package, python), place / "later"), place / "work")
            found.append(review(package.name, place / "work", python, home))
            _tell(found[-1])
    return found


def _tell(release: Release) -> None:
    verdict = "correct" if release.correct else "INCORRECT"
    print(f"{release.package}: {verdict}, {release.lines:,} lines, {release.seconds} s", flush=True)
    for each in release.findings:
        print(f"  {each['title']} — {each['path']}:{each['line']} ({each['check']})")


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 2 where a package cannot be had."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=HALVES, help="one half of the packages (b: not tuned on)")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="these packages")
    parser.add_argument("--json", type=Path, help="write the results here")
    chosen = parser.parse_args(arguments)
    try:
        releases = measure(chosen.only, chosen.half)
    except PackageError as error:
        print(f"releases: {error}", file=sys.stderr)
        return 2
    print("\n".join(summary(releases)))
    if chosen.json:
        chosen.json.write_bytes(msgspec.json.format(msgspec.json.encode(releases), indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
