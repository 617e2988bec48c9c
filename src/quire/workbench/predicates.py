"""Conditions and values that can be built from what is in scope, cheapest first."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .beginnings import beginnings
from .scope import MAPS, MOST_PLACES, Place
from .source import SourceFile

_SIZED = {"list", "tuple", "set", "dict", "str", "deque", "frozenset"}
_NUMBERS = {"int", "float", "Decimal", "date", "datetime"}
_ASKED = {"int", "float", "str", "bool", "list", "dict", "tuple", "set", "bytes"}
_TWOS = re.compile(r"%|\b2\b|(?:\b|_)(?:even|odd|alternat|second|pair|parit|hal[fv]|doubl|twice)")
MOST_PREDICATES = 90
MOST_VALUES = 24


@dataclass(frozen=True)
class Choice:
    """An expression in text and its cost in bits."""

    text: str
    bits: float


@lru_cache(maxsize=MOST_PLACES)
def predicates(place: Place, most: int = MOST_PREDICATES) -> tuple[Choice, ...]:
    """List conditions over the names in scope, at most so many."""
    found: dict[str, float] = {}

    def offer(text: str, bits: float) -> None:
        found[text] = min(bits, found.get(text, 99.0))

    for node in place.nodes:
        test = getattr(node, "test", None)
        if isinstance(test, ast.expr) and len(place.text(test)) < 60:
            offer(place.text(test), 4.0)
        parts = node.values if isinstance(node, ast.BoolOp) else ()
        for part in (each for each in parts if len(place.text(each)) < 40):
            offer(place.text(part), 4.5)
    names = [n for n in place.values if "function" not in place.known.types.get(n, set())]
    for name in names:
        _about_one(place, name, offer)
        for other in names:
            if name != other:
                _about_two(place, name, other, offer)
    for about in (_about_parts, _looked_up, _bounds, _listed, _kinds, turns, _same_place,
                  _needless_zeros, _own_numbers):  # fmt: skip
        for text, bits in about(place, names):
            offer(text, bits)
    ordered = sorted(found.items(), key=lambda item: (item[1], item[0]))
    return tuple(Choice(text, bits) for text, bits in ordered[:most])


def _about_parts(place: Place, names: list[str]) -> Iterator[tuple[str, float]]:
    """Yield questions for the short attributes and elements that the function reads."""
    numbers = [name for name in names if place.known.types.get(name, set()) & _NUMBERS]
    for node in place.nodes:
        if not isinstance(node, (ast.Attribute, ast.Subscript)):
            continue
        text = place.text(node)
        above = place.parent(node)
        read = isinstance(above, ast.AugAssign) or isinstance(node.ctx, ast.Load)
        if not read or place.called(node) or len(text) >= 30 or "\n" in text:
            continue
        yield from ((text, 4.5), (f"not {text}", 4.5))
        yield from ((f"{text} is None", 4.0), (f"{text} is not None", 4.0))
        kinds = place.types(above.value) if isinstance(above, ast.AugAssign) else place.types(node)
        if kinds & _NUMBERS:
            for name in numbers:
                yield from ((f"{name} > {text}", 6.0), (f"{name} < {text}", 6.0))


def _looked_up(place: Place, names: list[str]) -> Iterator[tuple[str, float]]:
    """Yield the question whether a mapping holds what the function looks up in it."""
    del names
    for node in place.nodes:
        pair = _look(node)
        if pair is not None and place.types(pair[1]) & MAPS:
            key, owner = (place.text(part) for part in pair)
            yield from ((f"{key} in {owner}", 4.5), (f"{key} not in {owner}", 4.0))


def _look(node: ast.AST) -> tuple[ast.expr, ast.expr] | None:
    """Give what a node looks up, unless it is a constant, and where."""
    if isinstance(node, ast.Subscript):
        pair = node.slice, node.value
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        if node.func.attr not in ("get", "pop", "setdefault"):
            return None
        pair = node.args[0], node.func.value
    else:
        return None
    return None if isinstance(pair[0], (ast.Constant, ast.Slice)) else pair


def _bounds(place: Place, names: list[str]) -> Iterator[tuple[str, float]]:
    """Yield comparisons with the settings of the module and the larger numbers of the function."""
    large = {place.text(n) for n in place.nodes if isinstance(n, ast.Constant) and _large(n.value)}
    limits = sorted(large | {name for name in place.known.globals if name.isupper()})
    for name in names:
        if place.known.types.get(name, set()) & _NUMBERS:
            for limit in limits:
                yield from ((f"{name} {sign} {limit}", 6.0) for sign in (">", ">=", "<", "<="))


def _own_numbers(place: Place, names: list[str]) -> Iterator[tuple[str, float]]:
    """Yield comparisons of what a method is given with the numbers that its object begins with."""
    given = {each.arg for each in place.function.args.args if place.unit.owners}
    for name in (each for each in names if each in given):
        if not place.known.types.get(name, set()) & _NUMBERS:
            continue
        for beginning in beginnings(place):
            for own in (each for each, value in beginning.items() if value.isdigit()):
                signs = (">", "<", ">=", "<=")
                yield from (
                    (f"{name} {sign} self.{own}", 5.5 + 0.5 * ("=" in sign)) for sign in signs
                )


def _listed(place: Place, names: list[str]) -> Iterator[tuple[str, float]]:
    """Yield the question whether a collection of the module holds a value."""
    lowered = any(isinstance(n, ast.Attribute) and n.attr == "lower" for n in place.source.nodes)
    for name in names:
        kinds = place.known.types.get(name, set())
        if name in _collections(place.source) or not kinds & {"str", "int"}:
            continue
        for among in _collections(place.source):
            yield from ((f"{name} in {among}", 5.0), (f"{name} not in {among}", 5.0))
            if lowered and "str" in kinds:
                yield f"{name}.lower() in {among}", 5.5


@lru_cache(maxsize=64)
def _collections(source: SourceFile) -> tuple[str, ...]:
    """Name the collections that a module sets in capital letters, once and for all."""
    found: list[str] = []
    for node in source.tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        value = getattr(node, "value", None)
        made = isinstance(value, ast.Call) and getattr(value.func, "id", "") in ("set", "frozenset")
        if made or isinstance(value, (ast.Set, ast.List, ast.Tuple, ast.Dict)):
            names = (target.id for target in targets if isinstance(target, ast.Name))
            found.extend(name for name in names if name.isupper())
    return tuple(found)


def _large(value: object) -> bool:
    return type(value) in (int, float) and value not in (0, 1)


def turns(place: Place, names: list[str]) -> Iterator[tuple[str, float]]:
    """Yield the question whether a turn of a counting loop is the first or the last one."""
    del names
    for node in place.nodes:
        call = node.iter if isinstance(node, (ast.For, ast.comprehension)) else None
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or not call.args:
            continue
        target, last = getattr(node, "target", None), ""
        if call.func.id == "range" and len(call.args) == 1 and isinstance(target, ast.Name):
            last = f"{target.id} == {place.bare(call.args[0], 11)} - 1"
        elif call.func.id == "enumerate" and isinstance(target, ast.Tuple):
            target = target.elts[0]
            last = f"{place.text(target)} == len({place.text(call.args[0])}) - 1"
        if last and isinstance(target, ast.Name):
            yield from ((last, 5.0), (last.replace(" == ", " < "), 5.0))
            yield from ((f"{target.id} > 0", 5.0), (f"{target.id} == 0", 5.0))


def _same_place(place: Place, names: list[str]) -> Iterator[tuple[str, float]]:
    """Yield the question whether two loops, one in the other, are where two numbers say."""
    outer = [node for node in place.nodes if isinstance(node, ast.For)]
    turning = {each.target.id for each in outer if isinstance(each.target, ast.Name)}
    kinds = place.known.types
    given = [n for n in names if n not in turning and "int" in kinds.get(n, set())]
    for loop in outer:
        for inner in (each for each in loop.body if isinstance(each, ast.For)):
            if isinstance(loop.target, ast.Name) and isinstance(inner.target, ast.Name):
                row, column = loop.target.id, inner.target.id
                for one, two in zip(given, given[1:]):
                    yield f"{row} == {one} and {column} == {two}", 3.5
                    yield f"({row}, {column}) != ({one}, {two})", 4.5


def _needless_zeros(place: Place, names: list[str]) -> Iterator[tuple[str, float]]:
    """Yield the question whether the text of a number begins with a zero that says nothing."""
    asked = {"isdigit", "isdecimal", "isnumeric"}
    for node in place.nodes:
        if isinstance(node, ast.Attribute) and node.attr in asked:
            name = place.text(node.value)
            if name in names:
                yield f"len({name}) > 1 and {name}[0] == '0'", 4.5
    for name in names if "int" in place.used else ():
        if place.known.types.get(name) == {"str"}:
            yield f"{name}[0] == '0'", 5.0


def _kinds(place: Place, names: list[str]) -> Iterator[tuple[str, float]]:
    """Yield questions for the type of names that had several."""
    for name in names:
        seen = place.known.types.get(name, set()) & _ASKED
        if len(seen) > 1:
            yield from ((f"not isinstance({name}, {kind})", 5.0) for kind in sorted(seen))
            yield from ((f"isinstance({name}, {kind})", 5.5) for kind in sorted(seen))


def _about_one(place: Place, name: str, offer: object) -> None:
    assert callable(offer)
    types = place.known.types.get(name, set())
    offer(name, 3.0 if types & (_SIZED | {"bool", "NoneType"}) else 4.5)
    offer(f"not {name}", 3.0 if types & (_SIZED | {"bool", "NoneType"}) else 4.5)
    if not types or "NoneType" in types or not types & (_NUMBERS | _SIZED):
        offer(f"{name} is None", 3.5)
        offer(f"{name} is not None", 3.5)
    if types & _NUMBERS or not types:
        for test, bits in (("== 0", 3.5), ("< 0", 3.5), ("> 0", 3.5), ("<= 0", 4.0), ("== 1", 4.0),
                           ("!= 0", 4.5), ("<= 1", 4.0), (">= 0", 4.5), ("< 2", 5.0),
                           ("> 1", 4.5)):  # fmt: skip
            offer(f"{name} {test}", bits + (0 if types else 1.0))
        for test in ("% 2 == 0", "% 2 == 1"):
            offer(f"{name} {test}", (5.5 if _speaks_of_twos(place) else 8.0) + (not types))
    if types & _SIZED:
        for test, bits in (("== 1", 4.5), ("<= 1", 4.5), ("< 2", 5.0), ("> 1", 4.5), ("== 2", 6.0)):
            offer(f"len({name}) {test}", bits)


@lru_cache(maxsize=MOST_PLACES)
def _speaks_of_twos(place: Place) -> bool:
    """Say whether a function or a failing test has to do with every second one."""
    said = (place.text(place.function), *sorted(place.known.told))
    return any(_TWOS.search(each) for each in said)


def _about_two(place: Place, first: str, second: str, offer: object) -> None:
    assert callable(offer)
    left, right = (place.known.types.get(n, set()) for n in (first, second))
    numbers = left & _NUMBERS and right & _NUMBERS
    if numbers or (left & right and left & {"str"}):
        for sign, bits in (("<", 5.0), ("==", 5.0), ("<=", 5.5), ("!=", 5.5)):
            offer(f"{first} {sign} {second}", bits)
    if right & (_SIZED | _holders(place.source)) and not left & {"list", "dict", "set"}:
        offer(f"{first} in {second}", 4.5)
        offer(f"{first} not in {second}", 4.5)
    if left & _NUMBERS and right & _SIZED:
        offer(f"{first} >= len({second})", 5.5)
        offer(f"{first} < len({second})", 5.5)
    if left and right and not numbers and left & right and not left & {"str"}:
        offer(f"{first} is {second}", 6.0)
        offer(f"{first} == {second}", 6.0)


@lru_cache(maxsize=64)
def _holders(source: SourceFile) -> frozenset[str]:
    """Name the classes of a file that can be asked whether something is in them."""
    kinds = [node for node in source.tree.body if isinstance(node, ast.ClassDef)]
    named = [(kind.name, getattr(each, "name", "")) for kind in kinds for each in kind.body]
    return frozenset(name for name, method in named if method == "__contains__")


_PLAIN_RESULTS = (
    ("None", 4.0), ("False", 4.0), ("True", 4.0), ("0", 4.0), ("[]", 4.5), ("''", 5.0),
    ("1", 5.0), ("-1", 5.5), ("{}", 6.5), ("[[]]", 7.0),
)  # fmt: skip


@lru_cache(maxsize=MOST_PLACES)
def results(place: Place) -> tuple[Choice, ...]:
    """List values that the function could return."""
    found: dict[str, float] = {}
    for node in place.nodes:
        if isinstance(node, ast.Return):
            text = place.text(node.value) if node.value is not None else ""
            if len(text) < 60 and "\n" not in text:
                found[text] = 3.0
    for text, bits in _PLAIN_RESULTS:
        fits = text == "None" or _kind_fits(place, text)
        found.setdefault(text, bits + (0.0 if fits else 2.5))
    given = {argument.arg for argument in place.function.args.args}
    for name in place.locals:
        found.setdefault(name, 4.0)
        if place.known.types.get(name, set()) & {"int", "str", "float"}:
            found.setdefault(f"[{name}]", 6.0)
        if place.known.types.get(name, set()) & {"list"} and name in given:
            found.setdefault(f"{name}[0]", 6.0)
    ordered = sorted(found.items(), key=lambda item: (item[1], item[0]))
    return tuple(Choice(text, bits) for text, bits in ordered[:MOST_VALUES])


def _kind_fits(place: Place, text: str) -> bool:
    """Say whether the function returns values of this kind elsewhere."""
    kinds: set[str] = set(place.known.types.get("return", set()))
    for node in place.nodes:
        if isinstance(node, ast.Return) and node.value is not None:
            kinds |= place.types(node.value)
    return not kinds or type(ast.literal_eval(text)).__name__ in kinds
