"""Edit templates for the edges of lists, and for entries that are compared, taken off, set back."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from .rows import Row
from .scope import MOST_PLACES, Place, blocks, constant_int, is_stored, word_of
from .source import Edit
from .templates_statements import insert_before, own_line

_COMPARED = 4.5  # bits for comparing what tables have for two names
_TAKEN_OFF = 4.5  # bits for taking off one of what a condition finds
_EDGE = 4.5  # bits for what holds at the edge, where there is no neighbour
_SPARED = 5.0  # bits for what does not
_BEHIND = 5.5  # bits for the place behind the last one
_UP = 3.5  # bits for rounding up
_SET_BACK = 5.5  # bits for setting back in one branch what another one sets back
_SIDES = 2


def entries_compared(place: Place, node: ast.Compare) -> Iterator[Edit]:
    """Compare what a table has for two names: `cost[a] < cost[b]`, not `a < b`."""
    sides = (node.left, *node.comparators)
    if len(sides) != _SIDES or any(isinstance(each, ast.Constant) for each in sides):
        return
    one, two = map(place.text, sides)
    for table in _tables(place):
        if table not in (one.split("[")[0], two.split("[")[0]):
            new = [(place.source.start(each), place.source.start(each), f"{table}[")
                   for each in sides]  # fmt: skip
            new += [(place.source.end(each), place.source.end(each), "]") for each in sides]
            words = f"what `{table}` has for both"
            yield place.put(sorted(new), words, _COMPARED, "compare")


@lru_cache(maxsize=MOST_PLACES)
def _tables(place: Place) -> tuple[str, ...]:
    """Name what a function looks entries up in by a name, and what it was given and only counts."""
    looked = (n for n in place.nodes if isinstance(n, ast.Subscript) and not is_stored(n))
    plain = (n for n in looked if isinstance(n.slice, ast.Name) and isinstance(n.value, ast.Name))
    names = [n for n in place.nodes if isinstance(n, ast.Name)]
    used = {n.id for n in names if word_of(getattr(place.parent(n), "func", None)) != "len"}
    given = (each.arg for each in place.function.args.args)
    vain = (name for name in given if name not in used and name not in ("self", "cls"))
    return tuple(dict.fromkeys([*vain, *(place.text(n.value) for n in plain)]))


def taken_off(place: Place, node: ast.If) -> Iterator[Edit]:
    """Take one off the entry that a condition finds there: `if left[key] > 0: left[key] -= 1`."""
    tests = node.test.values if isinstance(node.test, ast.BoolOp) else [node.test]
    taken = {place.text(n.target) for n in place.nodes if isinstance(n, ast.AugAssign)}
    taken |= {place.text(n) for n in place.nodes if isinstance(n, ast.Subscript) and is_stored(n)}
    if isinstance(node.test, ast.BoolOp) and not isinstance(node.test.op, ast.And):
        return
    for entry in map(_some, tests):
        if entry is not None and place.text(entry) not in taken and own_line(place, node.body[0]):
            text = f"{place.text(entry)} -= 1"
            yield insert_before(place, node.body[0], text, f"insert `{text}`"[:90], _TAKEN_OFF)


def _some(test: ast.expr) -> ast.Subscript | None:
    """Give the entry that a condition finds to be more than none."""
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        right = constant_int(test.comparators[0])
        least = {ast.Gt: 0, ast.GtE: 1, ast.NotEq: 0}.get(type(test.ops[0]))
        test = test.left if right is not None and right == least else test
    return test if isinstance(test, ast.Subscript) else None


def at_the_edge(place: Place, node: ast.Compare) -> Iterator[Edit]:
    """Say what is so where there is no neighbour: `i == 0 or row[i - 1] == 0`."""
    parent = place.parent(node)
    if isinstance(parent, ast.BoolOp) and parent.values[0] is not node:
        return
    old = place.text(node)
    for index, step, owner in _neighbours(node):
        if step < 0:
            ends, inside = f"{index} == 0", f"{index} > 0"
        else:
            ends, inside = f"{index} + 1 == len({owner})", f"{index} + 1 < len({owner})"
        yield place.swap(node, f"{ends} or {old}", f"or where `{ends}`"[:90], _EDGE, "condition")
        words = f"only where `{inside}`"
        yield place.swap(node, f"{inside} and {old}", words[:90], _SPARED, "condition")


def _neighbours(node: ast.AST) -> list[tuple[str, int, str]]:
    """Name the places whose neighbours are looked at, the way to them, and in what."""
    found: list[tuple[str, int, str]] = []
    for each in ast.walk(node):
        at = each.slice if isinstance(each, ast.Subscript) else None
        if isinstance(each, ast.Subscript) and isinstance(at, ast.BinOp):
            plain = isinstance(at.left, ast.Name) and constant_int(at.right) == 1
            if plain and isinstance(at.op, (ast.Add, ast.Sub)):
                step = 1 if isinstance(at.op, ast.Add) else -1
                found.append((word_of(at.left), step, ast.unparse(each.value)))
    return list(dict.fromkeys(found))


def behind_the_last(place: Place, node: ast.IfExp) -> Iterator[Edit]:
    """Give the place behind the last one where something is not found: `len(names)`, not -1."""
    if constant_int(node.orelse) != -1 or not isinstance(node.body, ast.Call):
        return
    searched = node.body.func
    if isinstance(searched, ast.Attribute) and searched.attr in ("index", "find"):
        new = f"len({place.text(searched.value)})"
        yield place.swap(node.orelse, new, f"`{new}` where it is not", _BEHIND, "constant")


def rounded_up(place: Place, node: ast.BinOp) -> Iterator[Edit]:
    """Round up, which is one more only for what has a rest: `ceil(x)`, not `int(x) + 1`."""
    whole = node.left
    if not isinstance(node.op, ast.Add) or constant_int(node.right) != 1:
        return
    if isinstance(whole, ast.Call) and word_of(whole.func) in ("int", "floor") and whole.args:
        for name in _ceilings(place):
            new = f"{name}({place.text(whole.args[0])})"
            yield place.swap(node, new, f"`{new}`, rounded up"[:90], _UP, "round")


def _ceilings(place: Place) -> list[str]:
    """Give the names under which a file has what rounds up."""
    modules = [f"{name}.ceil" for name, whole in place.known.modules.items() if whole == "math"]
    return [*modules, *(["ceil"] if "ceil" in place.names else [])]


def in_any_case(place: Place, node: ast.If) -> Iterator[Edit]:
    """Set back what a branch that leaves at once has ended, as another branch does."""
    if node.orelse or not isinstance(node.body[-1], (ast.Return, ast.Continue)):
        return
    if not own_line(place, node.body[0]):
        return
    for text in _set_back(place):
        if text not in place.text(node):
            yield insert_before(place, node.body[-1], text, f"insert `{text}`"[:90], _SET_BACK)


@lru_cache(maxsize=MOST_PLACES)
def _set_back(place: Place) -> tuple[str, ...]:
    """Give the statements of branches that set an entry, a field or a name back to nothing."""
    branches = (n for n in place.nodes if isinstance(n, ast.If))
    inside = (step for branch in branches for block in blocks(branch) for step in block)
    return tuple(
        dict.fromkeys(
            place.text(each)
            for each in inside
            if isinstance(each, ast.Assign)
            and isinstance(each.targets[0], (ast.Subscript, ast.Attribute, ast.Name))
            and isinstance(each.value, ast.Constant)
            and not each.value.value
        )
    )


TABLE: list[Row] = [
    ((ast.Compare,), entries_compared),
    ((ast.Compare,), at_the_edge),
    ((ast.If,), taken_off),
    ((ast.If,), in_any_case),
    ((ast.IfExp,), behind_the_last),
    ((ast.BinOp,), rounded_up),
]
