"""Run written tests in fresh processes, in random order, and drop those that do not hold."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from . import fresh
from .project import Project, source_roots
from .testgen_write import Written

RUNS = 5
CYCLES = 4  # of as many runs, until none of them fails
SECONDS = 60.0
_SHUFFLE = """\
import os
import random


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: item.name)
    random.Random(os.environ.get("PYTHONHASHSEED")).shuffle(items)
"""


def stable(
    project: Project, tests: list[Written], text: Callable[[list[Written]], str], seed: int
) -> tuple[list[Written], list[str]]:
    """Keep the tests that pass in every run; give the names of the others too."""
    dropped: list[str] = []
    with tempfile.TemporaryDirectory(prefix="quire-tests-") as name:
        folder = Path(name)
        (folder / "quire_shuffle.py").write_text(_SHUFFLE, encoding="utf-8")
        for _ in range(CYCLES):
            failed: set[str] = set()
            for number in range(RUNS):
                run = _failing(project, folder, text(tests), seed + number + 1)
                if run is None:  # the file itself does not load
                    return [], [test.name for test in tests]
                failed |= run
            if not failed:
                return tests, dropped
            dropped.extend(test.name for test in tests if test.name in failed)
            tests = [test for test in tests if test.name not in failed]
            if not tests:
                break
    return [], [*dropped, *(test.name for test in tests)]


def _failing(project: Project, folder: Path, text: str, seed: int) -> set[str] | None:
    """Run a test file once; give the names of failing tests, or None if none was run."""
    (folder / "test_written.py").write_text(text, encoding="utf-8")
    environment = os.environ.get("PYTHONHASHSEED")
    os.environ["PYTHONHASHSEED"] = str(seed % 4_000_000_000)
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(folder)  # not in the project
    try:
        run = fresh.run(_as_project(project, folder), SECONDS)
    finally:
        if environment is None:
            del os.environ["PYTHONHASHSEED"]
        else:
            os.environ["PYTHONHASHSEED"] = environment
    if not run.any or run.timed_out:
        return None
    failed = {each["id"] for each in run.failed}
    return {name.split("::")[-1].split("[")[0].rpartition(".")[2] for name in failed}


def _as_project(project: Project, folder: Path) -> Project:
    paths = [str(folder), *source_roots(project.root), *project.paths]
    if project.runner == "django":
        return replace(project, start=str(folder), paths=paths)
    if find_spec("pytest") is None:
        return replace(project, runner="unittest", start=str(folder), paths=paths)
    hints = [hint for hint in project.hints if hint.startswith("pytest:")]
    files = ("pytest.ini", "pyproject.toml", "tox.ini", "setup.cfg")
    settings = [name for name in files if any(name in hint for hint in hints)]
    config = ["-c", str(project.root / settings[0])] if settings else ["-c", os.devnull]
    arguments = [*config, f"--rootdir={folder}", "-o", "addopts=", "-p", "quire_shuffle",
                 str(folder / "test_written.py")]  # fmt: skip
    return replace(project, runner="pytest", arguments=arguments, paths=paths)
