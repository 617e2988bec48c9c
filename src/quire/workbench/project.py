"""Find out how a project is tested: runner, paths, interpreter, from its own files."""

from __future__ import annotations

import configparser
import contextlib
import os
import re
import shutil
import sys
from dataclasses import dataclass, field
from importlib.machinery import PathFinder
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from .managed import django_roots, managing
from .named_tests import named_tests
from .neighbours import apart, homes, import_roots, listed, twins
from .nested import home, nested, sources

SKIPPED_FOLDERS = {
    ".git", ".hg", ".venv", "venv", "env", ".env", ".tox", ".nox", "node_modules", "build", "dist",
    "__pycache__", ".mypy_cache", ".pytest_cache", "site-packages", ".eggs",
}  # fmt: skip
_TEST_FILE = re.compile(r"(test_.*|.*_test|tests|conftest)\.py$")
_MOST_FILES = 20_000
_MOST_SHOWN = 120  # characters of a command
_UNASKED = "--noinput"  # a test database that is there already is made anew, and nobody is asked


class Refused(Exception):
    """The project cannot be tested as it is; `needs` says what would make it possible.

    `later` is how it is tested where that is installed, as far as that is known.
    """

    def __init__(self, reason: str, needs: str, later: Project | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.needs = needs
        self.later = later


@dataclass
class Project:
    """How the tests of a project are run."""

    root: Path
    runner: str
    python: str
    arguments: list[str] = field(default_factory=list)
    start: str = "."
    hints: list[str] = field(default_factory=list)
    tests: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)  # folders that only PYTHONPATH makes importable

    @property
    def top(self) -> str:
        """Give the folder that unittest imports the tests from."""
        inside = self.start != "." and (self.root / self.start / "__init__.py").exists()
        return "." if inside else self.start

    @property
    def command(self) -> list[str]:
        """Give the command that a user would type."""
        source = ["env", f"PYTHONPATH={os.pathsep.join(self.paths)}"] if self.paths else []
        if self.runner == "pytest":
            return [*source, self.typed, "-m", "pytest", *self.arguments]
        if self.runner == "django":
            return [*source, self.typed, *(each for each in self.managing if each != _UNASKED)]
        discovery = [] if self.start == "." and not self.paths else self._discovery
        return [*source, self.typed, "-m", "unittest", *discovery]

    @property
    def typed(self) -> str:
        """Give the shortest word that starts this interpreter from the project's folder."""
        own = Path(self.python)
        for name in ("python", "python3"):
            found = shutil.which(name)
            if found and ("shims" in Path(found).parts or Path(found).parent == own.parent):
                return name
        with contextlib.suppress(ValueError):
            return own.relative_to(self.root).as_posix()
        return self.python

    @property
    def managing(self) -> list[str]:
        """Give the words of Django's own command: `arguments` hold its manage.py."""
        place = [] if self.start == "." else [self.start]
        return [*self.arguments, "test", _UNASKED, *place]

    @property
    def _discovery(self) -> list[str]:
        top = ["-t", self.top] if self.top != self.start else []
        return ["discover", "-s", self.start, *top]

    def witnessed_command(self) -> list[str]:
        """Give the same command with this interpreter and our witness of results."""
        if self.runner == "pytest":
            extra = ["-p", "quire_witness", "-p", "no:cacheprovider"]
            return [self.python, "-m", "pytest", *extra, *self.arguments]
        words = self.managing if self.runner == "django" else self._discovery
        return [self.python, "-m", "quire_witness", *words]


def is_test_path(path: str) -> bool:
    """Say whether a path below the root belongs to the tests, which are never edited."""
    parts = path.split("/")
    if any(part in ("tests", "test", "testing") for part in parts[:-1]):
        return True
    return bool(_TEST_FILE.match(parts[-1]))


def python_files(root: Path) -> list[str]:
    """List the Python files of a project, environments and build folders left out."""
    found: list[str] = []
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(
            name
            for name in folders
            if name not in SKIPPED_FOLDERS and not (Path(folder) / name / "pyvenv.cfg").exists()
        )
        base = Path(folder).relative_to(root)
        found.extend((base / name).as_posix() for name in sorted(files) if name.endswith(".py"))
        if len(found) > _MOST_FILES:
            break
    return found


def detect(root: Path) -> Project:
    """Find the runner and the tests of a project; raise Refused if there are none."""
    root = root.resolve()
    files = python_files(root)
    tests = [path for path in files if is_test_path(path) and not path.endswith("conftest.py")]
    tests = [path for path in tests if re.match(r"(test_.*|.*_test|tests)\.py$", Path(path).name)]
    hints = read_hints(root)
    inner = home(root, tests)
    if inner:
        hints += [f"{hint} in {inner}" for hint in read_hints(root / inner)]
    told = any(hint.startswith("pytest:") for hint in hints)
    named = (
        [] if told else [each for each in named_tests(root, _commands(root)) if each not in tests]
    )
    if named and not tests:
        return _named(root, hints, named)
    if not tests and not told:
        reason = "no tests were found (no test_*.py, *_test.py and no pytest settings)"
        raise Refused(reason, "a failing test that shows the fault, for example in test_bug.py")
    manage = managing(root, tests) if tests else ""
    if manage:
        return _managed(root, manage, tests, hints)
    beside = homes(root, tests)
    if beside:
        return _together(root, beside, tests, hints)
    runner = _runner(root, tests, hints)
    project = Project(root, runner, sys.executable, hints=hints, tests=_folders(tests))
    project.paths = _paths(root, runner)
    if runner == "unittest":
        project.start = _start(root, tests)
    if named and runner == "pytest":
        project.arguments = [*named, *_beside(named, tests)]
    if inner:
        _lie_inside(project, inner)
    return project


