"""What can be repaired and how it is judged: catalogue bugs and QuixBugs programs."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Protocol

import msgspec

from bench.engine import catalog, judge

REPOSITORY = catalog.HERE.parents[1]
PROGRAMS = catalog.HERE / "programs"
SECONDS_PER_ORACLE = 30.0


class Judgement(msgspec.Struct, frozen=True):
    """Whether the given tests and the independent ones pass afterwards."""

    given: bool
    hidden: bool


class Task(Protocol):
    """One buggy project."""

    @property
    def id(self) -> str: ...
    @property
    def set(self) -> str: ...
    @property
    def kind(self) -> str: ...

    def prepare(self, folder: Path) -> None:
        """Lay the buggy project out, as a git repository."""

    def judge(self, folder: Path) -> Judgement:
        """Decide about the project as it is now."""


class BugTask(msgspec.Struct, frozen=True):
    """A bug of the catalogue."""

    bug: catalog.Bug

    @property
    def id(self) -> str:
        """Return the bug's id."""
        return self.bug.id

    @property
    def set(self) -> str:
        """Return "seen" or "unseen"."""
        return self.bug.set

    @property
    def kind(self) -> str:
        """Return the kind of bug."""
        return self.bug.kind

    def prepare(self, folder: Path) -> None:
        """Lay the buggy project out, as a git repository."""
        catalog.lay_out(self.bug.project, folder, self.bug.changes)
        catalog.make_repository(folder)

    def judge(self, folder: Path) -> Judgement:
        """Run the given tests as they were, then the hidden ones."""
        judge.restore_tests(folder, catalog.given_tests(self.bug.project))
        given = judge.given_outcome(folder).code == 0
        hidden = judge.hidden_outcome(folder, catalog.hidden_tests(self.bug.project)).code == 0
        return Judgement(given, hidden)


class FolderTask(msgspec.Struct, frozen=True):
    """A buggy project of one's own: a folder with `project/` (and its `tests/`) and `hidden/`."""

    source: Path

    @property
    def id(self) -> str:
        """Return the folder's name."""
        return self.source.name

    @property
    def set(self) -> str:
        """Return the name of the folder that it is in."""
        return self.source.parent.name

    @property
    def kind(self) -> str:
        """Return what `about.txt` says of the bug."""
        about = self.source / "about.txt"
        return about.read_text().partition("\n")[0][:20] if about.exists() else "own"

    def prepare(self, folder: Path) -> None:
        """Copy the project, as a git repository."""
        shutil.copytree(self.source / "project", folder, ignore=catalog.LEFTOVERS)
        catalog.make_repository(folder)

    def judge(self, folder: Path) -> Judgement:
        """Run the given tests as they were, then the hidden ones."""
        judge.restore_tests(folder, self.source / "project" / "tests")
        given = judge.given_outcome(folder).code == 0
        hidden = judge.hidden_outcome(folder, self.source / "hidden").code == 0
        return Judgement(given, hidden)


class QuixbugsTask(msgspec.Struct, frozen=True):
    """A QuixBugs program, judged by the oracle of `quixbugs_checks`."""

    source: Path

    @property
    def id(self) -> str:
        """Return the program's name."""
        return self.source.name

    @property
    def set(self) -> str:
        """Return the name of the set."""
        return "quixbugs"

    @property
    def kind(self) -> str:
        """Return the kind, the same for all."""
        return "quixbugs"

    def prepare(self, folder: Path) -> None:
        """Copy the program with its tests, as a git repository."""
        shutil.copytree(self.source, folder, ignore=catalog.LEFTOVERS)
        for path in [folder, *folder.rglob("*")]:
            path.chmod(path.stat().st_mode | 0o200)
        catalog.make_repository(folder)

    def judge(self, folder: Path) -> Judgement:
        """Run the given tests as they were, then the oracle in a process of its own."""
        shutil.rmtree(folder / "tests")
        shutil.copytree(self.source / "tests", folder / "tests", ignore=catalog.LEFTOVERS)
        given = judge.given_outcome(folder).code == 0
        program = folder / f"{self.id}.py"
        return Judgement(given, oracle_outcome(self.id, program).code == 0)


def oracle_outcome(name: str, program: Path) -> judge.Outcome:
    """Ask the oracle about a program; exit code 0 means correct, None a time-out."""
    command = [sys.executable, "-m", "bench.engine.quixbugs_checks", name, str(program)]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return judge.run(command, REPOSITORY, SECONDS_PER_ORACLE, environment)


def catalogue_tasks(wanted: str) -> list[Task]:
    """Return the tasks of a set, or of both for "all"."""
    bugs = catalog.load_bugs()
    return [BugTask(bug) for bug in bugs if wanted in (bug.set, "all")]


def quixbugs_tasks(folder: Path) -> list[Task]:
    """Return one task for each program in a folder laid out as project folders."""
    sources = sorted(p for p in folder.iterdir() if (p / f"{p.name}.py").is_file())
    return [QuixbugsTask(source) for source in sources]


def folder_tasks(folder: Path) -> list[FolderTask]:
    """Return one task for each folder, however deep, that holds `project/tests/` and `hidden/`."""
    sources = sorted(tests.parents[1] for tests in folder.rglob("project/tests"))
    return [FolderTask(source) for source in sources if (source / "hidden").is_dir()]
