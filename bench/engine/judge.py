"""Decides, with tests that the engine never saw, whether a project is correct."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from bench.engine import catalog

SECONDS_PER_SUITE = 30.0
NO_TESTS = 5


class Outcome(msgspec.Struct, frozen=True):
    """How a command ended: exit code (None after a time-out) and what it printed."""

    code: int | None
    output: str


def run(
    command: Sequence[str], cwd: Path, seconds: float, environment: Mapping[str, str] | None = None
) -> Outcome:
    """Run a command with closed stdin; after `seconds` its whole process group is killed."""
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(timeout=seconds)
        code: int | None = process.returncode
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        output, _ = process.communicate()
        code = None
    return Outcome(code, output.decode(errors="replace"))


def run_pytest(folder: Path, *words: str) -> Outcome:
    """Run pytest in a project, quiet, without plug-ins' caches and without bytecode."""
    environment = dict(os.environ)
    environment["PYTHONPATH"] = os.pathsep.join(str(folder / name) for name in ("", "src"))
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *words]
    return run(command, folder, SECONDS_PER_SUITE, environment)


def given_outcome(folder: Path) -> Outcome:
    """Run the tests that come with the project."""
    return run_pytest(folder)


def hidden_outcome(folder: Path, tests: Path) -> Outcome:
    """Copy the hidden tests in, run them, take them out again."""
    target = folder / "hidden"
    shutil.copytree(tests, target, ignore=catalog.LEFTOVERS)
    try:
        return run_pytest(folder, "hidden")
    finally:
        shutil.rmtree(target)


def restore_tests(folder: Path, tests: Path) -> None:
    """Put the given tests back as they were, so that an edit of tests proves nothing."""
    shutil.rmtree(folder / "tests", ignore_errors=True)
    shutil.copytree(tests, folder / "tests", ignore=catalog.LEFTOVERS)
