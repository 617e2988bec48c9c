"""Edit templates that put other values of the function in, or combine a value with them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from .scope import ATOM, MOST_PLACES, Place, level_of_text
from .source import Edit
from .templates_borrowed import calls
from .templates_values import distance_of_types


def by_others(place: Place, node: ast.expr) -> Iterator[Edit]:
    """Use a name, or an expression that stands elsewhere in the function, instead."""
    parent = place.parent(node)
    stored = isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del))
    if place.called(node) or isinstance(parent, (ast.Attribute, ast.Expr)):
        return
    text = place.text(node)
    types = place.types(node)
    if not isinstance(node, ast.Name) and not stored:
        for name in place.values:
            bits = 5.5 + distance_of_types(place, types, place.known.types.get(name, set()))
            yield place.swap(node, name, f"`{name}` instead of `{text}`"[:90], bits, "name")
    for other, kinds in place.expressions.items():
        if other == text or (stored and "(" in other):
            continue
        bits = 6.0 + min(len(other) / 16, 3.0) + distance_of_types(place, types, kinds)
        yield place.swap(node, other, f"`{other}` instead of `{text}`"[:90], bits, "reuse")


def _dressed(text: str) -> str:
    return text if level_of_text(text) == ATOM else f"({text})"


_NUMERIC = {"int", "float", "Decimal", "Fraction"}
_JOINED = {"list", "str", "tuple"}
_COUNTED = {"list", "str", "tuple", "dict", "set", "deque"}
_EXACT = 7.5  # bits of calls that are given what their parameters name
_MOST_CALLS = 4
_STRANGE = 0.4  # bits for joining a value with another one that is at hand
_MARKS = " .,-_/:;"  # that part words
_CIRCLES = ("360", "24", "12", "60", "7", "26")  # and their parts: degrees, hours, days, letters
_DIGITS = "10"  # there are, where texts become numbers and numbers texts
_LETTERS = "26"  # of the alphabet, counted where characters become numbers


def grown(place: Place, node: ast.expr) -> Iterator[Edit]:
    """Combine a value with a name of the same kind: add, subtract, bound, cut."""
    parent = place.parent(node)
    if isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del)):
        return
    if place.called(node) or isinstance(parent, (ast.Attribute, ast.Expr)):
        return
    types = place.types(node)
    text = place.text(node)
    options = _with_names(place, node, types)
    options.update(_with_expressions(place, node, types))
    if types & _NUMERIC:
        for call in _calls(place):
            options[f"min({text}, {call})"] = options[f"max({text}, {call})"] = 6.5
            options[call] = 7.0
    if types & _NUMERIC or (not types and isinstance(node, (ast.BinOp, ast.Name))):
        strange = 0.0 if types else 1.0
        options[f"max(0, {text})"] = 6.0 + strange
        options[f"{place.bare(node, 15)} ** 2"] = 7.0 + strange
        options[f"{place.bare(node, 12)} * 2"] = 7.0 + strange
        options[f"{place.bare(node, 12)} // 2"] = 7.0 + strange
        options.update(_wrapped(place, node, strange))
    options.update(_of_chain(place, node))
    options.update(_around(place, node))
    if types == {"str"} and not isinstance(node, ast.Constant):
        for mark in _MARKS:
            options[f"{place.bare(node, 11)} + {mark!r}"] = 7.0
            options[f"{mark!r} + {place.bare(node, 11)}"] = 7.5
    for new, bits in options.items():
        yield place.swap(node, new, f"`{new}` instead of `{text}`"[:90], _STRANGE + bits, "grown")


def _around(place: Place, node: ast.expr) -> dict[str, float]:
    """Take the shorter way around a circle instead of a plain distance."""
    text = place.text(node)
    value: ast.expr | None = node
    if isinstance(node, ast.Name):
        stores = (n for n in place.nodes if isinstance(n, ast.Assign))
        value = next((n.value for n in stores if place.text(n.targets[0]) == text), None)
    if not isinstance(value, ast.Call) or getattr(value.func, "id", "") != "abs":
        return {}
    known = [literal for literal in place.known.literals if literal.isdigit()]
    sizes = dict.fromkeys([*known, *_CIRCLES, *place.values])
    return {f"min({text}, {size} - {place.bare(node, 11)})": 7.0 for size in sizes if size != text}


def _of_chain(place: Place, node: ast.expr) -> dict[str, float]:
    """Take the larger or smaller one of the last two of a sum."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.left, ast.BinOp):
        return {}
    parts = (node.left.left, node.left.right, node.right)
    if not isinstance(node.op, ast.Add) or not isinstance(node.left.op, ast.Add):
        return {}
    first, second, third = (place.text(each) for each in parts)
    pair = f"({second}, {third})"
    return {f"{first} + max{pair}": 5.5, f"{first} + min{pair}": 6.0}


