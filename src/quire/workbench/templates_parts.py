"""Edit templates for one part taken for another: the ends of a text, one item for the last one."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .scope import Place
from .source import Edit
from .templates_statements import insert_after, line_span, own_line

_EVERYWHERE = 4.0  # bits for taking a mark out of the whole text, not off its ends
_OF_ALL = 5.5  # bits for the last or first item of all, not the one whose turn it is
_USED = 5.5  # bits for using what is taken out and thrown away
_OWN_COPY = 5.0  # bits for the copy that an object makes of itself
_KEPT = 4.5  # bits for keeping in a list what else is used up
_LASTING = {"list", "tuple", "str", "dict", "set", "int", "float", "range", "NoneType"}
_STRIPS = ("strip", "lstrip", "rstrip")
_BUILT_IN = {"list", "dict", "set", "defaultdict", "Counter", "OrderedDict", "deque", "bytearray"}


def everywhere(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Take a mark out of a whole text, or only off its ends."""
    if not isinstance(node.func, ast.Attribute) or node.keywords:
        return
    owner, given = place.text(node.func.value), [place.text(each) for each in node.args]
    if node.func.attr in _STRIPS and len(given) < len(("a", "b")):
        mark = given[0] if given else "' '"
        new = f"{owner}.replace({mark}, '')"
        yield place.swap(node, new, f"`{new}`"[:90], _EVERYWHERE, "method")
    elif node.func.attr in ("split", "splitlines") and not given:
        for worse, mark in enumerate((r"'\n'", "' '")):
            new = f"{owner}.split({mark})"
            yield place.swap(node, new, f"`{new}`"[:90], _EVERYWHERE + worse, "method")
    elif node.func.attr == "replace" and given[1:] in (["''"], ['""']):
        for worse, method in enumerate(_STRIPS):
            new = f"{owner}.{method}({given[0]})"
            yield place.swap(node, new, f"`{new}`"[:90], _EVERYWHERE + 1 + 0.5 * worse, "method")


def of_all(place: Place, node: ast.Name) -> Iterator[Edit]:
    """Use the last or first item of all, not the one whose turn it is."""
    above = place.parent(node)
    if not isinstance(node.ctx, ast.Load) or not isinstance(above, (ast.Attribute, ast.Subscript)):
        return
    for loop in place.ancestors(node):
        over = loop.iter if isinstance(loop, ast.For) else None
        if not isinstance(over, (ast.Name, ast.Attribute)) or not isinstance(loop, ast.For):
            continue
        if place.text(loop.target) == node.id and place.types(over) & {"list", "tuple", "str"}:
            for worse, number in enumerate(("-1", "0")):
                new = f"{place.text(over)}[{number}]"
                yield place.swap(node, new, f"`{new}`, not `{node.id}`", _OF_ALL + worse, "name")


def taken(place: Place, node: ast.Expr) -> Iterator[Edit]:
    """Use what is taken out of a list and thrown away in the statement that follows."""
    call, block = node.value, place.block(node)
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return
    following = block[block.index(node) + 1 : block.index(node) + 2] if node in block else []
    if call.func.attr not in ("pop", "popleft") or not own_line(place, node):
        return
    low, high = line_span(place, node)
    for each in following:
        if isinstance(each, (ast.Assign, ast.AugAssign)):
            start, end = place.source.start(each.value), place.source.end(each.value)
            for worse, part in enumerate(("", "[1]", "[0]")):
                new = place.text(call) + part
                spans = [(low, high, ""), (start, end, new)]
                yield place.put(spans, f"use `{new}`"[:90], _USED + 0.5 * worse, "slip")


def used_up(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Keep in a list what is gone through twice: there may be no second time."""
    target = node.targets[0]
    if not isinstance(target, ast.Name) or not own_line(place, node):
        return
    kinds = place.known.types.get(target.id, set())
    if kinds and kinds <= _LASTING:
        return
    gone_through = 0
    for each in place.nodes:
        over = each.iter if isinstance(each, (ast.For, ast.comprehension)) else None
        parts = [over] if over is not None else []
        parts += each.args if isinstance(each, ast.Call) else []
        gone_through += any(getattr(part, "id", "") == target.id for part in parts)
    if gone_through > 1:
        new = f"{target.id} = list({target.id})"
        yield insert_after(place, node, new, f"insert `{new}`", _KEPT)


def own_copy(place: Place, node: ast.expr) -> Iterator[Edit]:
    """Change a copy that an object makes of itself, not the object."""
    kinds = place.types(node) - _BUILT_IN
    known = place.known.attributes
    if not isinstance(place.parent(node), (ast.Assign, ast.Return)):
        return
    if kinds and all("copy" in known.get(kind, ()) for kind in kinds):
        new = f"{place.atom(node)}.copy()"
        yield place.swap(node, new, f"`{new}`"[:90], _OWN_COPY, "copy")
