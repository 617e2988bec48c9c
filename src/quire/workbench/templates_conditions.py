"""Edit templates that put a statement under a condition which it needs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from .predicates import predicates, turns
from .scope import MOST_PLACES, Place, word_of
from .source import Edit
from .templates_statements import own_line, under

_ANY = 6.0  # bits for a condition of the pool, more than its own
_MOST_ANY = 24
_TURN = 1.5  # bits for asking whether a turn of a loop is the first or last, more than its own
_LENT = 5.0  # bits for a condition of another function whose names are known here
_STILL = 5.0  # bits for a condition of the loop around
_MOST_LONG = 60
_GIVEN = 4.0  # bits for asking for None, not for what counts as true
_OR_NONE = 2.0  # bits by which that is likelier where tests met None and 0 or an empty value
_COUNT_AS_FALSE = {"int", "float", "str", "list", "dict", "tuple", "set"}  # if 0 or empty
_OF_ITSELF = 2.5  # bits more for comparing what a method makes of a value with the value
_ENTRY = 1.5  # bits more for an entry of a list: it is rarely None
_SECOND = 5.0  # bits for a second case that leaves out what the first one is about
_STRICT: dict[type, str] = {ast.Gt: "<", ast.Lt: ">"}
_GREATER = 5.5  # bits for keeping the greater of two by what is asked of them elsewhere
_OPPOSITES: dict[type, str] = {
    ast.In: "not in", ast.NotIn: "in", ast.Eq: "!=", ast.NotEq: "==", ast.Is: "is not",
    ast.IsNot: "is", ast.Lt: ">=", ast.LtE: ">", ast.Gt: "<=", ast.GtE: "<",
}  # fmt: skip
# What these give is gone once it was asked for.
_GONE = {"pop", "popleft", "popitem", "heappop", "next", "read", "readline", "recv", "send",
         "get_nowait"}  # fmt: skip


def conditional(place: Place, node: ast.stmt) -> Iterator[Edit]:
    """Run a statement only where a condition holds."""
    text = place.text(node)
    if "\n" in text or not own_line(place, node):
        return
    start, end = place.source.start(node), place.source.end(node)
    for test, bits in _conditions(place, node).items():
        new = under(place, node, test, text)
        yield place.put([(start, end, new)], f"`{text}` if `{test}`"[:90], bits, "condition")


def _conditions(place: Place, node: ast.stmt) -> dict[str, float]:
    """Give the conditions under which a statement may be meant to run, with their bits."""
    found = {choice.text: _ANY + choice.bits for choice in predicates(place)[:_MOST_ANY]}
    found.update((test, _TURN + bits) for test, bits in turns(place, []))
    found.update(_lent(place))
    for test, bits in (*asked(place, node), *_still(place, node)):
        found[test] = min(bits, found.get(test, bits))
    return found


def _still(place: Place, node: ast.stmt) -> Iterator[tuple[str, float]]:
    """Yield what the loop around asks for: a statement before may have put an end to it."""
    loop = place.parent(node)
    if isinstance(loop, ast.While) and node is not loop.body[0]:
        test = loop.test
        both = isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And)
        parts = test.values if isinstance(test, ast.BoolOp) and both else [test]
        yield from ((place.text(part), _STILL) for part in parts if isinstance(part, ast.Compare))


def given(place: Place, node: ast.expr) -> Iterator[Edit]:
    """Ask whether there is a value at all, not whether it counts as true: 0 and "" are values."""
    around = place.parent(node)
    negated = isinstance(around, ast.UnaryOp) and isinstance(around.op, ast.Not)
    kinds = place.types(node)
    if kinds == {"bool"}:
        return
    likely = _GIVEN - _OR_NONE * ("NoneType" in kinds and bool(kinds & _COUNT_AS_FALSE))
    if negated:
        bits = likely + 0.5
        yield place.swap(around, f"{place.text(node)} is None", "ask for None", bits, "condition")
    elif isinstance(around, ast.BoolOp) or getattr(around, "test", None) is node:
        new = f"{place.text(node)} is not None"
        told = isinstance(around, ast.IfExp) and place.text(around.body) == place.text(node)
        bits = likely - 2.0 * told + _ENTRY * isinstance(node, ast.Subscript)
        yield place.swap(node, new, f"`{new}`"[:90], bits, "condition")


def asked(place: Place, node: ast.stmt) -> Iterator[tuple[str, float]]:
    """Yield what a statement itself asks for: a key that is there or not, a better value."""
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        yield from _assigned(place, node.targets[0], node.value)
    elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Subscript):
        yield f"{place.text(node.target.slice)} in {place.text(node.target.value)}", 4.5
    elif isinstance(node, ast.Delete) and isinstance(node.targets[0], ast.Subscript):
        target = node.targets[0]
        yield f"{place.text(target.slice)} in {place.text(target.value)}", 3.5
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield from _called(place, node.value)


def _assigned(place: Place, target: ast.expr, value: ast.expr) -> Iterator[tuple[str, float]]:
    if isinstance(target, ast.Subscript):
        key, owner = place.text(target.slice), place.text(target.value)
        yield f"{key} not in {owner}", 3.5
        yield from ((f"{place.text(target)} == {first}", 3.0) for first in _filled(place, owner))
        yield f"{key} in {owner}", 5.0
    old, new = place.text(target), place.text(value)
    if not isinstance(target, ast.Tuple) and not isinstance(value, ast.Constant):
        if _is_gone(value):
            return
        if len(old) + len(new) < _MOST_LONG:
            of_itself = _OF_ITSELF * (f"{old}." in new)
            yield f"{place.bare(value, 7)} > {old}", 4.5 + of_itself
            yield f"{place.bare(value, 7)} < {old}", 4.5 + of_itself
        yield f"{old} is None", 5.5
        yield f"not {old}", 6.0
        yield from _better(place, target, value)


def _filled(place: Place, owner: str) -> Iterator[str]:
    """Yield what all entries of a list begin with: `[-1] * n`."""
    for node in place.nodes:
        value = node.value if isinstance(node, ast.Assign) else None
        if not isinstance(node, ast.Assign) or place.text(node.targets[0]) != owner:
            continue
        display = value.left if isinstance(value, ast.BinOp) else None
        if isinstance(display, ast.List) and len(display.elts) == 1:
            yield place.text(display.elts[0])


def not_before(place: Place, node: ast.If) -> Iterator[Edit]:
    """Leave out of a second case what the first one asked for and did not take."""
    rest = node.orelse[0] if len(node.orelse) == 1 else None
    if not isinstance(rest, ast.If):
        return
    for test in (n for n in ast.walk(node.test) if isinstance(n, ast.Compare)):
        sign = type(test.ops[0])
        if sign in _STRICT and len(test.ops) == 1:
            left, right = place.text(test.left), place.text(test.comparators[0])
            for worse, other in enumerate(("!=", _STRICT[sign])):
                new = f"{left} {other} {right} and {place.bare(rest.test, 4)}"
                yield place.swap(
                    rest.test, new, f"`{new}`"[:90], _SECOND + 0.5 * worse, "condition"
                )


def at_the_end(place: Place, node: ast.If) -> Iterator[Edit]:
    """Let a case count in the first or the last turn of a loop only, or in all but that."""
    if place.in_loop(node) and not isinstance(node.test, ast.BoolOp):
        for text, bits in turns(place, []):
            new = f"{place.text(node.test)} and {text}"
            yield place.swap(node.test, new, f"`{new}`"[:90], _TURN + bits + 0.5, "condition")


def _is_gone(value: ast.expr) -> bool:
    """Say whether a value is gone once it was asked for: `rows.pop()`, `next(lines)`."""
    calls = [each.func for each in ast.walk(value) if isinstance(each, ast.Call)]
    return any(word_of(each) in _GONE for each in calls)


def _better(place: Place, target: ast.expr, value: ast.expr) -> Iterator[tuple[str, float]]:
    """Yield the question whether a part of a value is greater than that of the one before."""
    if not isinstance(target, ast.Name) or not isinstance(value, ast.Name):
        return
    parts = [
        place.text(each)[len(target.id) :]
        for each in place.nodes
        if isinstance(each, (ast.Attribute, ast.Subscript))
        and isinstance(each.value, ast.Name)
        and each.value.id == target.id
        and not place.called(each)
    ]
    nothing = f"{target.id} = None"
    begins = any(isinstance(n, ast.Assign) and place.text(n) == nothing for n in place.nodes)
    unless = f"{target.id} is None or " if begins else ""
    for part in dict.fromkeys(parts):
        for sign in (">", "<"):
            yield f"{unless}{value.id}{part} {sign} {target.id}{part}", _GREATER


def _called(place: Place, call: ast.Call) -> Iterator[tuple[str, float]]:
    if not isinstance(call.func, ast.Attribute):
        return
    owner, method = place.text(call.func.value), call.func.attr
    if method in ("append", "add", "appendleft", "insert") and call.args:
        item = place.text(call.args[-1])
        yield f"{item} not in {owner}", 4.0
        if isinstance(call.args[-1], (ast.Name, ast.Attribute)):
            yield item, 5.0
            yield f"{item} is not None", 5.5
    elif method in ("remove", "discard", "index") and call.args:
        yield f"{place.text(call.args[0])} in {owner}", 3.5
    elif method in ("pop", "popleft", "popitem"):
        yield owner, 4.0
        if call.args:
            yield f"{place.text(call.args[0])} in {owner}", 4.0


@lru_cache(maxsize=MOST_PLACES)
def _lent(place: Place) -> dict[str, float]:
    """Give the conditions of the file's other functions, and their opposites, that fit here."""
    found: dict[str, float] = {}
    names = set(place.values)
    for node in place.source.nodes:
        if not isinstance(node, (ast.If, ast.While)) or node in place.parents:
            continue
        text = place.text(node.test)
        used = {n.id for n in ast.walk(node.test) if isinstance(n, ast.Name)}
        if len(text) < _MOST_LONG and used & set(place.locals) and used <= names:
            found[text] = _LENT
            opposite = _opposite(place, node.test)
            found.setdefault(opposite, _LENT + 0.5)
    return found


def _opposite(place: Place, test: ast.expr) -> str:
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return place.text(test.operand)
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        left, right = place.text(test.left), place.text(test.comparators[0])
        return f"{left} {_OPPOSITES[type(test.ops[0])]} {right}"
    return f"not {place.bare(test, 6)}"
