"""Limits that keep every file readable; the exceptions stand in exceptions.toml, with reasons."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
EXCEPTIONS = tomllib.loads((Path(__file__).parent / "exceptions.toml").read_text("utf-8"))
MODULE, MODULE_STOP = 400, 500
FUNCTION, FUNCTION_STOP = 40, 60
BANNED_MODULES = {"utils", "common", "core", "helpers", "base", "impl"}
BANNED_CLASSES = re.compile(r"(Manager|Handler|Helper|Service|Processor|Info)$")
ESCAPES = re.compile(r"# type: ignore|# noqa|\bexcept Exception\b|\bAny\b")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Yield each function's name and its length in lines, its docstring left out."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if ast.get_docstring(node) is not None:
                words = node.body[0]
                length -= (words.end_lineno or words.lineno) - words.lineno + 1
            yield f"{name_of(path)}:{node.name}", length


def test_modules_are_short() -> None:
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in SOURCES}
    allowed = EXCEPTIONS["long_modules"]
    too_long = {n: size for n, size in lengths.items() if size > MODULE and n not in allowed}
    assert too_long == {}
    assert {n: size for n, size in lengths.items() if size > MODULE_STOP} == {}


def test_functions_are_short() -> None:
    lengths = dict(found for path in SOURCES for found in functions(path))
    allowed = EXCEPTIONS["long_functions"]
    too_long = {n: size for n, size in lengths.items() if size > FUNCTION and n not in allowed}
    assert too_long == {}
    assert {n: size for n, size in lengths.items() if size > FUNCTION_STOP} == {}


def test_escapes_from_the_types_are_counted() -> None:
    found = Counter(
        name_of(path)
        for path in SOURCES
        for line in path.read_text("utf-8").splitlines()
        if ESCAPES.search(line)
    )
    allowed = {name: entry["count"] for name, entry in EXCEPTIONS["escapes"].items()}
    assert dict(found) == allowed
    assert all(entry["reason"] for entry in EXCEPTIONS["escapes"].values())


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_names_say_what_things_are(path: Path) -> None:
    assert path.stem not in BANNED_MODULES
    inside = path.relative_to(ROOT / "src" / "quire").parts
    # Alembic wants its migrations in a folder of their own.
    assert len(inside) <= 2 or inside[:2] == ("store", "migrations")
    classes = (n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if type(n) is ast.ClassDef)
    assert [node.name for node in classes if BANNED_CLASSES.search(node.name)] == []


def public_definitions(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield the public functions and classes of a module and the methods of public classes."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    for node in tree.body:
        if isinstance(node, kinds) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from (
                    inner
                    for inner in node.body
                    if isinstance(inner, kinds) and not inner.name.startswith("_")
                    if not any(isinstance(d, ast.Attribute) for d in inner.decorator_list)
                )  # a property's setter has the words of its getter


def test_every_public_function_says_what_it_does() -> None:
    silent = [
        f"{name_of(path)}:{node.name}"
        for path in SOURCES
        for node in public_definitions(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and ast.get_docstring(node) is None
    ]
    assert silent == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [name_of(p) for p in SOURCES if not ast.get_docstring(ast.parse(p.read_text("utf-8")))]
    assert silent == []
