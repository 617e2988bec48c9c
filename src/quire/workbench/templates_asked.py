"""Edit templates for what is asked of two or more: which first, of either, by rank, in parts."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from .rows import Row
from .scope import MOST_PLACES, Place, constant_int, word_of
from .source import Edit, SourceFile
from .templates_clues import names_in
from .templates_statements import insert_before, own_line, step
from .units import FUNCTIONS

_ASKED_FIRST = 2.5  # bits for asking first what lets the other question be asked
_TURNED = 4.5  # bits for the least by the opposite of a key
_AS_ONE = 2.5  # bits for comparing parts as one
_RANKED, _RANKED_TEXTS = 5.5, 3.5  # bits for comparing ranks, and where texts are compared
_KEY = 4.0  # bits for asking for the key
_EITHER, _EITHER_NAME = 5.0, 5.5  # bits for looking into another collection as well
_EQUALLY_LONG = 5.0  # bits for no when two are not equally long
_SIGNS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_OTHER_END = {"max": "min", "min": "max"}
_MAY_FAIL = (ast.Subscript, ast.Call, ast.Attribute)
_PAIR = 2
_CHAIN = 2  # comparisons in `a <= x <= b`
_MOST_TABLES = 3
_ROWS = {"str", "list", "tuple"}


def asked_first(place: Place, node: ast.BoolOp) -> Iterator[Edit]:
    """Ask first what lets the other question be asked: `i < len(row) and row[i] > 0`."""
    if len(node.values) != _PAIR:
        return
    one, two = node.values
    asking = names_in(place.text(two))
    if any(isinstance(each, ast.Subscript) for each in ast.walk(two)):
        return
    for each in ast.walk(one):
        if isinstance(each, _MAY_FAIL) and asking & names_in(place.text(each)):
            word = "and" if isinstance(node.op, ast.And) else "or"
            strength = 5 if word == "and" else 4
            new = f"{place.bare(two, strength)} {word} {place.bare(one, strength)}"
            yield place.swap(node, new, f"`{place.text(two)}` first"[:90], _ASKED_FIRST, "swap")
            return


def least_of_turned(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Take the least by the opposite of a key, so that ties go the other way: `(-size, name)`."""
    other = _OTHER_END.get(word_of(node.func))
    key = next((each.value for each in node.keywords if each.arg == "key"), None)
    if other is None or not isinstance(key, ast.Lambda) or not isinstance(key.body, ast.Tuple):
        return
    first, *rest = key.body.elts
    minus = isinstance(first, ast.UnaryOp) and isinstance(first.op, ast.USub)
    inner = first.operand if isinstance(first, ast.UnaryOp) and minus else first
    turned = place.text(inner) if minus else f"-{place.bare(first, 14)}"
    body = f"({', '.join([turned, *map(place.text, rest)])})"
    spans = [
        (place.source.start(node.func), place.source.end(node.func), other),
        (place.source.start(key.body), place.source.end(key.body), body),
    ]
    yield place.put(spans, f"`{other}` by `{body}`"[:90], _TURNED, "key")


def as_one(place: Place, node: ast.BoolOp) -> Iterator[Edit]:
    """Compare the parts of a range as one: `first <= (month, day) <= last`."""
    tests = node.values
    if not isinstance(node.op, ast.And) or len(tests) != _PAIR:
        return
    one, two = tests
    if not isinstance(one, ast.Compare) or not isinstance(two, ast.Compare):
        return
    if len(one.ops) != _CHAIN or [*map(type, one.ops)] != [*map(type, two.ops)]:
        return
    signs = [_SIGNS.get(type(each), "") for each in two.ops]
    if not all(signs):
        return
    pairs = zip([one.left, *one.comparators], [two.left, *two.comparators])
    low, middle, high = (_joined(place, *pair) for pair in pairs)
    new = f"{low} {signs[0]} {middle} {signs[1]} {high}"
    yield place.swap(node, new, f"`{new}`"[:90], _AS_ONE, "compare")


def _joined(place: Place, one: ast.expr, two: ast.expr) -> str:
    """Give two parts as one: their owner where they are all of it, else a pair."""
    if isinstance(one, ast.Subscript) and isinstance(two, ast.Subscript):
        places = constant_int(one.slice), constant_int(two.slice)
        if places == (0, 1) and ast.dump(one.value) == ast.dump(two.value):
            return place.text(one.value)
    return f"({place.text(one)}, {place.text(two)})"


def by_rank(place: Place, node: ast.Compare) -> Iterator[Edit]:
    """Compare the ranks that a table gives, not the words: `LEVELS.index(a) < LEVELS.index(b)`."""
    if len(node.ops) != 1 or type(node.ops[0]) not in _SIGNS:
        return
    sides = (node.left, node.comparators[0])
    if any(isinstance(each, (ast.Constant, ast.BinOp)) for each in sides):
        return
    texts = any("str" in place.types(each) for each in sides)
    for form in _ranks(place.source)[:_MOST_TABLES]:
        opening = form.partition("{0}")[0]
        spans = [
            (place.source.start(each), place.source.end(each), form.format(place.text(each)))
            for each in sides
            if not place.text(each).startswith(opening)
        ]
        if spans:
            words = f"compare by `{form.format('…')}`"[:90]
            bits = _RANKED_TEXTS if texts else _RANKED
            yield place.put(spans, words, bits, "compare")


