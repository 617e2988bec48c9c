"""What the objects of a file's classes begin with."""

from __future__ import annotations

import ast
from functools import lru_cache

from .scope import Place
from .source import SourceFile

_MOST_FILES = 64
_BEGINNINGS = ("__init__", "__post_init__", "reset", "clear")


def beginnings(place: Place) -> tuple[dict[str, str], ...]:
    """Give for each class of the file what its objects begin with, as text where it is plain."""
    return _beginnings(place.source)


@lru_cache(maxsize=_MOST_FILES)
def _beginnings(source: SourceFile) -> tuple[dict[str, str], ...]:
    return tuple(map(_beginning, _classes(source)))


def classes(place: Place) -> tuple[ast.ClassDef, ...]:
    """List the classes of a function's file."""
    return _classes(place.source)


@lru_cache(maxsize=_MOST_FILES)
def _classes(source: SourceFile) -> tuple[ast.ClassDef, ...]:
    return tuple(node for node in source.nodes if isinstance(node, ast.ClassDef))


def set_by(node: ast.AST) -> tuple[ast.expr | None, ast.expr | None]:
    """Give what an assignment sets, with or without a type, and to which value."""
    if isinstance(node, ast.Assign):
        return node.targets[0], node.value
    return (node.target, node.value) if isinstance(node, ast.AnnAssign) else (None, None)


def _beginning(kind: ast.ClassDef) -> dict[str, str]:
    functions = (each for each in kind.body if isinstance(each, ast.FunctionDef))
    begun = (each for each in functions if each.name in _BEGINNINGS)
    found: dict[str, str] = {}
    for node in (inner for function in begun for inner in ast.walk(function)):
        target, value = set_by(node)
        if isinstance(target, ast.Attribute) and getattr(target.value, "id", "") == "self":
            found.setdefault(target.attr, "")
            if value is not None and _is_plain(value):
                found[target.attr] = ast.unparse(value)
    return found


def _is_plain(value: ast.expr) -> bool:
    """Say whether a value is a constant, or an empty list or mapping."""
    empty = (isinstance(value, ast.List) and not value.elts) or (
        isinstance(value, ast.Dict) and not value.keys
    )
    return isinstance(value, ast.Constant) or empty
