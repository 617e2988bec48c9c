"""What a commit does to some tests: its files in a folder of their own, and a run of the tests."""

from __future__ import annotations

import json
import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path

from . import fresh
from .bisect_copy import Copy, laid_out
from .bisect_search import ABSENT, BAD, BROKEN, GOOD
from .project import Project, Refused, detect, is_test_path, python_files
from .review_runs import importable

TRACED = "QUIRE_TRACED"
_WHOLE = "the whole suite"
_LEAST = 20.0  # seconds of a run
_NO_TESTS = 5  # the exit code of a runner that found none
_SLOWER = 4  # times as long may an older commit take
_MOST_NAMES = 40  # for an option of the runner
_NOT_LOADED = re.compile(r"unittest\.loader\.(_FailedTest|ModuleImportFailure)\.")


class TimeUp(Exception):
    """The time for the search is over."""


@dataclass
class _Aimed(Project):
    """A project of which only some tests are run."""

    words: list[str] = field(default_factory=list)

    def witnessed_command(self) -> list[str]:
        """Give the command with the options that choose tests."""
        return [*super().witnessed_command(), *self.words]


@dataclass(frozen=True)
class Target:
    """A test, a file that cannot be loaded (`whole`), or the suite as such (no name)."""

    id: str
    whole: bool = False

    @property
    def shown(self) -> str:
        """Give the name for people."""
        return self.id or _WHOLE

    @property
    def path(self) -> str:
        """Give the file that a name of pytest tells, or nothing."""
        path = self.id.partition("::")[0]
        return path if path.endswith(".py") else ""

    @property
    def name(self) -> str:
        """Give the name of the function alone."""
        plain = self.id.partition("[")[0]
        return "" if self.whole else re.split(r"::|\.", plain)[-1]


@dataclass
class Trial:
    """What came of a run: for each target its state, its error and where it was raised."""

    states: dict[str, str] = field(default_factory=dict)
    errors: dict[str, tuple[str, str]] = field(default_factory=dict)
    reason: str = ""


@dataclass
class Wanted:
    """What an order asks about: ids, files and names of tests, none for whatever fails."""

    ids: list[str]
    names: list[str]


class Judge:
    """Runs tests at commits, in a copy below a folder; remembers what came of it."""

    def __init__(self, root: Path, folder: Path, seconds: float) -> None:
        self.root = root
        self.folder = folder
        self.copies: list[Copy] = []
        self.deadline = time.monotonic() + seconds
        self.targets: list[Target] = []
        self.limit = seconds
        self.laid: dict[str, bytes] = {}
        self.tried: set[str] = set()
        self.footprints: dict[str, dict[str, set[int]]] = {}
        self._known: dict[tuple[str, int], Trial] = {}

    @property
    def left(self) -> float:
        """Give the seconds that are left."""
        return self.deadline - time.monotonic()

    def _copy(self) -> Copy:
        if not self.copies:
            self.copies.append(Copy(self.root, self.folder / "copy"))
        return self.copies[0]

    def now(self, wanted: Wanted) -> fresh.Run:
        """Run what is asked about in a copy of the working tree."""
        named = [Target(each, whole=each.endswith(".py")) for each in wanted.ids]
        names = [*wanted.names, *(each.name for each in named if each.name)]
        every = all(not each.whole for each in named)
        words = [*_chosen(names)] if names and every else []
        files = [each.path for each in named]
        if wanted.names:
            found = _defining(self.root, wanted.names)
            files = [*files, *found] if found else []
        run = self._run("", words, files)
        self.limit = max(_LEAST, run.seconds * _SLOWER)
        return run

    def at(self, name: str) -> Trial:
        """Give what the targets do at a commit, from an earlier run where there was one."""
        return self.turn(name, -1)

    def turn(self, name: str, turn: int) -> Trial:
        """Give what came of a further run at a commit, one run for all targets."""
        key = (name, turn)
        if key not in self._known:
            self._known[key] = self.again(name)
        return self._known[key]

    def again(self, name: str, footprint: Path | None = None) -> Trial:
        """Run the targets at a commit; the lines that run are noted in `footprint`."""
        self.tried.add(name)
        names = sorted({each.name for each in self.targets if each.name})
        plain = all(not each.whole for each in self.targets) and len(names) <= _MOST_NAMES
        files = sorted({each.path for each in self.targets})
        try:
            run = self._run(name, [*_chosen(names)] if plain else [], files, footprint)
        except Refused as refusal:
            return Trial({each.id: BROKEN for each in self.targets}, reason=refusal.reason)
        trial = Trial(reason=run.words)
        for target in self.targets:
            state, error, where = state_of(target, run)
            trial.states[target.id] = state
            trial.errors[target.id] = (error, where)
        return trial

    def _run(
        self, name: str, words: list[str], files: list[str], footprint: Path | None = None
    ) -> fresh.Run:
        if self.left < 1:
            raise TimeUp
        with tempfile.TemporaryDirectory(prefix="quire-bisect-") as place:
            if name:
                there = self._copy().show(name, self.laid)
            else:
                there = laid_out(self.root, Path(place).resolve())
            if files and all(files) and not any((there / each).exists() for each in files):
                return fresh.Run(exit_code=_NO_TESTS)
            project = _aimed(detect(there), words, files)
            with importable(project.root), _traced(there, footprint):
                run = fresh.run(project, min(self.limit, self.left))
        if run.timed_out and self.left < 1:
            raise TimeUp
        return run


