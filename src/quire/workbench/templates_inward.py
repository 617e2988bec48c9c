"""Edit templates for what a function asks itself: the same for each part of what it was given."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from .careless import calls
from .rows import Row
from .scope import MOST_PLACES, Place
from .source import Edit
from .templates_statements import own_line
from .units import FUNCTIONS, Function

_LIKE = 3.5  # bits for a part that is not asked about where another one is
_FIRST = 5.5  # bits for the same where the function asks itself about none
_KEPT = 2.0  # bits for an answer that gets lost
_GATHERS = {"append", "extend", "add", "join", "max", "min", "sum", "update"}
_GATHERING = (ast.Tuple, ast.List, ast.Return, ast.AugAssign, ast.Assign, ast.Yield)
_READS = {"len", "str", "repr", "list", "tuple", "sum", "max", "min", "sorted", "set", "abs"}


def parts(place: Place, node: ast.expr) -> Iterator[Edit]:
    """Ask itself about a part as about another one: `(key, own(value))`, not `(key, value)`."""
    if isinstance(getattr(node, "ctx", None), ast.Store) or not _is_gathered(place, node):
        return
    for function, own in _around(place, node):
        if not own or not _is_part(place, node, function):
            continue
        text = _asked(place, own[0], place.text(node))
        yield place.swap(node, text, f"`{text}`, each part too"[:90], _LIKE, "inward")


def instead(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Ask itself about a part of which it only asks something simple: `len(part)`."""
    if len(node.args) != 1 or node.keywords or getattr(node.func, "id", "") not in _READS:
        return
    for function, own in _around(place, node):
        if not _is_part(place, node.args[0], function):
            continue
        part = place.text(node.args[0])
        text = _asked(place, own[0], part) if own else _first(place, function, part)
        bits = _LIKE + 1.0 if own else _FIRST
        yield place.swap(node, text, f"`{text}`, each part too"[:90], bits, "inward")


def answered(place: Place, node: ast.Expr) -> Iterator[Edit]:
    """Keep what a function answers to itself in the place that it was asked about."""
    call = node.value
    if not isinstance(call, ast.Call) or not call.args or not own_line(place, node):
        return
    first = call.args[0]
    if not isinstance(first, (ast.Attribute, ast.Subscript)):
        return
    if any(calls(call, function) for function, _ in _around(place, node)):
        start = place.source.start(node)
        text = place.text(first)
        words = f"keep it in `{text}`"[:90]
        yield place.put([(start, start, f"{text} = ")], words, _KEPT, "result")


@lru_cache(maxsize=MOST_PLACES)
def _own_calls(place: Place, function: Function) -> tuple[ast.Call, ...]:
    """List the calls by which a function asks itself about something."""
    found = (node for node in ast.walk(function) if isinstance(node, ast.Call))
    return tuple(node for node in found if node.args and calls(node, function))


def _around(place: Place, node: ast.AST) -> Iterator[tuple[Function, tuple[ast.Call, ...]]]:
    """Yield the functions around a node, and the calls by which they ask themselves."""
    for above in (*place.ancestors(node), place.function):
        if isinstance(above, FUNCTIONS):
            yield above, _own_calls(place, above)
            if above is place.function:
                return


def _is_gathered(place: Place, node: ast.expr) -> bool:
    """Say whether a value becomes part of an answer."""
    above = place.parent(node)
    if isinstance(above, ast.Call):
        name = getattr(above.func, "id", getattr(above.func, "attr", ""))
        return name in _GATHERS and above.func is not node
    if isinstance(above, (ast.ListComp, ast.GeneratorExp, ast.SetComp)):
        return above.elt is node
    if isinstance(above, ast.DictComp):
        return above.value is node
    return isinstance(
        above, (ast.Tuple, ast.List, ast.Return, ast.AugAssign, ast.Assign, ast.Yield)
    )


def _is_part(place: Place, node: ast.expr, function: Function) -> bool:
    """Say whether a value is a part of what a function was given, or what a loop takes of it."""
    if isinstance(node, ast.Name):
        loops = (n for n in ast.walk(function) if isinstance(n, (ast.For, ast.comprehension)))
        taken = {n.id for each in loops for n in ast.walk(each.target) if isinstance(n, ast.Name)}
        return node.id in taken
    if not isinstance(node, (ast.Attribute, ast.Subscript)) or place.called(node):
        return False
    given = [each.arg for each in function.args.args if each.arg != "self"]
    return getattr(node.value, "id", "") in given


def _asked(place: Place, call: ast.Call, part: str) -> str:
    """Give a call of the function by itself with another part."""
    text, first = place.text(call), place.text(call.args[0])
    start = len(place.text(call.func)) + 1
    return text[:start] + text[start:].replace(first, part, 1)


def _first(place: Place, function: Function, part: str) -> str:
    """Give a call of the function by itself: a part, and all else that it was given."""
    named = [each.arg for each in function.args.args]
    method = named[:1] == ["self"]
    given = ", ".join([part, *named[1 + method :]])
    return f"self.{function.name}({given})" if method else f"{function.name}({given})"


TABLE: list[Row] = [
    ((ast.Expr,), answered),
    ((ast.Name, ast.Attribute, ast.Subscript), parts),
    ((ast.Call,), instead),
]
