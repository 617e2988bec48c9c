"""Edit templates for tables: what their first entries hold, and what stands for no value."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .scope import Place
from .source import Edit
from .templates_calls import one_less
from .templates_statements import insert_after, own_line, step

_FIRST = (("1", 4.5), ("0", 5.0), ("True", 5.0))
_ENDLESS = {"min": "inf", "max": "-inf"}  # what any other value takes the place of
_BORDER = 6.5  # bits for counting along the first row or column of a table
_INSTEAD = (("-1", 4.0), ("0", 4.5), ("None", 4.5))


def first_entries(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Set the first entry of a list or table that is made of equal ones, or count along it."""
    target, value = node.targets[0], node.value
    if not isinstance(target, ast.Name) or not own_line(place, node):
        return
    name = target.id
    if _is_row(value):
        for first, bits in _FIRST:
            text = f"{name}[0] = {first}"
            yield insert_after(place, node, text, f"begin with `{text}`", bits)
        assert isinstance(value, ast.BinOp)
        count = place.text(value.right)
        yield place.swap(value, f"list(range({count}))", f"`list(range({count}))`"[:90], 5.5,
                         "table")  # fmt: skip
        for most in (end for name, end in _ENDLESS.items() if name in place.used):
            less = one_less(place, value.right)
            new = f"[0] + [float('{most}')] * {f'({less})' if ' ' in less else less}"
            yield place.swap(value, new, f"`{new}`"[:90], 5.0, "table")
    elif isinstance(value, ast.ListComp) and (
        _is_row(value.elt) or isinstance(value.elt, ast.ListComp)
    ):
        for first, bits in _FIRST:
            text = f"{name}[0][0] = {first}"
            yield insert_after(place, node, text, f"begin with `{text}`", bits)
        tab = step(place)
        rows = f"for i in range(len({name})):\n{tab}{name}[i][0] = i"
        cols = f"for j in range(len({name}[0])):\n{tab}{name}[0][j] = j"
        for text in (rows, cols, f"{rows}\n{cols}"):
            yield insert_after(place, node, text, "count along the border", _BORDER)


def _is_row(node: ast.expr) -> bool:
    """Say whether an expression makes a list of equal constants."""
    made = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)
    if not made or not isinstance(node, ast.BinOp) or not isinstance(node.left, ast.List):
        return False
    return len(node.left.elts) == 1 and not isinstance(node.left.elts[0], (ast.List, ast.BinOp))


def sentinels(place: Place, node: ast.Return) -> Iterator[Edit]:
    """Answer with something else where a value still is what stands for none."""
    value = node.value
    if not isinstance(value, (ast.Name, ast.Subscript, ast.Attribute)):
        return
    text = place.text(value)
    for endless in _endless(place):
        for other, bits in _INSTEAD:
            new = f"{text} if {text} != {endless} else {other}"
            yield place.swap(value, new, f"`{new}`"[:90], bits, "table")


def _endless(place: Place) -> list[str]:
    """Give how a function writes what is larger or smaller than every number."""
    found: dict[str, None] = {}
    for node in place.nodes:
        text = place.text(node) if isinstance(node, (ast.Call, ast.Attribute)) else ""
        if "inf" in text and len(text) < 16 and (text.startswith("float(") or text == "math.inf"):
            found[text] = None
    return list(found)


def unless_empty(place: Place, node: ast.stmt) -> Iterator[Edit]:
    """Use one of two values that are put together where the other one is empty."""
    value = getattr(node, "value", None)
    if not isinstance(value, (ast.JoinedStr, ast.BinOp)) or "\n" in place.text(value):
        return
    if isinstance(value, ast.BinOp) and not isinstance(value.op, ast.Add):
        return
    names = [n.id for n in ast.walk(value) if isinstance(n, ast.Name) and n.id in place.locals]
    text = place.text(value)
    for asked in dict.fromkeys(names):
        for other in dict.fromkeys(names):
            if other != asked and place.known.types.get(asked, {"str"}) & {"str", "NoneType"}:
                new = f"{text} if {asked} else {other}"
                yield place.swap(value, new, f"`{new}`"[:90], 5.0, "table")


def beside(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Give an entry of a table the value of another entry, not a number."""
    target = node.targets[0]
    if not isinstance(target, ast.Subscript) or not isinstance(node.value, ast.Constant):
        return
    owner, text = place.text(target.value), place.text(target)
    for other in place.expressions:
        if other.startswith(f"{owner}[") and other != text and "(" not in other:
            yield place.swap(node.value, other, f"`{other}`, an entry"[:90], 5.5, "table")
