"""Edit templates for divisions that must round up or to a multiple, and for values by default."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .scope import ATOM, Place
from .source import Edit

_UP = 3.5  # bits for rounding up instead of down
_AT_LEAST = 5.0  # the same, with one for nothing at all
_MULTIPLE = 4.5  # bits for the multiple of what was divided by
_DEFAULT = 3.0  # bits for a value by default that only stands for what is missing
_ACROSS = 3.0  # bits for counting from the end with a number that counts from the beginning
_LIMITED = 4.0  # bits for splitting no more than is needed
_COPIED = 4.0  # bits for a copy of one or the other
_MOST_PARTS = 4
_COPIES = {"[]": "list", "{}": "dict", "set()": "set", "()": "list"}
_TIGHT = 14  # strength of a sign before a value


def up(place: Place, node: ast.BinOp) -> Iterator[Edit]:
    """Round a division up: so many pages hold all items."""
    if not isinstance(node.op, ast.FloorDiv):
        return
    parent = place.parent(node)
    whole: ast.expr = node
    if isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Add) and parent.left is node:
        whole = parent if place.text(parent.right) == "1" else node
    new = f"-(-{place.bare(node.left, _TIGHT)} // {place.bare(node.right, _TIGHT)})"
    yield place.swap(whole, new, f"`{new}`, rounded up"[:90], _UP, "round")
    if whole is not node or isinstance(parent, (ast.Return, ast.Assign)):
        least = f"max(1, {new})"
        yield place.swap(whole, least, f"`{least}`"[:90], _AT_LEAST, "round")


def multiple(place: Place, node: ast.BinOp) -> Iterator[Edit]:
    """Give the multiple below a number, not how many times it holds the other."""
    plain = isinstance(node.right, (ast.Constant, ast.Name))
    if (
        isinstance(node.op, ast.FloorDiv)
        and plain
        and not isinstance(place.parent(node), ast.BinOp)
    ):
        new = f"{place.text(node)} * {place.text(node.right)}"
        yield place.swap(node, new, f"`{new}`"[:90], _MULTIPLE, "round")


def by_default(place: Place, node: ast.BoolOp) -> Iterator[Edit]:
    """Let `get` give the value by default: 0 and "" are values too."""
    first = node.values[0]
    if not isinstance(node.op, ast.Or) or len(node.values) != len(("value", "default")):
        return
    asks = isinstance(first, ast.Call) and getattr(first.func, "attr", "") == "get"
    if isinstance(first, ast.Call) and asks and len(first.args) == 1 and not first.keywords:
        new = f"{place.text(first)[:-1]}, {place.text(node.values[1])})"
        yield place.swap(node, new, f"`{new}`"[:90], _DEFAULT, "slip")


def of_either(place: Place, node: ast.BoolOp) -> Iterator[Edit]:
    """Copy one value or the other: what is given on by default is kept by others too."""
    copy = _COPIES.get(place.text(node.values[-1]))
    if isinstance(node.op, ast.Or) and copy and isinstance(place.parent(node), _HANDED_ON):
        new = f"{copy}({place.text(node)})"
        yield place.swap(node, new, f"`{new}`, a copy"[:90], _COPIED, "copy")


_HANDED_ON = (ast.Return, ast.Assign, ast.keyword, ast.Call)


def across(place: Place, node: ast.Subscript) -> Iterator[Edit]:
    """Count from the end: the partner of 0 is -1."""
    index = node.slice
    below = isinstance(index, ast.UnaryOp) and isinstance(index.op, ast.USub)
    if isinstance(index, ast.UnaryOp) and below and isinstance(index.operand, ast.Name):
        new = f"-{index.operand.id} - 1"
        yield place.swap(index, new, f"index `{new}`", _ACROSS, "index")


def limited(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Split into no more parts than are asked for: the last one keeps what it holds."""
    if getattr(node.func, "attr", "") not in ("split", "rsplit") or len(node.args) > 1:
        return
    most = _parts(place, node)
    if not node.keywords and 1 < most <= _MOST_PARTS:
        owner = place.bare(node.func, ATOM)
        separator = place.text(node.args[0]) if node.args else "None"
        new = f"{owner}({separator}, {most - 1})"
        yield place.swap(node, new, f"`{new}`"[:90], _LIMITED, "arguments")


def _parts(place: Place, node: ast.Call) -> int:
    """Count the parts of a split text that are unpacked or asked for by their places."""
    parent = place.parent(node)
    target = parent.targets[0] if isinstance(parent, ast.Assign) else None
    if isinstance(target, (ast.Tuple, ast.List)):
        return len(target.elts)
    if not isinstance(target, ast.Name):
        return 0
    places = [
        each.slice.value
        for each in place.nodes
        if isinstance(each, ast.Subscript)
        and place.text(each.value) == target.id
        and isinstance(each.slice, ast.Constant)
        and isinstance(each.slice.value, int)
    ]
    return max(places, default=-1) + 1