@lru_cache(maxsize=MOST_PLACES)
def _calls(place: Place) -> tuple[str, ...]:
    """Give calls of the file's functions whose parameters are named like what is at hand."""
    exact = (text for text, bits in calls(place) if bits <= _EXACT and " = " not in text)
    return tuple(text for text in exact if not text.startswith("super"))[:_MOST_CALLS]


def _wrapped(place: Place, node: ast.expr, strange: float) -> dict[str, float]:
    """Give a number as it begins anew: at a number of the function, a length, a known number."""
    ends = {name: 7.0 for name in place.values if "int" in place.known.types.get(name, ())}
    many = (name for name in place.values if place.known.types.get(name, set()) & _COUNTED)
    lengths = {f"len({name})": 7.0 for name in many}
    ends.update(lengths)
    ends.update({text: bits for text, bits in place.known.literals.items() if text.isdigit()})
    if any(each in place.builtins and each in ("ord", "chr") for each in place.used):
        ends[_LETTERS] = 6.0
    if {"int", "str"} <= set(place.used):
        ends[_DIGITS] = 6.0
    text = place.text(node)
    loose = strange + (0.0 if isinstance(node, ast.BinOp) else 1.5)
    options = {f"{place.bare(node, 12)} % {end}": bits + loose
               for end, bits in ends.items() if end not in (text, "0", "1")}  # fmt: skip
    for length, bits in lengths.items():
        options[f"max({text}, {length})"] = options[f"min({text}, {length})"] = bits + strange
        options[f"{length} - {place.bare(node, 12)}"] = bits + strange
        options[f"{place.bare(node, 11)} - {length}"] = bits + strange
    return options


def _with_names(place: Place, node: ast.expr, types: set[str]) -> dict[str, float]:
    text = place.text(node)
    numeric = not types or bool(types & _NUMERIC)
    joined = not types or bool(types & _JOINED)
    known = 0.0 if types else 1.0
    options: dict[str, float] = {}
    for name in place.values:
        kinds = place.known.types.get(name, set())
        if name != text and numeric and kinds & _NUMERIC:
            for sign, bits in (("-", 6.5), ("+", 6.5), ("*", 7.5)):
                options[f"{place.bare(node, 12)} {sign} {name}"] = bits + known
            options[f"max({name}, {text})"] = 6.5 + known
            options[f"min({name}, {text})"] = 6.5 + known
        if name != text and kinds & _JOINED & (types or _JOINED):
            options[f"{name} + {place.bare(node, 12)}"] = 6.5
            options[f"{place.bare(node, 11)} + {name}"] = 6.5
        if types & _JOINED and "int" in kinds:
            options[f"{place.bare(node, 12)} * {name}"] = 7.5
        if joined and "int" in kinds and isinstance(node, ast.Name):
            for part in (f"{name}:", f":{name}", name):
                options[f"{text}[{part}]"] = 6.5
    return options


def _with_expressions(place: Place, node: ast.expr, types: set[str]) -> dict[str, float]:
    text = place.text(node)
    options: dict[str, float] = {}
    for other, kinds in place.expressions.items():
        if other == text or not (types & _NUMERIC and kinds & _NUMERIC) or len(other) >= 30:
            continue
        length = min(len(other) / 16, 3.0)
        for sign in ("-", "+"):
            options[f"{place.bare(node, 12)} {sign} {_dressed(other)}"] = 7.5 + length
        options[f"max({other}, {text})"] = 7.0 + length
        options[f"min({other}, {text})"] = 7.0 + length
    return options
