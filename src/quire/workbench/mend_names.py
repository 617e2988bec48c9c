"""Ways to make modules load again whose names are not there: missing imports, misspelt names."""

from __future__ import annotations

import ast
import difflib
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec

from .mend_syntax import Mend

_NAME_ERROR = re.compile(r"NameError: (?:global |free )?(?:name|variable) '(\w+)'")
_NO_NAME = re.compile(r"ImportError: cannot import name '(\w+)' from (?:partially .*?)?'([\w.]+)'")
_NO_MODULE = re.compile(r"ModuleNotFoundError: No module named '([\w.]+)'")
_NO_ATTRIBUTE = re.compile(r"AttributeError: module '([\w.]+)' has no attribute '(\w+)'")
# Where names are usually imported from, the likeliest module first.
_HOMES = ("typing", "collections", "dataclasses", "functools", "itertools", "pathlib", "datetime",
          "enum", "abc", "decimal", "fractions", "contextlib", "collections.abc", "math", "random",
          "operator", "copy", "string", "re", "json", "os.path", "heapq", "bisect", "time",
          "textwrap", "uuid", "unittest", "statistics")  # fmt: skip
_USUAL_ALIASES = {"np": "import numpy as np", "pd": "import pandas as pd"}
_CLOSE = 0.6


@dataclass(frozen=True, order=True)
class Named:
    """A changed file: its path and the mend."""

    mend: Mend
    path: str


def named(errors: Iterable[str], files: dict[str, str]) -> list[Named]:
    """Give changes of the project's `files` (path → text) that the errors speak of, best first."""
    found: set[Named] = set()
    for error in dict.fromkeys(errors):
        for pattern, ways in _TABLE:
            match = pattern.search(error)
            if match is not None:
                found.update(ways(files, *match.groups()))
    return sorted(found)


def _undefined(files: dict[str, str], name: str) -> Iterator[Named]:
    """Import a name that is used and not defined, or spell it as one that is."""
    imports = list(_imports_of(files, name))
    for path, text in files.items():
        tree = _tree(text)
        if tree is None or name not in {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}:
            continue
        for cost, line in imports:
            if line not in text.splitlines():
                yield _made(path, _with_import(text, tree, line), f"{path}: add `{line}`", cost)
        known = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id != name}
        known |= _defined(tree)
        for near in difflib.get_close_matches(name, sorted(known), 2, _CLOSE):
            yield _made(
                path, _renamed(text, name, near), f"{path}: `{near}` instead of `{name}`", 3
            )


def _imports_of(files: dict[str, str], name: str) -> Iterator[tuple[float, str]]:
    """Yield import statements for a name: the project's own ones, then the standard library's."""
    trees = [tree for text in files.values() if (tree := _tree(text)) is not None]
    written = dict.fromkeys(line for tree in trees for line in _written(tree, name))
    for line in written:
        yield 1.0, line
    if name in getattr(sys, "stdlib_module_names", ()) or name in sys.builtin_module_names:
        yield 1.2, f"import {name}"
    for place, module in enumerate(_HOMES):
        if find_spec(module) is not None and name in _public(module):
            yield 1.5 + place / 20, f"from {module} import {name}"
    for path, text in files.items():
        if name in _defined(_tree(text)) and not path.endswith("__init__.py"):
            yield 2.0, f"from {_module_of(path)} import {name}"
    if name in _USUAL_ALIASES:
        yield 1.5, _USUAL_ALIASES[name]


def _written(tree: ast.Module, name: str) -> Iterator[str]:
    """Yield the statements of a module that import a name, for that name alone."""
    for node in ast.walk(tree):
        if not isinstance(node, (ast.Import, ast.ImportFrom)):
            continue
        if isinstance(node, ast.ImportFrom) and node.level:
            continue
        for alias in node.names:
            if (alias.asname or alias.name) == name:
                module = getattr(node, "module", None)
                alone = ast.ImportFrom(module, [alias], 0) if module else ast.Import([alias])
                yield ast.unparse(alone)


