"""Edit templates for values that were written down where something known was meant."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from .scope import MOST_PLACES, Place
from .source import Edit
from .units import FUNCTIONS

_CALLABLE = {"function", "method", "builtin_function_or_method", "method-wrapper"}
_PLAIN = {"int", "float", "str", "list", "dict", "tuple", "set", "bool", "NoneType", "bytes"}
_SIZED = {"list", "tuple", "str", "dict", "set", "deque"}
_NUMBERS = {"int", "float", "Decimal"}
MOST_FUNCTIONS = 6
MOST_DEFAULTS = 40
_LONG = 24


def known_values(place: Place, node: ast.Constant) -> Iterator[Edit]:
    """Use a name, or a short expression of the function, for a constant of its kind."""
    value, parent = node.value, place.parent(node)
    if isinstance(value, (bool, bytes)) or value is None or value is Ellipsis:
        return
    if isinstance(parent, (ast.Expr, ast.JoinedStr, ast.FormattedValue)):
        return
    kinds = _NUMBERS if isinstance(value, (int, float)) else {"str"}
    text = place.text(node)
    below = parent if isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.USub) else None
    for other, bits in _of_kind(place, kinds):
        yield place.swap(node, other, f"`{other}` instead of `{text}`"[:90], bits, "name")
        if below is not None:
            yield place.swap(below, other, f"`{other}` instead of `-{text}`"[:90], bits, "name")
    if isinstance(value, int):
        for name in place.values:
            if place.known.types.get(name, set()) & _SIZED:
                for new, bits in _ends(name):
                    yield place.swap(node, new, f"`{new}` instead of `{text}`"[:90], bits, "name")


def _ends(name: str) -> tuple[tuple[str, float], ...]:
    """Give the numbers that a collection gives, with bits."""
    return ((f"len({name})", 6.5), (f"len({name}) - 1", 7.5), (f"{name}[0]", 6.5),
            (f"{name}[-1]", 7.5))  # fmt: skip


def _of_kind(place: Place, kinds: set[str]) -> Iterator[tuple[str, float]]:
    """Yield names and expressions of a kind, with bits."""
    types = place.known.types
    for name in place.values:
        if types.get(name, set()) & kinds:
            yield name, 5.5
    for text, seen in place.expressions.items():
        if seen & kinds and len(text) <= _LONG and "'" not in text and '"' not in text:
            yield text, 7.0 + len(text) / 16


def uncalled(place: Place, node: ast.expr) -> Iterator[Edit]:
    """Call what was only named."""
    parent = place.parent(node)
    if place.called(node) or not isinstance(getattr(node, "ctx", None), ast.Load):
        return
    if isinstance(parent, (ast.Attribute, ast.keyword)):
        return
    kinds, text = place.types(node), place.text(node)
    own = isinstance(node, ast.Attribute) and node.attr in _methods(place)
    strange = place.known.mistyped and bool(kinds) and not kinds & _PLAIN
    if not kinds & _CALLABLE and not own and not strange:
        return
    given = isinstance(parent, ast.Call) and not own
    bits = 6.0 if given else 3.0 if own or kinds & _CALLABLE else 4.5
    yield place.swap(node, f"{text}()", f"`{text}()`"[:90], bits, "call")


@lru_cache(maxsize=MOST_PLACES)
def _methods(place: Place) -> frozenset[str]:
    """Name what can only be a method: of a class of the file, and no property."""
    found: set[str] = set()
    for kind in place.source.tree.body:
        for node in kind.body if isinstance(kind, ast.ClassDef) else ():
            if isinstance(node, FUNCTIONS) and not node.decorator_list:
                found.add(node.name)
    return frozenset(found)


def prepared(place: Place, node: ast.expr) -> Iterator[Edit]:
    """Apply a function of the file to a value."""
    stored = not isinstance(getattr(node, "ctx", ast.Load()), ast.Load)
    if stored or place.called(node) or isinstance(place.parent(node), (ast.Attribute, ast.Expr)):
        return
    text = place.text(node)
    for name in _of_one(place):
        new = f"{name}({text})"
        yield place.swap(node, new, f"`{new}`"[:90], 7.0, "wrap")


@lru_cache(maxsize=MOST_PLACES)
def _of_one(place: Place) -> tuple[str, ...]:
    """Name the functions of the file, and of the class, that take one value."""
    found: list[str] = []
    for node in place.source.tree.body:
        if isinstance(node, FUNCTIONS) and len(node.args.args) == 1:
            found.append(node.name)
        elif isinstance(node, ast.ClassDef) and place.unit.owners[-1:] == (node.name,):
            for method in node.body:
                if not isinstance(method, FUNCTIONS) or method.decorator_list:
                    continue
                if len(method.args.args) == 2 and not method.name.startswith("__"):
                    found.append(f"self.{method.name}")
    return tuple(name for name in found if name != place.function.name)[:MOST_FUNCTIONS]


def otherwise(place: Place, node: ast.Return | ast.Assign) -> Iterator[Edit]:
    """Answer with something where a value is empty."""
    value = node.value
    if not isinstance(value, (ast.Call, ast.Name, ast.Subscript, ast.BinOp)):
        return
    kinds = place.types(value)
    if "\n" in place.text(value) or (isinstance(node, ast.Assign) and place.in_loop(node)):
        return
    options = {"0": 7.0, "[]": 7.0, "{}": 7.5, "None": 7.0, "1": 7.5}
    if not kinds or "str" in kinds:
        texts = [text for text in place.known.literals if text[0] in "'\""]
        options.update(dict.fromkeys(texts[:MOST_DEFAULTS], 6.5))
    for name in place.locals:
        if kinds & place.known.types.get(name, set()) and name != place.text(value):
            options[name] = 7.0
    text = place.bare(value, 3)
    for other, bits in options.items():
        new = f"{text} or {other}"
        yield place.swap(value, new, f"`{new}`"[:90], bits, "otherwise")


def filtered(place: Place, node: ast.expr) -> Iterator[Edit]:
    """Leave out of a comprehension what is empty, missing or not there."""
    element = getattr(node, "elt", getattr(node, "value", None))
    generators = getattr(node, "generators", [])
    if element is None or len(generators) != 1 or generators[0].ifs:
        return
    loop = generators[0]
    end = place.source.end(loop.iter)
    for test, bits in _tests(place, element, loop.target):
        words = f"only if `{test}`"[:90]
        yield place.put([(end, end, f" if {test}")], words, bits, "condition")


def _tests(place: Place, element: ast.expr, target: ast.expr) -> Iterator[tuple[str, float]]:
    text = place.text(element)
    if not isinstance(element, (ast.Constant, ast.Tuple, ast.Name)) and len(text) < 2 * _LONG:
        yield from ((text, 5.0), (f"{text} is not None", 5.0))
    for inner in ast.walk(element):
        if isinstance(inner, ast.Subscript) and isinstance(inner.value, ast.Name):
            owner, key = inner.value.id, place.text(inner.slice)
            if isinstance(inner.slice, ast.Slice):
                continue
            yield from ((f"{owner}.get({key}) is not None", 5.0), (f"{owner}.get({key})", 5.0))
            yield f"{key} in {owner}", 5.0
    names = [n.id for n in ast.walk(target) if isinstance(n, ast.Name)]
    for name in names:
        yield from ((name, 5.0), (f"{name} is not None", 5.0), (f"{name}.strip()", 5.5))
        yield from ((f"{name} > 0", 6.0), (f"{name} != 0", 6.5), (f"{name}.isdigit()", 6.5))
        yield from ((f"{name}.isalpha()", 6.5), (f"{name}.isalnum()", 6.5), (f"len({name}) > 1", 7))
