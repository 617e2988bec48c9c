"""Edit templates for where the search for the greatest or least value begins."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from .scope import MOST_PLACES, Place, word_of
from .source import Edit
from .units import FUNCTIONS

_LEAST, _GREATEST = "float('-inf')", "float('inf')"
_BITS = 3.0
_FIRST = 4.0  # bits for what the first item comes to
_BEGINNINGS = {"max": _LEAST, "min": _GREATEST}
_TURNED = {"inf": ("min", "-inf"), "-inf": ("max", "inf")}  # right for which, else what instead
_ABOVE, _BELOW = (ast.Gt, ast.GtE), (ast.Lt, ast.LtE)


def beginnings(place: Place, node: ast.Constant) -> Iterator[Edit]:
    """Begin a search for the greatest value below all of them, for the least above all."""
    target: ast.expr = node
    above = place.parent(node)
    if isinstance(above, ast.UnaryOp) and isinstance(above.op, ast.USub):
        target, above = above, place.parent(above)
    if type(node.value) is int:
        for way in _ways(place, target, above):
            new = _BEGINNINGS[way]
            words = f"`{new}` instead of `{place.text(target)}`"
            yield place.swap(target, new, words, _BITS, "constant")
        for new in _first_ones(place, target, above):
            words = f"`{new}` instead of `{place.text(target)}`"
            yield place.swap(target, new, words, _FIRST, "constant")
    elif node.value in _TURNED and isinstance(above, ast.Call):
        right, other = _TURNED[str(node.value)]
        ways = _ways(place, above, place.parent(above))
        if ways and right not in ways:
            new = f"float('{other}')"
            yield place.swap(above, new, f"`{new}`", _BITS, "constant")


def _first_ones(place: Place, value: ast.expr, above: ast.AST) -> Iterator[str]:
    """Yield what the first item comes to, where a loop takes the others: `-prices[0]`."""
    if not isinstance(above, ast.Assign) or value is not above.value:
        return
    name = place.text(above.targets[0])
    for loop in (each for each in place.nodes if isinstance(each, ast.For)):
        changed = {place.text(t) for n in ast.walk(loop) for t in getattr(n, "targets", ())}
        part = loop.iter.slice if isinstance(loop.iter, ast.Subscript) else None
        later = isinstance(part, ast.Slice) and part.lower is not None and part.upper is None
        if later and isinstance(loop.iter, ast.Subscript) and name in changed:
            first = f"{place.text(loop.iter.value)}[0]"
            yield from (first, f"-{first}")


def _ways(place: Place, value: ast.expr, above: ast.AST) -> set[str]:
    """Say what is sought with a value that something begins with: "max", "min", both or none."""
    sought = _sought(place)
    if isinstance(above, ast.Tuple):
        outer = place.parent(above)
        names = outer.targets[0] if isinstance(outer, ast.Assign) else None
        number = above.elts.index(value)
        if isinstance(names, ast.Tuple) and number < len(names.elts):
            return sought.get(("", place.text(names.elts[number])), set())
    elif isinstance(above, ast.IfExp) and value is not above.test:
        return _ways(place, above, place.parent(above))
    elif isinstance(above, ast.Assign):
        return set().union(*(sought.get(("", place.text(t)), set()) for t in above.targets))
    elif isinstance(above, ast.Call) and value in above.args:
        named = word_of(above.func)
        return sought.get((named, str(above.args.index(value))), set())
    return set()


@lru_cache(maxsize=MOST_PLACES)
def _sought(place: Place) -> dict[tuple[str, str], set[str]]:
    """Give what is sought with each name: "" and the name, or a function and a parameter's number.

    Names of the function and attributes of the whole file are looked at.
    """
    found: dict[tuple[str, str], set[str]] = {}
    own = set(place.nodes)
    for node in place.source.nodes:
        for text, way in _steps(node):
            if node in own or text.startswith("self."):
                found.setdefault(("", text), set()).add(way)
        if isinstance(node, FUNCTIONS):
            names = [each.arg for each in node.args.args]
            names = names[1:] if names[:1] == ["self"] else names
            for inner in ast.walk(node):
                for text, way in (*_steps(inner), *_compared(inner)):
                    if text in names:
                        key = node.name, str(names.index(text))
                        found.setdefault(key, set()).add(way)
    return found


def _steps(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield what is given the greater or the less of itself and something else."""
    if isinstance(node, (ast.Call, ast.Assign)):
        call = node.value if isinstance(node, ast.Assign) else node
        way = getattr(getattr(call, "func", None), "id", "")
        if isinstance(call, ast.Call) and way in _BEGINNINGS and len(call.args) > 1:
            targets = [ast.unparse(t) for t in getattr(node, "targets", call.args)]
            yield from ((text, way) for text in map(ast.unparse, call.args) if text in targets)
    elif isinstance(node, ast.If):
        stored = [t for each in node.body if isinstance(each, ast.Assign) for t in each.targets]
        flat = [e for t in stored for e in (t.elts if isinstance(t, ast.Tuple) else [t])]
        names = {ast.unparse(each) for each in flat}
        yield from ((text, way) for text, way in _compared(node.test) if text in names)


def _compared(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield the sides of a comparison, each with what it would be a bound for."""
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], (*_ABOVE, *_BELOW)):
        left, right = ast.unparse(node.left), ast.unparse(node.comparators[0])
        above = isinstance(node.ops[0], _ABOVE)
        yield right, "max" if above else "min"
        yield left, "min" if above else "max"
