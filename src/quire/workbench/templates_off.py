"""Edit templates for one more or one less: bounds, indexes, arguments, operands."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from .scope import MOST_PLACES, Place, constant_int, word_of
from .source import Edit

_COMPARED = 1.0  # bits for one more or less of what is only compared with others
_HANDED_ON = 1.0  # the same for what other functions are given
_ANSWERED = 0.5  # the same for an answer, or for what is added up: bounds are missed more often
_SAID = 1.2  # bits by which a sum is likelier that the function writes elsewhere
_EXTREME = 1.0  # the same for the largest or smallest one that a name is set to
_FROM_NEXT = 1.0  # bits by which it is likelier that an inner loop begins behind the outer one
_PAST_MIDDLE = 1.0  # bits by which it is likelier that a search goes on past the middle
_WORDS = {1: "one", 2: "two"}
_ENDS = 2  # of a range that begins somewhere


def off_by_one(place: Place, node: ast.expr) -> Iterator[Edit]:
    """Add or subtract one where an integer is used as a bound, index, argument or operand."""
    if isinstance(node, (ast.Constant, ast.Compare, ast.BoolOp, ast.JoinedStr, ast.Lambda)):
        return
    types = place.types(node)
    if types and not types & {"int", "float"}:
        return
    if not _integer_place(place, node):
        return
    base = _shifted_bits(place, node, bool(types))
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        right = node.right
        if isinstance(right, ast.Constant) and right.value == 1:
            yield place.swap(node, place.text(node.left), "off by one: drop the 1", base - 1, "off")
            return
    for sign, amount, bits in (("+", 1, base), ("-", 1, base), ("+", 2, base + 3),
                               ("-", 2, base + 3)):  # fmt: skip
        text = f"{place.bare(node, 11)} {sign} {amount}"
        bits -= _SAID * _is_said(place, node, text)
        yield place.swap(node, text, f"off by {_WORDS[amount]}: `{text}`"[:80], bits, "off")


def _shifted_bits(place: Place, node: ast.expr, known: bool) -> float:
    """Give the bits for one more or less of a value that stands where it does."""
    base = 3.2 if known else 4.2
    parent, own = place.parent(node), place.function.name
    if isinstance(node, ast.Name) and isinstance(parent, (ast.Assign, ast.Call)):
        base -= _PAST_MIDDLE * (node.id in _middles(place))
    if isinstance(parent, ast.Call) and getattr(parent.func, "id", "") in ("max", "min"):
        base += _COMPARED
    elif isinstance(parent, ast.Call) and word_of(parent.func) not in ("range", own):
        base += _HANDED_ON
    base += _ANSWERED * isinstance(parent, (ast.Return, ast.AugAssign))
    if isinstance(parent, (ast.Assign, ast.Tuple)):
        base += _EXTREME * (word_of(getattr(node, "func", None)) in ("max", "min"))
    base -= _FROM_NEXT * _begins_inner(place, node)
    return base


def _begins_inner(place: Place, node: ast.expr) -> bool:
    """Say whether a loop within another one begins where that is: they go over pairs."""
    call = place.parent(node)
    if not isinstance(call, ast.Call) or len(call.args) != _ENDS or call.args[0] is not node:
        return False
    inner = place.parent(call)
    outer = place.parent(inner)
    return (
        isinstance(inner, ast.For)
        and isinstance(outer, ast.For)
        and isinstance(outer.target, ast.Name)
        and isinstance(outer.iter, ast.Call)
        and place.text(node) == outer.target.id
        and place.text(outer.iter.args[-1] if outer.iter.args else call) == place.text(call.args[1])
    )


def _is_said(place: Place, node: ast.expr, text: str) -> bool:
    """Say whether a sum stands elsewhere in the function, and not around the node itself."""
    around = place.parent(node)
    summed = isinstance(around, ast.BinOp) and isinstance(around.op, (ast.Add, ast.Sub))
    return not summed and f"({text})" in place.unit.text


@lru_cache(maxsize=MOST_PLACES)
def _middles(place: Place) -> frozenset[str]:
    """Name what is set to the half of something."""
    return frozenset(
        name
        for node in place.nodes
        if isinstance(node, ast.Assign) and any(map(_halves, ast.walk(node.value)))
        for name in map(place.text, node.targets)
    )


def _halves(node: ast.AST) -> bool:
    if not isinstance(node, ast.BinOp):
        return False
    amount = {ast.FloorDiv: 2, ast.RShift: 1}.get(type(node.op))
    return amount is not None and constant_int(node.right) == amount


def _integer_place(place: Place, node: ast.expr) -> bool:
    parent = place.parent(node)
    if isinstance(parent, ast.Subscript):
        return parent.slice is node
    if isinstance(parent, (ast.Slice, ast.Return, ast.Compare, ast.AugAssign)):
        return True
    if isinstance(parent, ast.Tuple):
        return isinstance(place.parent(parent), (ast.Subscript, ast.Return, ast.Assign))
    if isinstance(parent, ast.BinOp):
        return isinstance(parent.op, (ast.Mult, ast.FloorDiv, ast.Mod, ast.Div, ast.Pow)) or (
            bool(place.types(node)) and isinstance(parent.op, (ast.Add, ast.Sub))
        )
    if isinstance(parent, ast.Assign):
        return parent.value is node
    return isinstance(parent, (ast.Call, ast.IfExp)) and getattr(parent, "func", None) is not node
