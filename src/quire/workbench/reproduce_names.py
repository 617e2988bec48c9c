"""Where the names of a report live in a project: its files, modules, functions."""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .project import is_test_path, python_files, source_roots
from .reproduce_text import Frame

_DEFINED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Place:
    """A definition at the top of a module of the project."""

    path: str
    module: str
    name: str


class Names:
    """The modules of a project and what they define; a file that does not parse defines nothing."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files = python_files(root)
        self._roots = sorted(
            (Path(each) for each in source_roots(root)), key=lambda p: -len(p.parts)
        )
        self.modules = {self.module_of(path): path for path in self.files if not is_test_path(path)}
        self._trees: dict[str, ast.Module | None] = {}

    def module_of(self, path: str) -> str:
        """Return the dotted name that a file is imported by."""
        whole = self.root / path
        top = next((each for each in self._roots if each in whole.parents), self.root)
        parts = list(whole.relative_to(top).with_suffix("").parts)
        return ".".join(parts[:-1] if parts[-1] == "__init__" and parts[1:] else parts)

    def tree(self, path: str) -> ast.Module | None:
        """Return the syntax tree of a file below the root, None where it has none."""
        if path not in self._trees:
            try:
                text = (self.root / path).read_text(encoding="utf-8")
                self._trees[path] = ast.parse(text)
            except (OSError, SyntaxError, ValueError):
                self._trees[path] = None
        return self._trees[path]

    def places(self, name: str, told: str) -> list[Place]:
        """Return the definitions of a name, those whose module the report names first."""
        found = [
            Place(path, module, name)
            for module, path in self.modules.items()
            if any(node.name == name for node in self._definitions(path))
        ]
        return sorted(found, key=lambda place: (not _is_named(place, told), place.path))

    def _definitions(
        self, path: str
    ) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
        tree = self.tree(path)
        yield from (node for node in (tree.body if tree else ()) if isinstance(node, _DEFINED))

    def function(self, path: str, name: str) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        """Return a function at the top of a file, or None."""
        for node in self._definitions(path):
            if node.name == name and not isinstance(node, ast.ClassDef):
                return node
        return None

    def path_of(self, frame: Frame) -> str:
        """Return the project's file that a frame names on whatever machine; empty when none."""
        parts = frame.path.replace("\\", "/").split("/")
        for start in range(len(parts)):
            tail = "/".join(parts[start:])
            if tail in self.files:
                return tail
        ends = [path for path in self.files if path.endswith(f"/{parts[-1]}")]
        agreed = [path for path in ends if self._reads(path, frame)]
        return agreed[0] if len(agreed) == 1 else ""

    def _reads(self, path: str, frame: Frame) -> bool:
        return bool(frame.source) and self.line(path, frame.line) == frame.source

    def line(self, path: str, number: int) -> str:
        """Return one line of a file without its indentation."""
        lines = (self.root / path).read_text(encoding="utf-8", errors="replace").splitlines()
        return lines[number - 1].strip() if 0 < number <= len(lines) else ""


def _is_named(place: Place, told: str) -> bool:
    return place.path in told or place.path.rpartition("/")[2] in told or place.module in told


def free_names(source: str, setup: tuple[str, ...]) -> list[str]:
    """Return the names, dotted as far as they go, that a call needs from somewhere."""
    known = {*dir(builtins)}
    needed: list[str] = []
    for text in (*setup, source):
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                known |= {(each.asname or each.name).partition(".")[0] for each in node.names}
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                known.add(node.id)
        needed.extend(_dotted(tree))
    return [name for name in dict.fromkeys(needed) if name.partition(".")[0] not in known]


def _dotted(tree: ast.AST) -> Iterator[str]:
    inner: set[int] = set()
    for node in ast.walk(tree):
        if id(node) in inner:
            continue
        parts: list[str] = []
        each: ast.AST = node
        while isinstance(each, ast.Attribute):
            inner.add(id(each.value))
            parts.append(each.attr)
            each = each.value
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load):
            yield ".".join([each.id, *reversed(parts)])


def imports(names: Names, source: str, setup: tuple[str, ...], told: str) -> list[list[str]]:
    """Return the ways to import what a call needs, likeliest first; none when a name is nowhere."""
    ways: list[list[str]] = [[]]
    for name in free_names(source, setup):
        options = _options(names, name, told)
        if not options:
            return []
        ways = [[*way, option] for way in ways for option in options][:6]
    return ways


def _options(names: Names, dotted: str, told: str) -> list[str]:
    parts = dotted.split(".")
    for end in range(len(parts), 0, -1):
        module = ".".join(parts[:end])
        if module in names.modules:
            return [f"import {module}"]
    found = [f"from {each.module} import {each.name}" for each in names.places(parts[0], told)]
    if not found and parts[0] in getattr(sys, "stdlib_module_names", ()):
        return [f"import {parts[0]}"]
    return found[:3]
