"""Calls and sums that give nothing anybody wants: bounds exchanged, heaps of unordered items."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .oddities import names_of
from .scope import constant_int
from .units import FUNCTIONS, Function

_OPPOSITE = {"min": "max", "max": "min"}
_POPS = ("heappop", "heappushpop", "heapreplace")


def mistaken(node: ast.AST) -> int:
    """Count bounds that let one value through, sums that hold themselves, heaps that are none."""
    if isinstance(node, ast.Call):
        return int(clamped_wrong(node) is not None)
    if isinstance(node, ast.AugAssign):
        return int(_holds_itself(node))
    if isinstance(node, FUNCTIONS):
        return len(list(unordered_heaps(node)))
    return 0


def clamped_wrong(node: ast.Call) -> ast.Call | None:
    """Give the inner call of `min(lowest, max(highest, x))`, which is always `lowest`."""
    name = getattr(node.func, "id", "")
    inner = next((a for a in node.args if getattr(getattr(a, "func", None), "id", "") ==
                  _OPPOSITE.get(name)), None)  # fmt: skip
    if not isinstance(inner, ast.Call) or len(node.args) != len(inner.args) or len(node.args) > 2:
        return None
    outer = next((a for a in node.args if a is not inner), None)
    for bound in inner.args:
        low, high = (outer, bound) if name == "min" else (bound, outer)
        if _is_below(low, high):
            return inner
    return None


def _is_below(low: ast.expr | None, high: ast.expr | None) -> bool:
    """Say whether one bound is known to be below another, by value or by name."""
    one, two = (constant_int(each) if each is not None else None for each in (low, high))
    if one is not None and two is not None:
        return one < two
    words = [getattr(each, "id", getattr(each, "attr", "")).lower() for each in (low, high)]
    return ("min" in words[0] or "low" in words[0]) and ("max" in words[1] or "high" in words[1])


def _holds_itself(node: ast.AugAssign) -> bool:
    """Say whether a sum adds a multiple of itself: `value += value * 10 + digit`."""
    if not isinstance(node.op, ast.Add) or not isinstance(node.value, ast.BinOp):
        return False
    target = ast.unparse(node.target)
    return isinstance(node.value.op, ast.Add) and any(
        isinstance(each, ast.BinOp)
        and isinstance(each.op, ast.Mult)
        and target in (ast.unparse(each.left), ast.unparse(each.right))
        for each in (node.value.left, node.value.right)
    )


def unordered_heaps(function: Function) -> Iterator[tuple[ast.Assign, str, str]]:
    """Yield what makes a list of which a heap's functions take items, though nothing orders it.

    With it come the list's name and the text before the name of a heap's function.
    """
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    taken: dict[str, str] = {}
    ordered: set[str] = set()
    for call in calls:
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        first = names_of(call.args[0]) if call.args else set()
        if name in _POPS:
            before = ast.unparse(call.func)[: -len(name)]
            taken.update(dict.fromkeys(first, before))
        elif name in ("heapify", "sorted"):
            ordered |= first
        elif name == "sort" and isinstance(call.func, ast.Attribute):
            ordered |= names_of(call.func.value)
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if name in taken and name not in ordered and _is_filled(node.value):
                yield node, name, taken[name]


def _is_filled(value: ast.expr) -> bool:
    """Say whether a new list holds several items from the beginning, in no known order."""
    if isinstance(value, ast.ListComp):
        first = value.generators[0].iter
        return getattr(getattr(first, "func", None), "id", "") not in ("range", "enumerate")
    return isinstance(value, ast.Call) and getattr(value.func, "id", "") == "list"