def _lacking(files: dict[str, str], name: str, module: str) -> Iterator[Named]:
    """Spell an imported name as its module does, or the module's name as it is imported."""
    home = next((path for path in files if _module_of(path).endswith(module)), None)
    if home is None:
        return
    there = _defined(_tree(files[home]))
    near = difflib.get_close_matches(name, sorted(there), 3, _CLOSE)
    for other in near:
        for path, text in files.items():
            if path != home and re.search(rf"\bimport\b[^#\n]*\b{name}\b", text):
                words = f"{path}: `{other}` instead of `{name}`"
                yield _made(path, _renamed(text, name, other), words, 1.5)
        words = f"{home}: `{name}` instead of `{other}`"
        yield _made(home, _renamed(files[home], other, name), words, 2.5)
    for path, text in files.items():
        if path != home and name in _defined(_tree(text)) and home.endswith("__init__.py"):
            line = f"from {_module_of(path)} import {name}"
            tree = _tree(files[home]) or ast.Module([], [])
            added = _with_import(files[home], tree, line)
            yield _made(home, added, f"{home}: add `{line}`", 1.8)


def _no_module(files: dict[str, str], module: str) -> Iterator[Named]:
    """Spell the name of a module as its file is called."""
    modules = sorted({_module_of(path) for path in files} | set(_HOMES))
    shorter = {name.partition("src.")[2] or name for name in modules}
    for near in difflib.get_close_matches(module, sorted(shorter), 3, 0.7):
        for path, text in files.items():
            changed = re.sub(rf"\b{re.escape(module)}\b", near, text)
            if changed != text:
                yield _made(path, changed, f"{path}: `{near}` instead of `{module}`", 1.5)


def _no_attribute(files: dict[str, str], module: str, name: str) -> Iterator[Named]:
    """Spell an attribute of a module as the module does."""
    home = next((text for path, text in files.items() if _module_of(path).endswith(module)), None)
    there = _defined(_tree(home)) if home is not None else set(_public(module))
    for near in difflib.get_close_matches(name, sorted(there), 2, _CLOSE):
        for path, text in files.items():
            changed = re.sub(rf"\.{name}\b", f".{near}", text)
            if changed != text:
                yield _made(path, changed, f"{path}: `{near}` instead of `{name}`", 1.5)


_TABLE = (
    (_NAME_ERROR, _undefined),
    (_NO_NAME, _lacking),
    (_NO_MODULE, _no_module),
    (_NO_ATTRIBUTE, _no_attribute),
)


def _made(path: str, text: str, words: str, cost: float) -> Named:
    return Named(Mend(cost, text, words), path)


def _tree(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError):
        return None


def _defined(tree: ast.Module | None) -> set[str]:
    """Give the names that a module defines at its top level."""
    found: set[str] = set()
    for node in tree.body if tree is not None else []:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.Assign):
            found.update(t.id for t in node.targets if isinstance(t, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
    return found


def _public(module: str) -> list[str]:
    """Give the public names of a module of the standard library; nothing of any other is loaded."""
    top = module.partition(".")[0]
    if top not in getattr(sys, "stdlib_module_names", _HOMES):
        return []
    __import__(module)
    loaded = sys.modules[module]
    return list(getattr(loaded, "__all__", [n for n in dir(loaded) if not n.startswith("_")]))


def _module_of(path: str) -> str:
    parts = path.removesuffix(".py").split("/")
    if parts[-1] == "__init__":
        parts = parts[:-1]
    return ".".join(parts[1:] if parts[:1] == ["src"] else parts)


def _renamed(text: str, old: str, new: str) -> str:
    return re.sub(rf"\b{re.escape(old)}\b", new, text)


def _with_import(text: str, tree: ast.Module, line: str) -> str:
    """Put an import after the others, else after the docstring."""
    after = 0
    for node in tree.body:
        docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if isinstance(node, (ast.Import, ast.ImportFrom)) or (docstring and not after):
            after = node.end_lineno or after
        elif not isinstance(node, (ast.If, ast.Try)):
            break
    lines = text.splitlines(keepends=True)
    newline = "\r\n" if "\r\n" in text else "\n"
    return "".join([*lines[:after], line + newline, *lines[after:]])