def _beside(named: list[str], tests: list[str]) -> list[str]:
    """Give what pytest would find by itself, as places that hold none of the named files.

    Where one place lies in another, pytest collects the outer one by its own names alone.
    """
    shared = {path.split("/")[0] for path in named}
    apart = [path for path in tests if path.split("/")[0] not in shared]
    return [*_folders(apart), *(path for path in tests if path not in apart)]


def _lie_inside(project: Project, inner: str) -> None:
    """Run the tests of a project in a folder as if from there, with names below the root."""
    settings = next((hint for hint in project.hints if hint.startswith("pytest:")), "")
    if project.runner == "pytest" and settings:
        name = settings.split()[1]
        project.arguments = ["-c", f"{inner}/{name}", "--rootdir=.", inner]
    project.paths = list(dict.fromkeys([*project.paths, *sources(project.root)]))


def _together(root: Path, places: list[str], tests: list[str], hints: list[str]) -> Project:
    """Give several projects that lie beside each other as one, or refuse and name them."""
    why = apart(root, places) or ("" if find_spec("pytest") else "pytest is not installed")
    if why:
        raise Refused(
            f"this folder holds several projects with tests ({listed(places)}), and they cannot be "
            f"run together: {why}",
            f'one of them, for example: quire -C {places[0]} "fix the tests"',
        )
    arguments = ["--rootdir=.", *(["--import-mode=importlib"] if twins(root, tests) else [])]
    project = Project(root, "pytest", sys.executable, [*arguments, *places], hints=hints)
    project.tests, project.paths = places, import_roots(root, places)
    return project


def _managed(root: Path, manage: str, tests: list[str], hints: list[str]) -> Project:
    """Give a Django project, whose manage.py makes settings and databases ready for the tests."""
    project = Project(root, "django", sys.executable, [manage], manage.rpartition("/")[0] or ".")
    project.hints, project.tests, project.paths = hints, _folders(tests), _named_paths(root)
    if find_spec("django") is None:
        raise Refused(
            f"the tests need Django, which {sys.executable} does not have",
            'Django in the project\'s environment (.venv): quire "set this project up" makes one',
            project,
        )
    return project


def _named(root: Path, hints: list[str], files: list[str]) -> Project:
    """Give a project whose test files have names that only its own commands know."""
    if find_spec("pytest") is None:
        reason = f"only pytest can be told to run {', '.join(files[:3])}, and it is not installed"
        raise Refused(reason, "pytest in the project's environment (.venv), or test_*.py as names")
    project = Project(root, "pytest", sys.executable, list(files), hints=hints, tests=files)
    project.paths = _paths(root, "pytest")
    return project


def untested(root: Path) -> Project:
    """Give a project that has no tests yet, as its first ones would be run."""
    hints = read_hints(root)
    manage = managing(root, [])
    if manage and find_spec("django") is not None:
        return _managed(root.resolve(), manage, [], hints)
    runner = "pytest" if find_spec("pytest") is not None else "unittest"
    start = "tests" if runner == "unittest" else "."
    project = Project(root.resolve(), runner, sys.executable, start=start, hints=hints)
    project.paths = _paths(root, runner)
    return project


def _folders(tests: list[str]) -> list[str]:
    tops = {path.split("/")[0] if "/" in path else path for path in tests}
    return sorted(tops)


def _start(root: Path, tests: list[str]) -> str:
    folders = {path.rpartition("/")[0] for path in tests}
    if "" in folders or not folders:
        return "."
    common = os.path.commonpath(sorted(folders))
    return common or "."


def _runner(root: Path, tests: list[str], hints: list[str]) -> str:
    needs_pytest = any(hint.startswith("pytest:") for hint in hints)
    plain = bool(tests)
    for path in tests:
        text = (root / path).read_text(encoding="utf-8", errors="replace")
        if re.search(r"^\s*(import|from)\s+pytest\b", text, re.M):
            needs_pytest = True
        if "TestCase" not in text:
            plain = False
    if find_spec("pytest") is not None:
        return "pytest" if needs_pytest or not plain else _preferred(root, tests, hints)
    if plain and not needs_pytest:
        return "unittest"
    if plain:
        return "unittest"
    raise Refused(
        f"the tests need pytest, which {sys.executable} does not have",
        "pytest in the project's environment (.venv), or its interpreter in QUIRE_PYTHON",
    )


