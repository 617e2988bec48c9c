"""What the objects of a file's classes begin with."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from .scope import MOST_PLACES, Place

_BEGINNINGS = ("__init__", "__post_init__", "reset", "clear")


@lru_cache(maxsize=MOST_PLACES)
def beginnings(place: Place) -> tuple[dict[str, str], ...]:
    """Give for each class of the file what its objects begin with, as text where it is plain."""
    return tuple(map(_beginning, classes(place)))


def classes(place: Place) -> Iterator[ast.ClassDef]:
    """Yield the classes of a function's file."""
    return (node for node in place.source.nodes if isinstance(node, ast.ClassDef))


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
