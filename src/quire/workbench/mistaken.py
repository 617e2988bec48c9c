"""What gives nothing anybody wants: bounds exchanged, unordered heaps, conditions never met."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .oddities import names_of, steps
from .scope import constant_int, word_of
from .units import FUNCTIONS, Function

_Bound = tuple[str, type[ast.cmpop], float]
_OPPOSITE = {"min": "max", "max": "min"}
_POPS = ("heappop", "heappushpop", "heapreplace")


def mistaken(node: ast.AST) -> int:
    """Count bounds that let one value through, sums that hold themselves, heaps that are none.

    And conditions of numbers that never hold or always do, and cases that are never reached.
    """
    if isinstance(node, ast.Call):
        return int(clamped_wrong(node) is not None)
    if isinstance(node, ast.AugAssign):
        return int(_holds_itself(node))
    if isinstance(node, FUNCTIONS):
        return len(list(unordered_heaps(node))) + _in_vain(node)
    if isinstance(node, ast.BoolOp):
        return int(_is_settled(node))
    return (_never_reached(node) if isinstance(node, ast.If) else 0) + _in_vain(node)


def _in_vain(node: ast.AST) -> int:
    """Count the loops of a block whose every name the next statement sets anew."""
    return sum(
        isinstance(loop, (ast.For, ast.While))
        and isinstance(after, ast.Assign)
        and _only_sets(loop, {name for each in after.targets for name in names_of(each)})
        for loop, after in steps(node)
    )


def _only_sets(loop: ast.stmt, names: set[str]) -> bool:
    """Say whether a loop does nothing but set some of these names."""
    plain = (ast.Assign, ast.AugAssign, ast.If, ast.Pass, ast.Break, ast.Continue)
    nodes = [each for each in ast.walk(loop) if each is not loop]
    if not all(isinstance(each, plain) for each in nodes if isinstance(each, ast.stmt)):
        return False
    stored = [
        each
        for each in nodes
        if isinstance(getattr(each, "ctx", None), ast.Store) and not isinstance(each, ast.Tuple)
    ]
    return bool(stored) and all(getattr(each, "id", "") in names for each in stored)


def _is_settled(node: ast.BoolOp) -> bool:
    """Say whether no number meets two conditions, as `n < 1 and n > 49`, or each meets one.

    Or whether one of them says nothing beside the other: `n < 1 and n < 49`.
    """
    pairs = [_compared(each) for each in node.values]
    every = isinstance(node.op, ast.Or)
    return any(
        one is not None
        and two is not None
        and one[0] == two[0]
        and {one[1], two[1]} & {ast.Lt, ast.LtE, ast.Gt, ast.GtE}
        and _exclude(one, two, every)
        for place, one in enumerate(pairs)
        for two in pairs[place + 1 :]
    )


def _compared(node: ast.expr) -> _Bound | None:
    """Give what is compared with a number, how, and the number."""
    if not isinstance(node, ast.Compare) or len(node.ops) != 1:
        return None
    bound = constant_int(node.comparators[0])
    return None if bound is None else (ast.dump(node.left), type(node.ops[0]), bound)


def _exclude(one: _Bound, two: _Bound, every: bool) -> bool:
    """Say whether two comparisons never hold together, or one always does, or says it all."""
    held = _held(one, two)
    idle = all(a or not b for a, b in held) or all(b or not a for a, b in held)
    if every:
        return idle or all(a or b for a, b in held)
    return idle or not any(a and b for a, b in held)


def _held(one: _Bound, two: _Bound) -> list[tuple[bool, bool]]:
    """Tell which of two comparisons hold at their bounds and around them."""
    numbers = [bound + step for bound in (one[2], two[2]) for step in (-1, -0.5, 0, 0.5, 1)]
    return [(_holds(one, number), _holds(two, number)) for number in numbers]


def _holds(side: _Bound, number: float) -> bool:
    _, sign, bound = side
    if sign in (ast.Lt, ast.LtE):
        return number < bound or (sign is ast.LtE and number == bound)
    if sign in (ast.Gt, ast.GtE):
        return number > bound or (sign is ast.GtE and number == bound)
    return (number == bound) == (sign in (ast.Eq, ast.Is))


def _never_reached(node: ast.If) -> int:
    """Count the cases behind this one that it takes all of: `n > 2` before `n > 5`."""
    found = 0
    orelse = node.orelse
    while len(orelse) == 1 and isinstance(orelse[0], ast.If):
        found += takes_all(node.test, orelse[0].test)
        orelse = orelse[0].orelse
    return found


def takes_all(first: ast.expr, second: ast.expr) -> bool:
    """Say whether a comparison with a number holds wherever another one does."""
    one, two = _compared(first), _compared(second)
    if one is None or two is None or one[0] != two[0] or ast.dump(first) == ast.dump(second):
        return False
    return all(a or not b for a, b in _held(one, two))


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
    words = [word_of(each).lower() for each in (low, high)]
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
        name = word_of(call.func)
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
