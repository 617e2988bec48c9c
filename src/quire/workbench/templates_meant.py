"""Edit templates for what words say is meant: letters, halves, ends, digits beyond nine, order."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from .rows import Row
from .scope import Place, word_of
from .source import Edit
from .templates_statements import insert_after, own_line

_LETTERS = 4.0  # bits for asking for the kind of letter that the documentation names
_PLACES = 2.5  # bits for the places of values in their order, where some are equal
_TEN = 4.0  # bits for digits that are letters and begin at ten
_HALF = 3.5  # bits for half of a length, where both halves are compared
_WITHIN = 4.5  # bits for a value that a limit of the function bounds
_COUNTED = 3.5  # bits for a count of an object that nothing changes
_KINDS = (
    (re.compile(r"\bletters and digits\b|\balphanumeric"), "isalnum"),
    (re.compile(r"\bletters?\b"), "isalpha"),
    (re.compile(r"\bdigits?\b"), "isdigit"),
)
_TWO_HALVES = re.compile("palindrom|mirror|symmetr|revers|half|halves", re.IGNORECASE)
_LOW = {"start", "begin", "low", "lower", "first", "lo", "minimum", "least", "since"}
_HIGH = {"end", "stop", "high", "upper", "last", "hi", "maximum", "most", "until", "limit"}


def _documentation(place: Place) -> str:
    return ast.get_docstring(place.function) or ""


def kind_of_letter(place: Place, node: ast.Compare) -> Iterator[Edit]:
    """Ask for the kind of letter that is meant, not for one that is not meant: `c != " "`."""
    right = node.comparators[0]
    if len(node.ops) != 1 or not isinstance(node.left, ast.Name):
        return
    if not isinstance(right, ast.Constant) or not isinstance(right.value, str):
        return
    words = _documentation(place).lower()
    sign = {ast.NotEq: "", ast.NotIn: "", ast.Eq: "not ", ast.In: "not "}.get(type(node.ops[0]))
    for found, method in _KINDS:
        if sign is not None and found.search(words):
            new = f"{sign}{node.left.id}.{method}()"
            yield place.swap(node, new, f"`{new}`", _LETTERS, "condition")


def places_in_order(place: Place, node: ast.ListComp) -> Iterator[Edit]:
    """Sort the places of values, not find each value: equal ones have the same first place."""
    call, only = node.elt, node.generators[0]
    if not isinstance(call, ast.Call) or word_of(call.func) != "index" or len(node.generators) > 1:
        return
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    over = only.iter
    if owner is None or not isinstance(over, ast.Call) or word_of(over.func) != "sorted":
        return
    listed = place.text(owner)
    if only.ifs or len(over.args) != 1 or place.text(over.args[0]) != listed or over.keywords:
        return
    new = f"sorted(range(len({listed})), key=lambda place: {listed}[place])"
    yield place.swap(node, new, f"`{new}`"[:90], _PLACES, "call")


def ten_more(place: Place, node: ast.BinOp) -> Iterator[Edit]:
    """Let letters that are digits begin at ten: `ord(char) - ord("A") + 10`."""
    first = node.right.args[0] if isinstance(node.right, ast.Call) and node.right.args else None
    letter = first.value if isinstance(first, ast.Constant) else None
    if not isinstance(node.op, ast.Sub) or letter not in ("A", "a") or "10" in _around(place, node):
        return
    if isinstance(node.left, ast.Call) and word_of(node.left.func) == "ord":
        new = f"{place.text(node)} + 10"
        yield place.swap(node, new, f"`{new}`"[:90], _TEN, "constant")


def _around(place: Place, node: ast.AST) -> str:
    return place.text(place.statement(node))


def half(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Go through half of a length only, where the other half is looked at beside it."""
    if word_of(node.func) != "range" or len(node.args) != 1:
        return
    whole = place.text(node.args[0])
    words = f"{getattr(place.function, 'name', '')} {_documentation(place)}"
    if "//" not in whole and _TWO_HALVES.search(words):
        new = f"{place.atom(node.args[0])} // 2"
        yield place.swap(node.args[0], new, f"`{new}`", _HALF, "arithmetic")


def within(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Keep a value within a limit that the function is given: `begin = max(moment, start)`."""
    value = node.value
    arguments = place.parameters
    if not isinstance(value, ast.Name) or value.id in arguments:
        return
    kinds = place.types(value)
    for name in arguments:
        other = place.known.types.get(name, set())
        if kinds and other and not kinds & other:
            continue
        parts = set(name.lower().split("_"))
        word = "max" if parts & _LOW else "min" if parts & _HIGH else ""
        if word:
            new = f"{word}({value.id}, {name})"
            yield place.swap(value, new, f"`{new}` instead of `{value.id}`"[:90], _WITHIN, "wrap")


def counted(place: Place, node: ast.If) -> Iterator[Edit]:
    """Count in an object what is put below it, where nothing changes its count."""
    stores = [n for n in ast.walk(node) if isinstance(n, ast.Attribute) and _is_set(n)]
    owners = {n.value.id for n in stores if isinstance(n.value, ast.Name)}
    if not owners or not own_line(place, node):
        return
    for name in _unchanged(place):
        for owner in sorted(owners):
            new = f"{owner}.{name} += 1"
            yield insert_after(place, node, new, f"insert `{new}`", _COUNTED)


def _unchanged(place: Place) -> list[str]:
    """Give the attributes that are set to a number once, in a constructor, and read elsewhere."""
    nodes = [n for n in place.source.nodes if isinstance(n, ast.Attribute)]
    numbers = [
        each.targets[0].attr
        for each in place.source.nodes
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Attribute)
        if isinstance(each.value, ast.Constant) and type(each.value.value) is int
    ]
    sets = [n.attr for n in nodes if _is_set(n)]
    reads = {n.attr for n in nodes if not _is_set(n)}
    return [name for name in dict.fromkeys(numbers) if sets.count(name) == 1 and name in reads]


def _is_set(node: ast.Attribute) -> bool:
    return isinstance(node.ctx, ast.Store)


TABLE: list[Row] = [
    ((ast.Compare,), kind_of_letter),
    ((ast.ListComp,), places_in_order),
    ((ast.BinOp,), ten_more),
    ((ast.Call,), half),
    ((ast.Assign,), within),
    ((ast.If,), counted),
]