def _preferred(root: Path, tests: list[str], hints: list[str]) -> str:
    """Choose for a suite of plain unittest classes when both runners would do."""
    if any("unittest" in hint for hint in hints):
        return "unittest"
    found = any(path.rpartition("/")[2].startswith("test") for path in tests)  # by unittest
    return "unittest" if found and not (root / "conftest.py").exists() else "pytest"


def read_hints(root: Path) -> list[str]:
    """List what the project's own files say about testing, in words."""
    found: list[str] = []
    pyproject = root / "pyproject.toml"
    if pyproject.is_file():
        text = pyproject.read_text(encoding="utf-8", errors="replace")
        if "[tool.pytest" in text:
            found.append("pytest: pyproject.toml [tool.pytest]")
        found.extend(_scripts(text))
    for name in ("pytest.ini", ".pytest.ini", "pytest.toml"):
        if (root / name).is_file():
            found.append(f"pytest: {name}")
    for name, section in (("setup.cfg", "tool:pytest"), ("tox.ini", "pytest")):
        if _has_section(root / name, section):
            found.append(f"pytest: {name} [{section}]")
    found.extend(command[:_MOST_SHOWN] for command in _commands(root))
    return found


def _has_section(path: Path, section: str) -> bool:
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, configparser.Error):
        return False
    return parser.has_section(section)


def _scripts(text: str) -> list[str]:
    """List scripts named test of hatch, poetry, pdm and poe."""
    try:
        import tomllib
    except ImportError:
        found = re.findall(r'^\s*test\s*=\s*"([^"\n]*)"', text, re.M)
        return [f"script: {command}" for command in found]
    try:
        data: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return []
    commands: list[str] = []

    def visit(value: Any, name: str) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                visit(inner, key)
        elif name == "test" and isinstance(value, str):
            commands.append(f"script: {value}")

    visit(data.get("tool", {}), "")
    return commands


def _commands(root: Path) -> list[str]:
    """List test commands of tox, nox, make and the package's README."""
    found: list[str] = []
    sources = (
        ("Makefile", r"^(?:unit)?(?:test|check)\w*:.*\n((?:\t.*\n?)+)"),
        ("tox.ini", r"^commands\s*=\s*((?:.*\n?)(?:[ \t]+.*\n?)*)"),
        ("noxfile.py", r"session\.run\((.*)\)"),
        ("README.md", r"^\s*\$?\s*((?:python3? -m )?(?:pytest|unittest)\b.*)$"),
        ("README.rst", r"^\s*\$?\s*((?:python3? -m )?(?:pytest|unittest)\b.*)$"),
    )
    for name, pattern in sources:
        path = root / name
        if not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        match = re.search(pattern, text, re.M)
        if match and ("pytest" in match.group(1) or "unittest" in match.group(1)):
            lines = (" ".join(line.split()) for line in match.group(1).splitlines())
            found.append(f"{name}: {'; '.join(line for line in lines if line)}")
    return found


def _paths(root: Path, runner: str) -> list[str]:
    """List the folders that the tests need on PYTHONPATH: those the project names, else `src`."""
    named, src = _named_paths(root), root / "src"
    if named or not src.is_dir() or (runner == "pytest" and _reached(root, src)):
        return named
    return ["src"]


def _named_paths(root: Path) -> list[str]:
    """List the folders that a Makefile or tox puts on PYTHONPATH."""
    found: list[str] = []
    for name in ("Makefile", "tox.ini"):
        path = root / name
        text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
        for value in re.findall(r"\bPYTHONPATH\s*[:?]?=\s*(\S+)", text):
            places = value.replace("{toxinidir}/", "").replace("$(CURDIR)/", "").split(":")
            found.extend(place.rstrip("/") for place in places if place.strip("./"))
    return [place for place in dict.fromkeys(found) if (root / place).is_dir()]


def _reached(root: Path, src: Path) -> bool:
    """Say whether pytest finds what lies in `src` by itself: by its settings, or installed."""
    for name in ("pyproject.toml", "pytest.ini", "setup.cfg", "tox.ini"):
        path = root / name
        if path.is_file() and "pythonpath" in path.read_text(encoding="utf-8", errors="replace"):
            return True
    packages = [entry.name for entry in src.iterdir() if (entry / "__init__.py").is_file()]
    outside = [path for path in sys.path if Path(path or ".").resolve() != src]
    return any(PathFinder.find_spec(name, outside) is not None for name in packages)


def _beside_each_other(root: Path) -> list[str]:
    """List the folders that the tests of several projects import from, where they run together."""
    places = list(nested(root))
    return import_roots(root, places) if len(places) > 1 and not apart(root, places) else []


def source_roots(root: Path) -> list[str]:
    """List the folders that must be importable: the root, those named, and src."""
    named = [*_named_paths(root), *sources(root), *django_roots(root), *_beside_each_other(root)]
    found = [str(root), *(str(root / path) for path in named)]
    src = root / "src"
    if src.is_dir() and any((p / "__init__.py").is_file() or p.suffix == ".py"
                            for p in src.iterdir()):  # fmt: skip
        found.append(str(src))
    return found
