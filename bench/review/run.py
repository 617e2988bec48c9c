"""Measure reviews: recall on seeded flaws, precision, noise on clean diffs, seconds."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from bench.engine.catalog import lay_out, make_repository

HERE = Path(__file__).parent
SOURCES = str(HERE.parents[1] / "src")
SETS = ("seen", "unseen")
WORKBENCH = "import sys; from quire.workbench.main import main; sys.exit(main(sys.argv[1:]))"


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One edit: `old` becomes `new` (the first of several where `first`), or a new file's text."""

    file: str
    old: str = ""
    new: str = ""
    text: str = ""
    first: bool = False


class Diff(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One diff over a project; a clean one has neither `file` nor `checks`."""

    id: str
    project: str
    set: str
    changes: list[Change]
    file: str = ""
    checks: list[str] = []
    also: list[str] = []


class Result(msgspec.Struct, frozen=True):
    """What a review of a diff gave: which findings saw the flaw, which did not."""

    diff: Diff
    seconds: float
    hits: list[str]
    others: list[str]
    problem: str = ""


def load(name: str) -> list[Diff]:
    """Read a catalogue of diffs."""
    with (HERE / name).open("rb") as file:
        return msgspec.convert(tomllib.load(file)["diff"], list[Diff])


def prepare(diff: Diff, folder: Path) -> None:
    """Lay out the project, commit it, make the changes."""
    lay_out(diff.project, folder, [])
    make_repository(folder)
    for change in diff.changes:
        path = folder / change.file
        if change.text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(change.text.lstrip("\n"), encoding="utf-8")
            continue
        text = path.read_bytes().decode()
        ending = "\r\n" if "\r\n" in text else "\n"
        old, new = (part.replace("\n", ending) for part in (change.old, change.new))
        if text.count(old) != 1 and not (change.first and old in text):
            raise SystemExit(f"{diff.id}: {change.old!r} occurs {text.count(old)} times")
        path.write_bytes(text.replace(old, new, 1).encode())


def by_command(folder: Path, home: Path) -> list[tuple[str, str]]:
    """Review as a user does, with walls: (check, path) of each finding."""
    names = ("PATH", "LANG", "TMPDIR")
    environment = {name: os.environ[name] for name in names if name in os.environ}
    environment |= {"HOME": str(home), "QUIRE_HOME": str(home / "q"), "PYTHONPATH": SOURCES}
    done = subprocess.run(
        [sys.executable, "-m", "quire", "review", "--json", "-m", "quire/standard"],
        cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-300:])
    return [(each["check"], each["path"]) for each in json.loads(done.stdout)["findings"]]


def by_workbench(folder: Path, home: Path) -> list[tuple[str, str]]:
    """Review by the program alone, without a session and without walls."""
    del home
    done = subprocess.run(
        [sys.executable, "-c", WORKBENCH, "review", "--seconds", "60"],
        cwd=folder, env={**os.environ, "PYTHONPATH": SOURCES}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    if not lines or lines[-1].get("outcome") != "reviewed":
        raise RuntimeError(f"{done.stdout[-300:]}{done.stderr[-300:]}")
    return [(each["check"], each["path"]) for each in lines if each["type"] == "finding"]


def measured(diff: Diff, review: Callable[[Path, Path], list[tuple[str, str]]]) -> Result:
    """Review one diff and sort its findings."""
    with tempfile.TemporaryDirectory(prefix="quire-bench-") as name:
        folder, home = Path(name) / diff.project, Path(name) / "home"
        home.mkdir()
        prepare(diff, folder)
        begin = time.monotonic()
        try:
            found = review(folder, home)
        except RuntimeError as error:
            return Result(diff, time.monotonic() - begin, [], [], str(error))
        seconds = time.monotonic() - begin
    hits = [check for check, path in found if check in diff.checks and path == diff.file]
    # A failing test may be laid at another changed file; it is still the flaw that it shows.
    hits += [c for c, p in found if c == "failing-test" and diff.checks and p != diff.file]
    known = {*hits, *diff.also}
    others = [f"{check} {path}" for check, path in found if check not in known]
    return Result(diff, seconds, hits, others)


def told(name: str, results: list[Result]) -> str:
    """Return the figures of a set as a row."""
    flawed = [each for each in results if each.diff.checks]
    clean = [each for each in results if not each.diff.checks]
    seen = sum(bool(each.hits) for each in flawed)
    right = sum(len(each.hits) for each in flawed)
    wrong = sum(len(each.others) for each in flawed)
    noise = sum(len(each.others) for each in clean)
    seconds = sorted(each.seconds for each in results)
    return (
        f"{name:7} flaws {seen}/{len(flawed)} seen = recall {seen / max(1, len(flawed)):.0%}"
        f" · precision {right}/{right + wrong} = {right / max(1, right + wrong):.0%}"
        f", with clean diffs {right / max(1, right + wrong + noise):.0%}"
        f" · {noise} findings on {len(clean)} clean diffs"
        f" · median {seconds[len(seconds) // 2]:.1f} s"
    )


def main() -> int:
    """Run the benchmark; exit code 1 if a review could not be done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=(*SETS, "all"), default="all")
    parser.add_argument("--only", default="", help="ids that start with this")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--workbench", action="store_true", help="the program alone")
    chosen = parser.parse_args()
    diffs = [
        diff
        for name in ("flaws.toml", "clean.toml")
        for diff in load(name)
        if chosen.set in (diff.set, "all") and diff.id.startswith(chosen.only)
    ]
    review = by_workbench if chosen.workbench else by_command
    with ThreadPoolExecutor(chosen.jobs) as pool:
        results = list(pool.map(lambda diff: measured(diff, review), diffs))
    for each in results:
        kind = "clean" if not each.diff.checks else "seen" if each.hits else "MISSED"
        extra = f"  besides: {', '.join(each.others)}" if each.others else ""
        print(f"{kind:7}{each.diff.id:40}{','.join(each.hits)}{extra}{each.problem}")
    for name in SETS:
        chosen_results = [each for each in results if each.diff.set == name]
        if chosen_results:
            print(told(name, chosen_results))
    return 1 if any(each.problem for each in results) else 0


if __name__ == "__main__":
    sys.exit(main())
