"""Values that stand where nobody would put them: `num * 0`, `x += 0`, one call unlike its kin."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from .oddities import is_idle, names_of
from .scope import constant_int
from .units import Function

_KIN = 3  # calls that make what they have in common a rule
_OWN = ("self", "cls")
_LOOKS = ("get", "pop", "index", "count")


def misfit(node: ast.AST) -> int:
    """Count what a node computes for nothing, or with what is no value of its kind."""
    if isinstance(node, ast.BinOp):
        zero = isinstance(node.op, ast.Mult) and 0 in map(constant_int, (node.left, node.right))
        return int(zero or any(map(_is_owner, (node.left, node.right))))
    if isinstance(node, ast.AugAssign):
        nothing = isinstance(node.op, ast.Mult) and constant_int(node.value) == 0
        return int(nothing or is_idle(node.op, node.value))
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in _LOOKS:
        return int(any(map(_is_owner, node.args)))
    if isinstance(node, ast.Compare) and not isinstance(node.ops[0], (ast.Is, ast.IsNot)):
        return int(any(map(_is_owner, (node.left, *node.comparators))))
    return 0


def _is_owner(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in _OWN


def unlike(function: Function) -> int:
    """Count the calls that differ from all others like them in what the others share.

    Of four calls `visit(row, column + 1, depth + 1)` in four directions none has another depth.
    """
    return sum(_alone(values) for calls in _kin(function) for values in zip(*calls))


def _kin(function: Function) -> Iterator[list[list[str]]]:
    """Yield the arguments of calls of one thing, where there are several."""
    found: dict[tuple[str, int], list[list[str]]] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and len(node.args) > 1 and names_of(node.func):
            key = (ast.dump(node.func), len(node.args))
            found.setdefault(key, []).append([ast.dump(each) for each in node.args])
    yield from (calls for calls in found.values() if len(calls) >= _KIN)


def _alone(values: tuple[str, ...]) -> bool:
    counted = Counter(values)
    return len(counted) > 1 and max(counted.values()) == len(values) - 1


def searched_for_its_place(function: Function) -> int:
    """Count the questions whether a list holds a number that says where in it something is."""
    nodes = list(ast.walk(function))
    loops = (node for node in nodes if isinstance(node, ast.For))
    counted = {
        name
        for loop in loops
        if isinstance(loop.iter, ast.Call) and getattr(loop.iter.func, "id", "") == "range"
        for name in names_of(loop.target)
    }
    lists = {
        each.targets[0].id
        for each in nodes
        if isinstance(each, ast.Assign)
        and isinstance(each.targets[0], ast.Name)
        and isinstance(getattr(each.value, "left", each.value), ast.List)
    }
    places = {
        (node.slice.id, node.value.id)
        for node in nodes
        if isinstance(node, ast.Subscript)
        and isinstance(node.slice, ast.Name)
        and isinstance(node.value, ast.Name)
    }
    known = {(index, name) for index, name in places if index in counted and name in lists}
    asked = (node for node in nodes if isinstance(node, ast.Compare))
    return sum(
        (getattr(node.left, "id", ""), getattr(node.comparators[0], "id", "")) in known
        for node in asked
        if isinstance(node.ops[0], (ast.In, ast.NotIn))
    )
