"""Whose fault an error is: the code's, or the caller's who gave what nobody expects to work."""

from __future__ import annotations

import ast
import collections.abc
import inspect
import re
import typing
from collections.abc import Iterator
from typing import Callable

from .testgen_draws import ANYTHING
from .testgen_recipes import Recipe
from .testgen_scripts import Seen
from .testgen_subjects import Subject

# What looks something up or takes it away may miss it.
_LOOKS_UP = re.compile(
    r"__(get|del|set)item__|__missing__|__next__|_?(pop|remove|del|discard|get|find|index|peek|first"
    r"|last|nth|one|top|front|back|at|look_?up|choice|next|min|max|take|move|swap|rotate)(_.*|left"
    r"|right|item|s)?"
)
_MISSED = (IndexError, KeyError, StopIteration)
# Sizes and characters beyond what the platform has are refused, by whatever error.
_LIMITS = (OverflowError, UnicodeError)
_FORMATS = re.compile(
    r"Replacement index|format (string|code|spec)|unhashable|argument of type|iterable argument"
    r"|[Cc]annot choose from"
)
_VAGUE = (
    ANYTHING, object, inspect.Parameter.empty, type, list, tuple, set, frozenset, dict,
    typing.Callable, typing.Hashable, collections.abc.Callable, collections.abc.Hashable,
    collections.abc.Iterable, collections.abc.Iterator, collections.abc.Sequence,
    collections.abc.Mapping, collections.abc.Collection,
)  # fmt: skip


class Blame:
    """Knows the lines that hand what a caller gives straight to what refuses it."""

    def __init__(self, trees: dict[str, ast.Module]) -> None:
        self.keys = {path: set(_handed(tree, _keys)) for path, tree in trees.items()}
        self.divisors = {path: set(_handed(tree, _divisors)) for path, tree in trees.items()}

    def callers(self, seen: Seen, subject: Subject, given: list[Recipe]) -> bool:
        """Say whether any caller would expect the error for what is given."""
        error = seen.error
        path, line = seen.frame
        if isinstance(error, _LIMITS) or _FORMATS.search(str(error)):
            return True
        if isinstance(error, _MISSED) and _LOOKS_UP.fullmatch(subject.name):
            return True
        if isinstance(error, (IndexError, KeyError)) and line in self.keys.get(path, ()):
            return True
        if isinstance(error, KeyError) and error.args and _holds(given, error.args[0]):
            return True
        return isinstance(error, ZeroDivisionError) and line in self.divisors.get(path, ())


def is_exact(hint: object) -> bool:
    """Say whether an annotation says what may be given: `list[int]` does, `list` does not."""
    if isinstance(hint, typing.TypeVar) or getattr(hint, "_is_protocol", False):
        return False
    origin = typing.get_origin(hint)
    if origin is None:
        return not any(hint is each for each in _VAGUE)
    if origin in (type, collections.abc.Callable):
        return False
    if origin is typing.Literal:
        return True
    return all(is_exact(each) for each in typing.get_args(hint) if each is not ...)


def _holds(given: list[Recipe], key: object) -> bool:
    """Say whether the arguments hold a key that was not found."""
    for value in given:
        if type(value) is type(key) and value == key:
            return True
        if isinstance(value, (list, tuple, set, frozenset)) and _holds(list(value), key):
            return True
        if isinstance(value, str) and isinstance(key, str) and key in value:
            return True
    return False


def _handed(tree: ast.Module, used: Callable[[ast.AST], Iterator[ast.expr]]) -> Iterator[int]:
    """Yield the lines on which a function uses a parameter of its own as it came."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            every = node.args
            names = {each.arg for each in (*every.posonlyargs, *every.args, *every.kwonlyargs)}
            for inner in ast.walk(node):
                yield from (part.lineno for part in used(inner) if _is_made_of(part, names))


def _is_made_of(node: ast.AST, names: set[str]) -> bool:
    """Say whether an expression is a calculation with nothing but parameters and constants."""
    kinds = (ast.Name, ast.BinOp, ast.UnaryOp, ast.Constant, ast.operator, ast.unaryop, ast.Load)
    parts = list(ast.walk(node))
    found = [part.id for part in parts if isinstance(part, ast.Name)]
    plain = all(isinstance(part, kinds) for part in parts)
    return plain and bool(found) and all(name in names for name in found)


def _keys(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Subscript):
        yield node.slice
    elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in (
        "pop",
        "remove",
        "index",
    ):
        yield from node.args[:1]


def _divisors(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Div, ast.FloorDiv, ast.Mod)):
        yield node.right
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        yield node.left
