"""Orders refactorings of published packages and judges by their tests, names and bytes."""

from __future__ import annotations

import argparse
import collections
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from bench.engine import judge, report
from bench.engine.drivers import pack_workbench
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
from bench.engine.package_tasks import source_texts
from bench.engine.refactor_draw import Order, draw
from quire.engine.refactor_orders import read_wish
from quire.protocol.patches import apply_diff

VERDICTS = ("done", "undone", "refused", "wrong", "error")
SECONDS_PER_PLAN = 300.0


class Row(msgspec.Struct, frozen=True):
    """What came of one order."""

    package: str
    kind: str
    words: str
    verdict: str
    seconds: float
    remark: str = ""


class Lab(msgspec.Struct, frozen=True):
    """A package that is laid out, how its tests went, and the program that plans."""

    name: str
    folder: Path
    suite: Suite
    before: SuiteResult
    program: Path

    def rows(self, orders: Sequence[Order], scratch: Path) -> Iterator[Row]:
        """Carry each order out in a copy of its own."""
        for number, order in enumerate(orders):
            copy = scratch / f"{self.name}-{number}"
            shutil.copytree(self.folder, copy)
            begin = time.perf_counter()
            verdict, remark = self._verdict(order, copy)
            seconds = time.perf_counter() - begin
            shutil.rmtree(copy)
            yield Row(self.name, order.kind, order.words, verdict, seconds, remark)

    def _verdict(self, order: Order, copy: Path) -> tuple[str, str]:
        outcome, remark = change(self.program, copy, order.words)
        if outcome != "planned":
            return outcome, remark
        if lost := unknown_names(copy) - unknown_names(self.folder):
            # As the product would say it: where tests notice, the change is undone.
            return self._tested(copy, "wrong"), f"no longer defined: {', '.join(sorted(lost))}"
        verdict = self._tested(copy, "done")
        if verdict == "done" and order.back:
            outcome, remark = change(self.program, copy, order.back)
            if outcome != "planned" or contents(copy) != contents(self.folder):
                return "wrong", f"not as it was after {order.back}: {remark}"
        return verdict, ""

    def _tested(self, copy: Path, verdict: str) -> str:
        after = self.suite.run(copy)
        same = (after.code, after.passing) == (self.before.code, self.before.passing)
        return verdict if same else "undone"


def change(program: Path, folder: Path, words: str) -> tuple[str, str]:
    """Plan an order and write the changes; return `planned`, `refused` or `error`, and why."""
    wish = read_wish(words)
    if wish is None:
        return "error", "the order is not understood"
    request = msgspec.json.encode(wish.order).decode()
    command = [sys.executable, "-I", str(program), "refactor", request]
    outcome = judge.run(command, folder, SECONDS_PER_PLAN)
    lines = [json.loads(line) for line in outcome.output.splitlines() if line.startswith("{")]
    for line in lines:
        if line["type"] == "unable":
            return "refused", str(line["reason"])
    if not any(line["type"] == "plan" for line in lines):
        return "error", outcome.output[-500:]
    for line in lines:
        if line["type"] == "change":
            _write(folder / line["path"], line)
    return "planned", ""


def _write(path: Path, line: dict[str, str]) -> None:
    if line["how"] == "delete":
        path.unlink()
    elif line["how"] == "create":
        path.write_bytes(line["text"].encode())
    else:
        path.write_bytes(apply_diff(path.read_bytes().decode(), line["diff"]).encode())


def unknown_names(folder: Path) -> set[str]:
    """Return what ruff finds used or exported and not defined, with the file, not the line."""
    ruff = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--quiet"]
    words = ["--select", "F821,F822", "--output-format", "json", str(folder)]
    done = subprocess.run([*ruff, *words], stdout=subprocess.PIPE, text=True, check=False)
    return {
        f"{Path(each['filename']).relative_to(folder.resolve())}: {each['message']}"
        for each in json.loads(done.stdout)
    }


def contents(folder: Path) -> dict[str, bytes]:
    """Return the Python files and stubs of a folder."""
    files = (*folder.rglob("*.py"), *folder.rglob("*.pyi"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def measure(
    package: Package, archive: Path, python: Path, chosen: argparse.Namespace, scratch: Path
) -> list[Row]:
    """Return the rows of a package; none if its own tests are not green here."""
    folder = unpack(package, archive, scratch / "originals")
    trial = scratch / "trials" / package.name
    shutil.copytree(folder, trial)
    suite = Suite(python)
    before = suite.run(trial)
    if before.code != 0:
        print(f"{package.name}: skipped, its own tests are not green here", flush=True)
        return []
    orders = draw(source_texts(folder), f"{package.name} {chosen.seed}", chosen.each)
    program = pack_workbench(scratch / "workbench.pyz")
    rows: list[Row] = []
    for row in Lab(package.name, folder, suite, before, program).rows(orders, scratch / "copies"):
        print(f"{row.verdict:8} {row.seconds:5.1f} s  {row.package}: {row.words}", flush=True)
        if row.remark:
            print(f"         {row.remark}", flush=True)
        rows.append(row)
    return rows


def table(rows: Sequence[Row]) -> str:
    """Return the number of orders by kind and verdict, and of all."""
    counts = collections.Counter((row.kind, row.verdict) for row in rows)
    lines = ["| kind | orders | " + " | ".join(VERDICTS) + " |", "|---" * 7 + "|"]
    for kind in sorted({row.kind for row in rows}):
        numbers = [counts[kind, verdict] for verdict in VERDICTS]
        lines.append(f"| {kind} | {sum(numbers)} | " + " | ".join(map(str, numbers)) + " |")
    numbers = [sum(row.verdict == verdict for row in rows) for verdict in VERDICTS]
    lines.append(f"| all | {len(rows)} | " + " | ".join(map(str, numbers)) + " |")
    return "\n".join(lines)


def main() -> int:
    """Draw, order, judge and print the table; exit code 2 if a package cannot be had."""
    parser = argparse.ArgumentParser(prog="bench/engine/refactorings.py", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="another seed, other orders")
    parser.add_argument("--each", type=int, default=6, help="orders for each package")
    parser.add_argument("--only", nargs="+", default=(), metavar="NAME", help="these packages")
    parser.add_argument("--half", choices=HALVES, help="a: seen while tuning, b: not looked at")
    chosen = parser.parse_args()
    rows: list[Row] = []
    try:
        listing = load_listing()
        packages = choose_packages(listing.package, chosen.only, chosen.half)
        python = packages_python(listing.requirements)
        for package in packages:
            with tempfile.TemporaryDirectory() as scratch:
                archive = fetch(package, python)
                rows += measure(package, archive, python, chosen, Path(scratch).resolve())
    except PackageError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"\n{table(rows)}\n\n{report.machine()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
