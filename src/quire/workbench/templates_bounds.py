"""Edit templates for ranges that are asked about at one end only."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .scope import Place
from .source import Edit

_UPPER = (ast.Lt, ast.LtE)
_BEYOND = (ast.Gt, ast.GtE)
_INTEGERS = {"int"}
# Where ranges begin, with bits; where they end at a number, those of so many digits too.
_LOWER = (("0 <= ", 4.0), ("0 < ", 5.5), ("1 <= ", 5.0), ("10 <= ", 6.0), ("2 <= ", 6.5))


def both_ends(place: Place, node: ast.Compare) -> Iterator[Edit]:
    """Ask for the lower end of a range too: `0 <= x < n`."""
    known = len(node.ops) == 1 and isinstance(node.comparators[0], ast.Constant)
    if not (known and _is_number(place, node)) and not _is_half(place, node, _UPPER):
        return
    start = place.source.start(node)
    for low, bits in _LOWER if known else _LOWER[:2]:
        yield place.put([(start, start, low)], f"`{low}{place.text(node)}`"[:90], bits, "bound")


def all_ends(place: Place, node: ast.BoolOp) -> Iterator[Edit]:
    """Ask for the lower end of all ranges of a condition."""
    if isinstance(node.op, ast.And):
        halves = [each for each in node.values if _is_half(place, each, _UPPER)]
        starts = [place.source.start(each) for each in halves]
        if len(halves) > 1:
            spans = [(start, start, "0 <= ") for start in starts]
            yield place.put(spans, "ask for the lower ends too", 3.5, "bound")
        return
    halves = [each for each in node.values if _is_half(place, each, _BEYOND)]
    names = [place.text(each.left) for each in halves if isinstance(each, ast.Compare)]
    if halves and len(names) == len(halves):
        start = place.source.start(node)
        tests = "".join(f"{name} < 0 or " for name in names)
        yield place.put([(start, start, tests)], f"`{tests[:-4]}` too"[:90], 3.5, "bound")


def beyond(place: Place, node: ast.Compare) -> Iterator[Edit]:
    """Ask whether a value is below a range too: `x < 0 or x >= n`."""
    parent = place.parent(node)
    if not _is_half(place, node, _BEYOND) or not isinstance(parent, (ast.If, ast.While, ast.IfExp)):
        return
    new = f"{place.text(node.left)} < 0 or {place.text(node)}"
    yield place.swap(node, new, f"`{new}`"[:90], 4.5, "bound")


def _is_number(place: Place, node: ast.Compare) -> bool:
    """Say whether a node asks whether a name is at most a number that is no bound of its own."""
    end = node.comparators[0]
    large = isinstance(end, ast.Constant) and type(end.value) is int and end.value > 1
    kinds = place.types(node.left)
    named = isinstance(node.left, (ast.Name, ast.BinOp)) and (not kinds or bool(kinds & _INTEGERS))
    return large and named and isinstance(node.ops[0], _UPPER)


def _is_half(place: Place, node: ast.expr, signs: tuple[type, ...]) -> bool:
    """Say whether a node compares a name with the end of a range and not with its beginning."""
    if not isinstance(node, ast.Compare) or len(node.ops) != 1:
        return False
    if not isinstance(node.ops[0], signs) or isinstance(node.comparators[0], ast.Constant):
        return False
    kinds = place.types(node.left)
    return isinstance(node.left, (ast.Name, ast.BinOp)) and (not kinds or bool(kinds & _INTEGERS))
