"""Which modules an order means, and where their tests belong."""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from .managed import manager, managing
from .project import is_test_path, python_files, source_roots

_TEST_NAME = re.compile(r"(test_.*|.*_test)\.py$")
_NEVER = frozenset(("setup.py", "noxfile.py", "conftest.py", "__main__.py", "tasks.py"))


@dataclass
class Target:
    """A module to be tested: its file below the root, its dotted name, what of it is meant."""

    path: str
    module: str
    only: list[str] = field(default_factory=list)


def module_name(root: Path, path: str) -> str:
    """Give the dotted name by which tests import a file."""
    full = root / path
    roots = sorted((Path(each) for each in source_roots(root)), key=lambda each: -len(each.parts))
    home = next((each for each in roots if each in full.parents), root)
    parts = list(full.relative_to(home).with_suffix("").parts)
    if parts[-1] == "__init__":
        parts.pop()
    return ".".join(parts)


def sources(root: Path) -> list[str]:
    """List the project's own modules, tests and tools left out."""
    found = [path for path in python_files(root) if not is_test_path(path)]
    parts = ((path, path.split("/")) for path in found)
    return [
        path for path, words in parts
        if words[-1] not in _NEVER and not {"docs", "examples", "scripts", "bench"} & {*words[:-1]}
    ]  # fmt: skip


def targets(root: Path, wishes: list[str]) -> list[Target]:
    """Find the modules that the wishes name; without wishes, all modules of the project."""
    files = sources(root)
    known = {path: module_name(root, path) for path in files}
    found: dict[str, Target] = {}
    for wish in wishes:
        for target in _found(root, wish.strip("`'\"").rstrip("()/"), known):
            held = found.setdefault(target.path, target)
            if held is not target:
                held.only = [*held.only, *target.only] if held.only and target.only else []
    if not wishes:
        return [Target(path, name) for path, name in known.items() if _has_code(root, path)]
    return list(found.values())


def _found(root: Path, wish: str, known: dict[str, str]) -> list[Target]:
    path = wish[2:] if wish.startswith("./") else wish
    path, _, inner = path.partition("::")
    if path.endswith(".py"):
        exact = [each for each in known if each == path]
        near = [each for each in known if each.endswith(f"/{path}")]
        only = [inner] if inner else []
        return [Target(each, known[each], only) for each in (exact or near)[:1]]
    folder = path.replace(".", "/")
    inside = [each for each in known if each.startswith((f"{folder}/", f"src/{folder}/"))]
    inside = inside or [each for each in known if each.startswith(f"{path}/")]
    if inside:
        return [Target(each, known[each]) for each in inside if _has_code(root, each)]
    for place, name in known.items():
        if name == path or (name.endswith(f".{path}") and "." not in path):
            return [Target(place, name)]
    for place, name in sorted(known.items(), key=lambda pair: -len(pair[1])):
        if name and path.startswith(f"{name}."):
            return [Target(place, name, [path[len(name) + 1 :]])]
    return _defining(root, path, known)


def _defining(root: Path, wish: str, known: dict[str, str]) -> list[Target]:
    """Find the module that defines a function, a class or `Class.method`."""
    first = wish.split(".")[0]
    for place, name in known.items():
        try:
            tree = ast.parse((root / place).read_bytes())
        except (OSError, SyntaxError, ValueError):
            continue
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        if any(isinstance(node, kinds) and node.name == first for node in tree.body):
            return [Target(place, name, [wish])]
    return []


def _has_code(root: Path, path: str) -> bool:
    text = (root / path).read_text(encoding="utf-8", errors="replace")
    return bool(re.search(r"^\s*(async\s+)?def ", text, re.M))


def files_of_tests(root: Path) -> list[str]:
    """List the project's test files."""
    return [path for path in python_files(root)
            if is_test_path(path) and _TEST_NAME.match(path.split("/")[-1])]  # fmt: skip


def uses_hypothesis(root: Path, existing: list[str]) -> bool:
    """Say whether the project names Hypothesis among its needs or in its tests."""
    files = ("pyproject.toml", "setup.cfg", "tox.ini", "requirements.txt", "requirements-dev.txt",
             "dev-requirements.txt", *existing[:200])  # fmt: skip
    texts = ((root / name).read_text(encoding="utf-8", errors="replace")
             for name in files if (root / name).is_file())  # fmt: skip
    return any(re.search(r"\bhypothesis\b", text) for text in texts)


def new_file(root: Path, target: Target, existing: list[str], ending: str = "") -> str:
    """Give a path for a new test file in the project's own place and manner of naming."""
    stem = target.module.split(".")[-1] + ending
    folder = _of_app(root, target, existing) or _folder(root, target, existing)
    after = sum(path.endswith("_test.py") for path in existing)
    form = "{}_test" if after * 2 > len(existing) else "test_{}"
    taken = {path.split("/")[-1] for path in existing}
    for extra in ("", "_behaviour", *(f"_behaviour_{number}" for number in range(2, 99))):
        name = f"{form.format(stem + extra)}.py"
        path = f"{folder}/{name}" if folder else name
        if name not in taken and not (root / path).exists():
            return path
    return f"{folder}/test_{stem}_more.py"


def _of_app(root: Path, target: Target, existing: list[str]) -> str:
    """Give the folder in which `manage.py test` finds the tests of a module of a Django project.

    Nothing where pytest runs them, and has some elsewhere.
    """
    home = target.path.rpartition("/")[0]
    elsewhere = bool(existing) and not managing(root, [])
    if not manager(root) or elsewhere or not (root / home / "__init__.py").is_file():
        return ""
    inner = f"{home}/tests"
    return inner if (root / inner / "__init__.py").is_file() else home


def _folder(root: Path, target: Target, existing: list[str]) -> str:
    stem = target.module.split(".")[-1]
    for path in existing:  # where the module has tests already
        if path.split("/")[-1] in (f"test_{stem}.py", f"{stem}_test.py"):
            return path.rpartition("/")[0]
    folders = Counter(path.rpartition("/")[0] for path in existing)
    parent = target.path.split("/")[-2] if "/" in target.path else ""
    mirrored = [folder for folder in folders if parent and folder.split("/")[-1] == parent]
    if mirrored:
        return mirrored[0]
    if folders:
        best: str = max(sorted(folders), key=lambda folder: folders[folder])
        return best
    if any((root / name).is_dir() for name in ("test",)) and not (root / "tests").is_dir():
        return "test"
    return "tests"