def _defining(root: Path, names: list[str]) -> list[str]:
    """List the test files that define one of the names or have it: others need not be loaded."""
    form = re.compile(
        rf"^\s*(?:async\s+def|def|class)\s+(?:{'|'.join(map(re.escape, names))})\b", re.M
    )
    return [
        path
        for path in python_files(root)
        if is_test_path(path)
        and (
            path.rpartition("/")[2].removesuffix(".py") in names
            or form.search((root / path).read_text(encoding="utf-8", errors="replace"))
        )
    ]


def _chosen(names: list[str]) -> Iterator[str]:
    for name in names[:_MOST_NAMES]:
        yield from ("-k", name)


def _aimed(project: Project, words: list[str], files: list[str]) -> _Aimed:
    """Give a project whose runner is told to run some tests only, and not to stop at one."""
    aimed = _Aimed(**{each.name: getattr(project, each.name) for each in fields(Project)})
    if project.runner != "pytest":
        aimed.words = words
        return aimed
    names = words[1::2]
    aimed.words = ["--continue-on-collection-errors", "--maxfail=0"]
    aimed.words += ["-k", " or ".join(names)] if names else []
    if files and all(files) and not any(_is_place(project, each) for each in project.arguments):
        aimed.words += [each for each in files if (project.root / each).exists()]
    return aimed


def _is_place(project: Project, word: str) -> bool:
    return not word.startswith("-") and (project.root / word).exists()


@contextmanager
def _traced(there: Path, footprint: Path | None) -> Iterator[None]:
    """Have the lines that run below a folder noted in a file."""
    if footprint is None:
        yield
        return
    os.environ[TRACED] = json.dumps([str(there), str(footprint)])
    try:
        yield
    finally:
        del os.environ[TRACED]


def state_of(target: Target, run: fresh.Run) -> tuple[str, str, str]:
    """Give what a run says of a target: its state, its error, and where that was raised."""
    if not target.id:
        bad = not run.any and run.exit_code not in (0, _NO_TESTS)
        return (BAD if bad else GOOD if run.any else BROKEN), run.words, ""
    failed = [each for each in run.failed if is_of(each["id"], target)]
    if failed:
        first = next((each for each in failed if each["id"] == target.id), failed[0])
        return BAD, first["error"], first["where"]
    unloaded = [
        each for each in run.failed if is_unloaded(each["id"]) and _holds(each["id"], target)
    ]
    if unloaded:
        state = BAD if target.whole else BROKEN
        return state, unloaded[0]["error"], unloaded[0]["where"]
    if any(is_of(each, target) for each in run.passed):
        return GOOD, "", ""
    if run.timed_out or run.skipped or (not run.any and run.exit_code not in (0, _NO_TESTS)):
        return BROKEN, run.words, ""
    return ABSENT, "", ""


def is_unloaded(name: str) -> bool:
    """Say whether a failure is that of a file that could not be loaded."""
    return name.endswith(".py") or bool(_NOT_LOADED.match(name))


def loaded_name(name: str) -> str:
    """Give the name of a file or module that could not be loaded, without what unittest adds."""
    return _NOT_LOADED.sub("", name)


def is_of(name: str, target: Target) -> bool:
    """Say whether a result is that of a target, or of one of its parameters or tests."""
    one, other = _parts(name), _parts(target.id)
    if target.whole:
        return not is_unloaded(name) and one[: len(other)] == other
    exact = name.partition("[")[2] == target.id.partition("[")[2] or "[" not in target.id
    least = min(len(one), len(other))
    return exact and one[-least:] == other[-least:] and least > 1


def _holds(name: str, target: Target) -> bool:
    """Say whether a file that cannot be loaded is the one of a target."""
    one, other = _parts(loaded_name(name)), _parts(target.id)
    return bool(one) and any(other[at : at + len(one)] == one for at in range(len(other)))


def _parts(name: str) -> list[str]:
    """Give the parts of a test's name, as pytest writes it or as unittest does."""
    plain = name.partition("[")[0].replace(".py", "")
    return [part for part in re.split(r"[/.]|::", plain) if part]