@lru_cache(maxsize=MOST_PLACES)
def _ranks(source: SourceFile) -> list[str]:
    """Give how each table of the file ranks words: a list by place, a mapping by number."""
    found: list[str] = []
    for node in source.tree.body:
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        name, value = node.targets[0].id, node.value
        if isinstance(value, (ast.List, ast.Tuple)) and all(map(_is_text, value.elts)):
            found += [f"{name}.index({{0}})"] if value.elts else []
        elif isinstance(value, ast.Dict) and value.keys:
            numbers = all(constant_int(each) is not None for each in value.values)
            found += [f"{name}[{{0}}]"] if numbers and all(map(_is_text, value.keys)) else []
    return found


def _is_text(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def is_key(place: Place, node: ast.If) -> Iterator[Edit]:
    """Ask whether the key is there, not what its value counts as: `if key in table`."""
    block = place.block(node)
    before = block[block.index(node) - 1] if node in block[1:] else None
    if not isinstance(before, ast.Assign) or not isinstance(before.targets[0], ast.Name):
        return
    call = before.value
    looked = isinstance(call, ast.Call) and word_of(call.func) == "get" and call.args
    if not looked or not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return
    test, name = node.test, before.targets[0].id
    denied = isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
    inner = test.operand if isinstance(test, ast.UnaryOp) and denied else test
    if isinstance(inner, ast.Compare) and isinstance(inner.ops[0], (ast.Is, ast.IsNot)):
        denied, inner = isinstance(inner.ops[0], ast.Is), inner.left
    if word_of(inner) == name:
        sign = "not in" if denied else "in"
        new = f"{place.text(call.args[0])} {sign} {place.text(call.func.value)}"
        yield place.swap(test, new, f"`{new}`"[:90], _KEY, "condition")


def in_either(place: Place, node: ast.Compare) -> Iterator[Edit]:
    """Look into another collection as well: `cell in walls or cell in boxes`."""
    if len(node.ops) != 1 or not isinstance(node.ops[0], (ast.In, ast.NotIn)):
        return
    sign, word = ("in", "or") if isinstance(node.ops[0], ast.In) else ("not in", "and")
    right, old = node.comparators[0], place.text(node)
    for text, bits in _looked_into(place).items():
        if text != place.text(right) and text not in old:
            new = f"{old} {word} {place.text(node.left)} {sign} {text}"
            yield place.swap(node, new, f"`{new}`"[:90], bits, "condition")


@lru_cache(maxsize=MOST_PLACES)
def _looked_into(place: Place) -> dict[str, float]:
    """Give the collections that something is looked for in, the object's before the names."""
    found: dict[str, float] = {}
    own = set(place.nodes)
    for node in place.source.nodes:
        if not isinstance(node, ast.Compare) or not isinstance(node.ops[0], (ast.In, ast.NotIn)):
            continue
        right = node.comparators[0]
        if isinstance(right, ast.Attribute) and word_of(right.value) == "self":
            found[place.text(right)] = _EITHER
        elif isinstance(right, ast.Name) and node in own:
            found[right.id] = _EITHER_NAME
    return found


def equally_long(place: Place) -> Iterator[Edit]:
    """Say no at once where two texts or lists are not equally long."""
    function = place.function
    given = [each.arg for each in function.args.args if each.arg not in ("self", "cls")][:_PAIR]
    kinds = [place.known.types.get(each, set()) & _ROWS for each in given]
    if len(given) < _PAIR or not kinds[0] or kinds[0] != kinds[1] or not _says_no(function):
        return
    test = f"len({given[0]}) != len({given[1]})"
    first = next((each for each in function.body if not _is_words(each)), None)
    if first is not None and own_line(place, first) and test not in place.source.text:
        text = f"if {test}:\n{step(place)}return False"
        yield insert_before(place, first, text, f"`return False` if `{test}`"[:90], _EQUALLY_LONG)


def _is_words(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _says_no(function: ast.AST) -> bool:
    """Say whether a function, those inside of it left out, answers with True or False."""
    waiting, found = list(ast.iter_child_nodes(function)), False
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Return) and isinstance(node.value, (ast.Constant, ast.Compare)):
            constant = getattr(node.value, "value", None)
            found = found or isinstance(node.value, ast.Compare) or isinstance(constant, bool)
        if not isinstance(node, (*FUNCTIONS, ast.expr)):
            waiting += ast.iter_child_nodes(node)
    return found


TABLE: list[Row] = [
    ((ast.BoolOp,), asked_first),
    ((ast.Call,), least_of_turned),
    ((ast.BoolOp,), as_one),
    ((ast.Compare,), by_rank),
    ((ast.If,), is_key),
    ((ast.Compare,), in_either),
]
