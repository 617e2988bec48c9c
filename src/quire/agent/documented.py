"""Tests that stand in the documentation of the code that they test (doctest)."""

from __future__ import annotations

import ast

_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def is_documented(test: str, path: str) -> bool:
    """Tell whether a test is an example in the code at `path`: `src/m.py::m.f` in pytest's words.

    The name after the path begins with the module's own; of a test file this says nothing. For
    unittest it is `m.f` alone, and its own tests are methods that begin with `test`.
    """
    stem = path.rpartition("/")[2].removesuffix(".py")
    file, _, item = test.partition("::")
    if (
        (item and file != path)
        or stem.startswith("test_")
        or stem.endswith("_test")
        or stem == "tests"
    ):
        return False
    dotted = path.removesuffix(".py").removesuffix("/__init__").split("/")
    names = (".".join(dotted[start:]) for start in range(len(dotted)))
    if not item:
        item = "" if test.rpartition(".")[2].startswith("test") else test
    return any(item == name or item.startswith(f"{name}.") for name in names)


def examples(content: bytes) -> tuple[tuple[str, str], ...] | None:
    """Return the examples of a module, each with the output it wants; None if it cannot be read."""
    from doctest import DocTestParser  # it brings unittest and pdb along: 8 ms

    try:
        tree = ast.parse(content)
        found = [
            (example.source, example.want)
            for node in ast.walk(tree)
            if isinstance(node, _DOCUMENTED)
            for example in DocTestParser().get_examples(ast.get_docstring(node) or "")
        ]
    except (SyntaxError, ValueError):
        return None
    return tuple(found)
