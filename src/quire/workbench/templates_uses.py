"""Edit templates that put to use what a function has and passes by: flags, factors, a likeness."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from .rows import Row
from .scope import Place, constant_int, is_stored, word_of
from .source import Edit
from .templates_clues import idle
from .templates_statements import insert_before, own_line

_FLAG = 6.0  # bits for what holds only while a flag does that nothing reads
_FACTOR = 6.0  # bits for a value that goes on from one that nothing reads
_LIKE_ANOTHER = 4.5  # bits for what another name is given, for this one
_LEAVES = 5.5  # bits for what leaves one place as the next one takes it in
_CORNER = 4.0  # bits for the third neighbour of two
_WITHIN = 6.5  # bits for a result within bounds
_INVERSE = 6.5  # bits for the other way round, where a number is a factor
_NUMBER = 6.0  # bits for a number that stands elsewhere in the function
_LONG = 40
_FLAGS = {"bool"}
_COUNTS = {"int", "float"}
_SMALL = 2  # up to which numbers are steps, places and signs
_BOTH = 2


def while_flagged(place: Place, node: ast.expr) -> Iterator[Edit]:
    """Let a condition hold only while a flag does that was set and is read nowhere."""
    around = place.parent(node)
    if isinstance(around, (ast.BoolOp, ast.UnaryOp, ast.Expr)) or place.called(node):
        return
    for name in sorted(idle(place)):
        if place.known.types.get(name, _FLAGS) <= _FLAGS and name in place.values:
            old = place.bare(node, 4)
            for new in (f"{name} and {old}", f"not {name} and {old}", f"{name} or {old}"):
                yield place.swap(node, new, f"`{new}`"[:90], _FLAG, "condition")


def goes_on_from(place: Place, node: ast.Name) -> Iterator[Edit]:
    """Let a value that is handed on go on from one that is read nowhere: `total * factor`."""
    handed = isinstance(place.parent(node), (ast.Tuple, ast.Call)) and not place.called(node)
    if not handed or is_stored(node):
        return
    kinds = place.types(node)
    for name in sorted(idle(place)):
        own = place.known.types.get(name, _COUNTS)
        if name in place.values and own <= _COUNTS and kinds <= _COUNTS and name != node.id:
            for sign in "+*":
                new = f"{name} {sign} {node.id}"
                yield place.swap(node, new, f"`{new}`", _FACTOR, "grown")
    if kinds and kinds <= _COUNTS and isinstance(place.parent(node), ast.Tuple):
        new = f"1 / {node.id}"
        yield place.swap(node, new, f"`{new}`", _INVERSE, "arithmetic")


def like_another(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Give a name what another one is given, as it would be for this one: `k = back[k - 1]`."""
    target = node.targets[0]
    if not isinstance(target, ast.Name) or not isinstance(node.value, (ast.Constant, ast.UnaryOp)):
        return
    if not place.in_loop(node):
        return
    for other in place.nodes:
        name = other.targets[0] if isinstance(other, ast.Assign) else None
        if not isinstance(other, ast.Assign) or not isinstance(name, ast.Name):
            continue
        old, word = place.text(other.value), rf"\b{name.id}\b"
        if name.id != target.id and len(old) <= _LONG and re.search(word, old):
            new = re.sub(word, target.id, old)
            yield place.swap(node.value, new, f"`{new}`"[:90], _LIKE_ANOTHER, "reuse")


def leaves_another(place: Place, node: ast.AugAssign) -> Iterator[Edit]:
    """Take off at the place before what is added at one: `open[i - 1] -= 1`."""
    entry = node.target
    signs = {ast.Add: "-=", ast.Sub: "+="}
    if not isinstance(entry, ast.Subscript) or type(node.op) not in signs:
        return
    if isinstance(entry.slice, ast.Name) and own_line(place, node):
        sign, amount = signs[type(node.op)], place.text(node.value)
        for step in ("- 1", "+ 1"):
            text = f"{place.text(entry.value)}[{entry.slice.id} {step}] {sign} {amount}"
            if text not in place.source.text:
                yield insert_before(place, node, text, f"insert `{text}`"[:90], _LEAVES)


def third_neighbour(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Look at the corner between two neighbours too: `cell[r - 1][c - 1]`."""
    if word_of(node.func) not in ("min", "max") or len(node.args) != _BOTH:
        return
    one, two = (_cell(place, each) for each in node.args)
    if one is None or two is None or one[0] != two[0] or one[1] == two[1] or one[2] == two[2]:
        return
    for row, column in ((one[1], two[2]), (two[1], one[2])):
        new = f"{one[0]}[{row}][{column}]"
        if "+" in row + column or "-" in row + column:
            end = place.source.end(node.args[-1])
            words = f"`{new}` too"
            yield place.put([(end, end, f", {new}")], words[:90], _CORNER, "arguments")


def _cell(place: Place, node: ast.expr) -> tuple[str, str, str] | None:
    """Give the table, the row and the column of an entry."""
    inner = node.value if isinstance(node, ast.Subscript) else None
    if not isinstance(node, ast.Subscript) or not isinstance(inner, ast.Subscript):
        return None
    return place.text(inner.value), place.text(inner.slice), place.text(node.slice)


def within(place: Place, node: ast.Return) -> Iterator[Edit]:
    """Answer with a number that is no more than one, or no less than nothing."""
    if node.value is None or not place.types(node.value) & _COUNTS:
        return
    if isinstance(node.value, (ast.Constant, ast.UnaryOp)):
        return
    old = place.text(node.value)
    for new in (f"min(1, {old})", f"max(0, {old})"):
        if not old.startswith(new[:3]):
            yield place.swap(node.value, new, f"`{new}`"[:90], _WITHIN, "wrap")


def number_of_elsewhere(place: Place, node: ast.Name) -> Iterator[Edit]:
    """Use a number that the function speaks of elsewhere, not a name: `gcd(a, 26)`."""
    if not isinstance(place.parent(node), ast.Call) or place.called(node):
        return
    if not place.types(node) & {"int"}:
        return
    numbers = (each for each in place.nodes if isinstance(each, ast.Constant))
    values = (constant_int(each) for each in numbers)
    for value in dict.fromkeys(v for v in values if v is not None and abs(v) > _SMALL):
        words = f"`{value}` instead of `{node.id}`"
        yield place.swap(node, str(value), words, _NUMBER, "constant")


TABLE: list[Row] = [
    ((ast.Compare, ast.Call), while_flagged),
    ((ast.Name,), goes_on_from),
    ((ast.Name,), number_of_elsewhere),
    ((ast.Assign,), like_another),
    ((ast.AugAssign,), leaves_another),
    ((ast.Call,), third_neighbour),
    ((ast.Return,), within),
]
