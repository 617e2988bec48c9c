"""Statements that are each other's counterparts: the same but for names exchanged throughout."""

from __future__ import annotations

import ast
from collections.abc import Iterable

_LEAST = 4  # names from which on being alike is no chance
_KINDS = (ast.Assign, ast.AugAssign, ast.Return, ast.Expr)
_SHARED = 0.5  # of the names, from which on counterparts speak of the same


def twins(nodes: Iterable[ast.AST]) -> int:
    """Count the statements that have a counterpart: `a = max(x, a + x)`, `b = min(x, b + x)`.

    Names stand for each other in one way throughout. Statements of one text are no counterparts,
    nor are two ways to exchange the same values.
    """
    groups: dict[tuple[object, ...], list[tuple[str, ...]]] = {}
    for node in nodes:
        if isinstance(node, _KINDS) and not exchanged(node):
            words, shape = _read(node)
            if len(words) >= _LEAST:
                groups.setdefault(shape, []).append(words)
    return sum(
        any(_alike(one, other) for other in group if other != one)
        for group in groups.values()
        for one in group
    )


def exchanged(node: ast.AST) -> set[str]:
    """Give the two places whose values a statement exchanges."""
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Tuple):
        return set()
    places = [ast.unparse(each) for each in getattr(node.targets[0], "elts", [])]
    values = [ast.unparse(each) for each in node.value.elts]
    return set(places) if values == places[::-1] != places else set()


def _read(node: ast.AST) -> tuple[tuple[str, ...], tuple[object, ...]]:
    """Give the names of a statement, and it with its names by where each came first."""
    words: list[str] = []
    shape: list[object] = []
    seen: dict[str, int] = {}
    for inner in ast.walk(node):
        shape.append(type(inner))
        word = getattr(inner, "id", getattr(inner, "attr", None))
        if isinstance(word, str):
            words.append(word)
            shape.append(seen.setdefault(word, len(seen)))
        elif isinstance(inner, ast.Constant):
            shape.append(repr(inner.value))
    return tuple(words), tuple(shape)


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    same = sum(a == b for a, b in zip(one, other))
    plain = len(set(one)) == len(one) and len(set(other)) == len(other)
    if plain and len({*one, *other}) == len(one) + 1 and same < _SHARED * len(one):
        return True  # there and back: `values[i] = last`, `place[last] = i`
    return same >= _SHARED * len(one) or len(set(one)) < len(one) - 1
