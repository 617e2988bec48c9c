"""Reads the bug catalogue and lays buggy projects out in fresh folders."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from pathlib import Path

import msgspec

HERE = Path(__file__).parent
PROJECTS = HERE / "projects"
CATALOGUE = HERE / "bugs.toml"
SETS = ("seen", "unseen")
LEFTOVERS = shutil.ignore_patterns("__pycache__", ".pytest_cache", "hidden")


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One edit: in `file`, `old` (which occurs exactly once) becomes `new`."""

    file: str
    old: str
    new: str


class Bug(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One bug of the catalogue."""

    id: str
    project: str
    kind: str
    set: str
    changes: list[Change]

    @property
    def edits(self) -> int:
        """Return how many places differ from the correct project."""
        return len(self.changes)


class CatalogueError(ValueError):
    """The catalogue contradicts itself or the projects."""


def load_bugs(path: Path = CATALOGUE) -> list[Bug]:
    """Read all bugs; CatalogueError if an id occurs twice or a set is unknown."""
    with path.open("rb") as file:
        bugs = msgspec.convert(tomllib.load(file)["bug"], list[Bug])
    seen: set[str] = set()
    for bug in bugs:
        if bug.id in seen:
            raise CatalogueError(f"{bug.id}: the id occurs twice")
        if bug.set not in SETS:
            raise CatalogueError(f"{bug.id}: set is {bug.set!r}, not one of {SETS}")
        seen.add(bug.id)
    return bugs


def base_names() -> list[str]:
    """Return the names of the base projects."""
    return sorted(path.name for path in PROJECTS.iterdir() if path.is_dir())


def lay_out(project: str, target: Path, changes: list[Change]) -> None:
    """Copy a base project without its hidden tests and make the changes."""
    shutil.copytree(PROJECTS / project, target, ignore=LEFTOVERS)
    for change in changes:
        apply_change(target / change.file, change)


def apply_change(path: Path, change: Change) -> None:
    """Make one change and keep the line endings; CatalogueError unless it matches once."""
    text = path.read_bytes().decode()
    ending = "\r\n" if "\r\n" in text else "\n"
    old, new = (part.replace("\n", ending) for part in (change.old, change.new))
    if text.count(old) != 1:
        raise CatalogueError(f"{change.file}: {change.old!r} occurs {text.count(old)} times")
    path.write_bytes(text.replace(old, new).encode())


def given_tests(project: str) -> Path:
    """Return the folder of the tests that come with the project."""
    return PROJECTS / project / "tests"


def hidden_tests(project: str) -> Path:
    """Return the folder of the tests that the engine never sees."""
    return PROJECTS / project / "hidden"


def make_repository(folder: Path) -> None:
    """Turn a folder into a git repository with one commit."""
    git = ["git", "-c", "user.name=Bench", "-c", "user.email=bench@example.invalid"]
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("__pycache__/\n.pytest_cache/\n")
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "Start"]):
        subprocess.run([*git, *words], cwd=folder, check=True, capture_output=True)
