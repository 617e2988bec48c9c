"""A repository to review: files committed, then changed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

SOURCES = Path(__file__).parents[2] / "src"
PROGRAM = "import sys; from quire.workbench.main import main; sys.exit(main(sys.argv[1:]))"
MODULE = """\
def low(values, limit):
    return [value for value in values if value < limit]


def high(values, limit):
    return [value for value in values if value >= limit]
"""
TESTS = """\
from m import high, low


def test_low():
    assert low([1, 2, 3], 3) == [1, 2]


def test_high():
    assert high([1, 2, 3], 3) == [3]


def test_broken():
    assert low([], 1) == [0]
"""


def git(folder: Path, *words: str) -> str:
    """Run git as a person would."""
    names = ("-c", "user.name=T", "-c", "user.email=t@example.invalid")
    done = subprocess.run(
        ["git", *names, *words], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def repository(folder: Path, files: dict[str, str]) -> Path:
    """Make a repository with one commit of `files` on the branch main."""
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    write(folder, files)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Start")
    return folder


def report(folder: Path, *arguments: str, verb: str = "review") -> list[dict[str, Any]]:
    """Return the lines that the program reports of a change, or for another verb."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, verb, *arguments],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(SOURCES)}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.splitlines()]


def told(lines: list[dict[str, Any]]) -> list[tuple[str, str, int]]:
    """Return check, path and line of each finding."""
    return [(e["check"], e["path"], e["start"]) for e in lines if e["type"] == "finding"]
