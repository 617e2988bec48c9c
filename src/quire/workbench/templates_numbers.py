"""Edit templates for numbers that begin anew: hours, months, averages, signs, what is left."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .rows import Row
from .scope import Place, word_of
from .source import Edit

_OR_ALL = 4.0  # bits for the number itself where nothing is left
_FROM_ONE = 3.0  # bits for numbers that begin with one
_SIGN = 3.0  # bits for a sign that is taken off first
_MEAN = 3.0  # bits for dividing by as many as there are
_TIMES = 3.0  # bits for taking off as often as was counted
_SMALLER = 3.0  # bits for what the larger unit leaves
_AROUND = 3.5  # bits for what fills up a number, which may be nothing
_NEAR = 5.0  # bits for numbers that are nearly equal


def or_all(place: Place, node: ast.BinOp) -> Iterator[Edit]:
    """Take the number itself where nothing is left: `hour % 12 or 12`."""
    if not isinstance(node.op, ast.Mod) or place.types(node) & {"str"}:
        return
    if not isinstance(node.right, (ast.Constant, ast.Name, ast.Attribute)):
        return
    number = place.text(node.right)
    if not isinstance(place.parent(node), (ast.Compare, ast.If, ast.While, ast.BoolOp)):
        new = f"{place.text(node)} or {number}"
        yield place.swap(node, new, f"`{new}`"[:90], _OR_ALL, "wrap")
    left = node.left
    if isinstance(left, ast.BinOp) and isinstance(left.op, ast.Add):
        new = f"{place.bare(left.left, 12)} % {number} + {place.text(left.right)}"
        yield place.swap(node, new, f"`{new}`, from one on"[:90], _FROM_ONE, "brackets")


def sign(place: Place, node: ast.Return) -> Iterator[Edit]:
    """Give an answer the sign that was taken off in the beginning."""
    if not isinstance(node.value, ast.Name):
        return
    calls = (each for each in place.nodes if isinstance(each, ast.Call))
    sizes = (each.args[0] for each in calls if word_of(each.func) == "abs" and each.args)
    given = {each.arg for each in place.function.args.args}
    for name in dict.fromkeys(word_of(each) for each in sizes):
        if name in given and name != node.value.id:
            new = f"-{node.value.id} if {name} < 0 else {node.value.id}"
            yield place.swap(node.value, new, f"`{new}`"[:90], _SIGN, "wrap")


def mean(place: Place, node: ast.BinOp) -> Iterator[Edit]:
    """Divide a sum by as many as were added up."""
    total = node.left
    if not isinstance(node.op, (ast.Div, ast.FloorDiv)) or not isinstance(total, ast.Call):
        return
    if word_of(total.func) == "sum" and len(total.args) == 1:
        given = total.args[0]
        new = f"len({place.text(given)})"
        plain = isinstance(given, (ast.Name, ast.Attribute, ast.Subscript))
        if plain and new != place.text(node.right):
            yield place.swap(node.right, new, f"`{new}`, as many"[:90], _MEAN, "reuse")


def as_often(place: Place, node: ast.AugAssign) -> Iterator[Edit]:
    """Take off as often as was counted: `cents -= number * coin`."""
    if not isinstance(node.op, ast.Sub) or not isinstance(node.value, (ast.Name, ast.Attribute)):
        return
    own = place.text(node.value)
    sets = [each for each in place.block(node) if isinstance(each, ast.Assign)]
    for name in (place.text(each.targets[0]) for each in sets if _divided(place, each) == own):
        new = f"{name} * {own}"
        yield place.swap(node.value, new, f"`{new}`"[:90], _TIMES, "grown")


def _divided(place: Place, node: ast.Assign) -> str:
    """Tell by what a number is divided that gets a name; nothing if it is not."""
    value = node.value
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.FloorDiv):
        return place.text(value.right)
    return ""


def what_is_left(place: Place, node: ast.BinOp) -> Iterator[Edit]:
    """Count smaller units in what the larger ones leave: `seconds % 3600 // 60`."""
    own, small = place.text(node.left), getattr(node.right, "value", None)
    if not isinstance(node.op, ast.FloorDiv) or not isinstance(
        node.left, (ast.Name, ast.Attribute)
    ):
        return
    others = (each for each in place.nodes if isinstance(each, ast.BinOp) and each is not node)
    for other in others:
        if isinstance(other.op, (ast.FloorDiv, ast.Mod)) and place.text(other.left) == own:
            large = getattr(other.right, "value", None)
            if isinstance(small, int) and isinstance(large, int) and large > small:
                new = f"{own} % {large} // {small}"
                yield place.swap(node, new, f"`{new}`"[:90], _SMALLER, "arithmetic")


def around(place: Place, node: ast.BinOp) -> Iterator[Edit]:
    """Come around to 0 with what fills up a number: `(60 - rest) % 60`."""
    whole = getattr(node.left, "value", None)
    if not isinstance(node.op, ast.Sub) or type(whole) is not int:
        return
    rests = (n for n in place.nodes if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Mod))
    left = any(getattr(each.right, "value", None) == whole for each in rests)
    above = place.parent(node)
    if left and not (isinstance(above, ast.BinOp) and isinstance(above.op, ast.Mod)):
        new = f"({place.text(node)}) % {whole}"
        yield place.swap(node, new, f"`{new}`"[:90], _AROUND, "wrap")


def nearly(place: Place, node: ast.Compare) -> Iterator[Edit]:
    """Ask whether two numbers are nearly equal: sums of fractions are rarely quite so."""
    sides = (node.left, node.comparators[0])
    exact = len(node.ops) == 1 and isinstance(node.ops[0], ast.Eq)
    if exact and any("float" in place.types(each) for each in sides):
        left, right = place.bare(sides[0], 11), place.bare(sides[1], 12)
        new = f"abs({left} - {right}) < 1e-9"
        yield place.swap(node, new, f"`{new}`"[:90], _NEAR, "compare")


TABLE: list[Row] = [
    ((ast.BinOp,), around),
    ((ast.BinOp,), or_all),
    ((ast.Return,), sign),
    ((ast.BinOp,), mean),
    ((ast.AugAssign,), as_often),
    ((ast.BinOp,), what_is_left),
    ((ast.Compare,), nearly),
]
