"""Edit templates for what programs do by habit, each time anew: heaps, bounds, turns, new sums."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .mistaken import clamped_wrong, unordered_heaps
from .scope import Place
from .source import Edit
from .templates_statements import insert_after, insert_before, own_line, step
from .units import FUNCTIONS

_SURE = 2.0  # bits for what nobody means otherwise
_BOUNDS = 4.0  # bits for a bound below where there is one above
_TURN = 4.5  # bits for the turning point at the other end
_AGAIN = 3.5  # bits for a sum that begins anew where a second loop begins as the first one did
_PUTS = {"append", "appendleft", "add"}
_TAKES = {"pop", "popleft", "remove", "discard"}
_ANEW = 5.0  # the same where nothing else begins anew


def clamped(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Exchange `min` and `max` around bounds that let only one value through."""
    inner = clamped_wrong(node)
    if inner is None:
        return
    source = place.source
    spans = [
        (source.start(each.func), source.end(each.func), place.text(other.func))
        for each, other in ((node, inner), (inner, node))
    ]
    yield place.put(sorted(spans), "exchange `min` and `max`", _SURE, "swap")


def at_both_ends(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Keep a value within bounds at the other end, too: `max(0, min(1, t))`."""
    name = getattr(node.func, "id", "")
    if name != "min" or len(node.args) != len(("bound", "value")) or node.keywords:
        return
    above = place.parent(node)
    if getattr(getattr(above, "func", None), "id", "") != "max" and _bounded(node):
        new = f"max(0, {place.text(node)})"
        yield place.swap(node, new, f"`{new}`"[:90], _BOUNDS, "wrap")


def _bounded(node: ast.Call) -> bool:
    """Say whether a constant bounds a value."""
    return sum(isinstance(each, ast.Constant) for each in node.args) == 1


def heaped(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Make a heap of a list before its least item is taken."""
    around = next((each for each in place.ancestors(node) if isinstance(each, FUNCTIONS)), None)
    if around is None or not own_line(place, node):
        return
    for made, name, before in unordered_heaps(around):
        if made is node and (before or "heapify" in place.names):
            text = f"{before}heapify({name})"
            yield insert_after(place, node, text, f"insert `{text}`", _SURE)


def turned(place: Place, node: ast.If) -> Iterator[Edit]:
    """Turn at the other end, too: `if row == 0: step = 1`."""
    test, only = node.test, node.body[0]
    if not isinstance(test, ast.Compare) or not isinstance(test.ops[0], ast.Eq) or node.orelse:
        return
    if len(node.body) > 1 or not isinstance(only, ast.Assign) or not own_line(place, node):
        return
    value, bound = place.text(only.value), place.text(test.comparators[0])
    if value in ("1", "-1") and (bound == "0") == (value == "1") and bound != "0":
        source = place.source
        start = source.start(node)
        indent = source.indent(start)
        target = place.text(only.targets[0])
        asked = f"if {place.text(test.left)} == 0:"
        text = f"{asked}{source.newline}{indent}{step(place)}{target} = 1{source.newline}{indent}el"
        yield place.put([(start, start, text)], f"`{asked}` turn, too", _TURN, "insert")


def summed_anew(place: Place, node: ast.For | ast.While) -> Iterator[Edit]:
    """Begin anew, before a second loop, with what it adds to as the first one did."""
    block = place.block(node)
    if node not in block or not own_line(place, node):
        return
    before = block[: block.index(node)]
    loops = [each for each in before if isinstance(each, (ast.For, ast.While))]
    if not loops:
        return
    begun = {
        place.text(each.targets[0]): place.text(each.value)
        for each in before[: before.index(loops[0])]
        if isinstance(each, ast.Assign)
    }
    between = before[before.index(loops[-1]) + 1 :]
    set_again = {place.text(each.targets[0]) for each in between if isinstance(each, ast.Assign)}
    summed = _sums(place, loops[-1]) & _sums(place, node)
    piled = _piles(place, loops[-1]) & _piles(place, node)
    for name in sorted((summed | piled) & begun.keys() - set_again):
        text = f"{name} = {begun[name]}"
        bits = _AGAIN if name in piled or set_again & begun.keys() else _ANEW
        yield insert_before(place, node, text, f"insert `{text}`"[:90], bits)


def _sums(place: Place, loop: ast.For | ast.While) -> set[str]:
    """Name what a loop adds to, or sets to what came of itself."""
    found = {place.text(each.target) for each in ast.walk(loop) if isinstance(each, ast.AugAssign)}
    for each in ast.walk(loop):
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name):
            name = each.targets[0].id
            found |= {name for node in ast.walk(each.value) if getattr(node, "id", "") == name}
    return found


def _piles(place: Place, loop: ast.For | ast.While) -> set[str]:
    """Name what a loop both puts on and takes off: a stack, a queue."""
    called: dict[str, set[str]] = {}
    for node in ast.walk(loop):
        if isinstance(node, ast.Attribute) and isinstance(place.parent(node), ast.Call):
            called.setdefault(place.text(node.value), set()).add(node.attr)
    return {name for name, methods in called.items() if methods & _PUTS and methods & _TAKES}
