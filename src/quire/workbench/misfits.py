"""Values that stand where nobody would put them: `num * 0`, `x += 0`, one call unlike its kin."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from .oddities import counts_turns, is_idle, names_of, names_set
from .scope import constant_int
from .units import FUNCTIONS, Function

_AT_TIMES = 2  # times that a name counts which is set in each branch, and in one at times
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
        itself = ast.unparse(node.target) == ast.unparse(node.value)
        return int(nothing or itself or is_idle(node.op, node.value))
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in _LOOKS:
        return int(any(map(_is_owner, node.args)))
    if isinstance(node, ast.If):
        return _AT_TIMES * len(_set_at_times(node))
    if isinstance(node, ast.Compare) and not isinstance(node.ops[0], (ast.Is, ast.IsNot)):
        return int(any(map(_is_owner, (node.left, *node.comparators))))
    return 0


def repeated(node: ast.AST) -> int:
    """Count the steps of a block that count the same once more: `hi -= 1`, `hi -= 1`."""
    block = getattr(node, "body", None)
    steps = block if isinstance(block, list) else []
    counted = Counter(ast.dump(each) for each in steps if isinstance(each, ast.AugAssign))
    added = Counter(_added(each) for each in steps)
    del added[""]
    return sum(times - 1 for times in (*counted.values(), *added.values()))


def _added(node: ast.stmt) -> str:
    """Give the part of a table that a statement adds to a sum: no two sums are of the same."""
    value: ast.expr | None = None
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        value = node.value
    elif isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp):
        target = node.targets[0]
        if ast.unparse(target) == ast.unparse(node.value.left):
            value = node.value.right
    return ast.unparse(value) if isinstance(value, ast.Subscript) else ""


def _set_at_times(node: ast.If) -> set[str]:
    """Name what all branches set, save one that sets it under a further condition only."""
    branches = [node.body]
    rest = node.orelse
    while len(rest) == 1 and isinstance(rest[0], ast.If):
        branches.append(rest[0].body)
        rest = rest[0].orelse
    branches.append(rest)
    sure = [(_surely_set(each), each) for each in branches]
    going = [(names, each) for names, each in sure if names is not None]
    found: set[str] = set()
    if rest and len(going) > 1:
        for number, (own, branch) in enumerate(going):
            at_times = set().union(*map(names_set, branch)) - own
            others = [names for n, (names, _) in enumerate(going) if n != number]
            found |= {name for name in at_times if all(name in names for names in others)}
    return found


def _surely_set(block: list[ast.stmt]) -> set[str] | None:
    """Name what a block sets in any case, None where it never goes on."""
    found: set[str] = set()
    for each in block:
        if isinstance(each, (ast.Return, ast.Raise, ast.Continue, ast.Break)):
            return None
        if isinstance(each, ast.If):
            ways = (_surely_set(each.body), _surely_set(each.orelse))
            going = [names for names in ways if names is not None]
            if not going:
                return None
            found |= going[0] & going[-1]
        elif not isinstance(each, (ast.For, ast.While, ast.Try, *FUNCTIONS)):
            found |= names_set(each)
    return found


def _is_owner(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in _OWN


def unlike(function: Function) -> int:
    """Count the calls that differ from all others like them in what the others share.

    Of four calls `visit(row, column + 1, depth + 1)` in four directions none has another depth,
    and none begins with what is near to a column.
    """
    return sum(
        _alone(values) or _alone(tuple(map(_near, values)))
        for inner in ast.walk(function)
        if isinstance(inner, FUNCTIONS)
        for calls in _kin(inner)
        for values in zip(*calls)
    )


def _near(value: ast.expr) -> ast.expr:
    """Give what a number is beside: `row` for `row + 1`."""
    if isinstance(value, ast.BinOp) and isinstance(value.op, (ast.Add, ast.Sub)):
        return value.left if constant_int(value.right) is not None else value
    return value


def _kin(function: Function) -> Iterator[list[list[ast.expr]]]:
    """Yield the arguments of calls of one thing, where there are several."""
    found: dict[tuple[str, int], list[list[ast.expr]]] = {}
    for node in _own(function):
        if isinstance(node, ast.Call) and len(node.args) > 1 and names_of(node.func):
            key = (ast.dump(node.func), len(node.args))
            found.setdefault(key, []).append(node.args)
    yield from (calls for calls in found.values() if len(calls) >= _KIN)


def _own(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what stands in a function, and not in another one inside of it."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, FUNCTIONS):
            yield child
            yield from _own(child)


def _alone(values: tuple[ast.expr, ...]) -> bool:
    counted = Counter(map(ast.dump, values))
    return len(counted) > 1 and max(counted.values()) == len(values) - 1


def searched_for_its_place(function: Function) -> int:
    """Count the questions whether a list holds a number that says where in it something is."""
    nodes = list(ast.walk(function))
    loops = (node for node in nodes if isinstance(node, ast.For))
    counted = {name for loop in loops if counts_turns(loop) for name in names_of(loop.target)}
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
