"""Edit templates for what a loop or a choice leaves: last factors, tails, second bests, twins."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .rows import Row
from .scope import Place, word_of
from .source import Edit
from .templates_statements import insert_after, own_line, step, under

_LAST = 3.5  # bits for the last of a run, which the end of the list ends
_FACTOR = 3.0  # bits for the factor that is left
_TAIL = 3.0  # bits for the rest of the other list
_DOWN = 2.5  # bits for handing a best one down to the second place
_AT_ONCE = 2.0  # bits for two values that each need the old one of the other
_MATCHED = 4.0  # bits for a match that is used up
_TWICE = 3.5  # bits for putting a partner in only where it is another one
_ITEM = 4.5  # bits for beginning anew with the item that did not fit
_PAIR = 2


def at_the_end(place: Place, node: ast.BoolOp) -> Iterator[Edit]:
    """End the last run, too: `i + 1 == len(row) or row[i + 1] != row[i]`."""
    first = node.values[0]
    if not isinstance(node.op, ast.And) or not isinstance(first, ast.Compare):
        return
    if len(first.ops) != 1 or not isinstance(first.ops[0], ast.Lt) or len(node.values) != _PAIR:
        return
    if not isinstance(node.values[1], ast.Compare) or "len(" not in place.text(first):
        return
    left, right = place.text(first.left), place.text(first.comparators[0])
    new = f"{left} == {right} or {place.text(node.values[1])}"
    yield place.swap(node, new, f"`{left} == {right} or`"[:90], _LAST, "logic")


def last_factor(place: Place, node: ast.While | ast.For) -> Iterator[Edit]:
    """Put in the factor that is left when no smaller one divides it."""
    if node not in place.function.body:
        return
    inner = list(ast.walk(node))
    divided = [word_of(n.target) for n in inner if isinstance(n, ast.AugAssign) and _divides(n)]
    calls = (each for each in inner if isinstance(each, ast.Call))
    lists = [place.text(each.func) for each in calls if word_of(each.func) in ("append", "add")]
    for name in dict.fromkeys(divided):
        for puts in dict.fromkeys(lists):
            text = f"if {name} > 1:\n{step(place)}{puts}({name})"
            if f"{puts}({name})" not in place.source.text:
                yield insert_after(place, node, text, f"`{puts}({name})`, the rest", _FACTOR)


def _divides(node: ast.AugAssign) -> bool:
    return isinstance(node.op, ast.FloorDiv) and isinstance(node.target, ast.Name)


def other_tail(place: Place, node: ast.Return) -> Iterator[Edit]:
    """Put the rest of the other list behind, too: `out + a[i:] + b[j:]`."""
    if not isinstance(node.value, ast.BinOp):
        return
    tails = [place.text(n) for n in ast.walk(node.value) if _is_tail(n)]
    items = [n for n in place.nodes if isinstance(n, ast.Subscript)]
    pairs = {(place.text(n.value), word_of(n.slice)) for n in items}
    end = place.source.end(node.value)
    for owner, index in sorted(pairs):
        tail = f"{owner}[{index}:]"
        if index and len(tails) == 1 and tail not in tails:
            yield place.put([(end, end, f" + {tail}")], f"`{tail}`, too", _TAIL, "grown")


def _is_tail(node: ast.AST) -> bool:
    part = node.slice if isinstance(node, ast.Subscript) else None
    return isinstance(part, ast.Slice) and isinstance(part.lower, ast.Name) and part.upper is None


def handed_down(place: Place, node: ast.If) -> Iterator[Edit]:
    """Hand the best one so far down where a better one comes: `first, second = n, first`."""
    then, rest = node.body, node.orelse
    other = rest[0] if len(rest) == 1 and isinstance(rest[0], ast.If) else None
    if len(then) != 1 or other is None or len(other.body) != 1 or not own_line(place, then[0]):
        return
    one, two = then[0], other.body[0]
    if not isinstance(one, ast.Assign) or not isinstance(two, ast.Assign):
        return
    first, second = place.text(one.targets[0]), place.text(two.targets[0])
    value = place.text(one.value)
    plain = isinstance(one.targets[0], ast.Name) and isinstance(two.targets[0], ast.Name)
    if plain and value == place.text(two.value) and first in place.text(node.test):
        new = f"{first}, {second} = {value}, {first}"
        yield place.swap(one, new, f"`{new}`"[:90], _DOWN, "statement")


def at_once(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Set two names at once where each needs what the other one was: `a, b = b, a + b`."""
    block = place.block(node)
    after = block[block.index(node) + 1 :][:1] if node in block else []
    other = after[0] if after and isinstance(after[0], ast.Assign) else None
    if other is None or not own_line(place, node) or not own_line(place, other):
        return
    one, two = place.text(node.targets[0]), place.text(other.targets[0])
    left, right = place.text(node.value), place.text(other.value)
    if one != two and two in _parts(place, node.value) and one in _parts(place, other.value):
        new = f"{one}, {two} = {left}, {right}"
        low, high = place.source.start(node), place.source.end(other)
        yield place.put([(low, high, new)], f"`{new}`, at once"[:90], _AT_ONCE, "statement")


def _parts(place: Place, node: ast.AST) -> set[str]:
    """Tell the names and attributes that an expression reads."""
    kinds = (ast.Name, ast.Attribute)
    return {place.text(each) for each in ast.walk(node) if isinstance(each, kinds)}


def used_up(place: Place, node: ast.If) -> Iterator[Edit]:
    """Take a match out of what others are matched with."""
    test, last = node.test, node.body[-1]
    if not isinstance(test, ast.Compare) or not isinstance(test.ops[0], ast.In):
        return
    item, among = place.text(test.left), place.text(test.comparators[0])
    kinds = place.types(test.comparators[0])
    methods = {word_of(n) for n in ast.walk(node) if isinstance(n, ast.Attribute)}
    fits = among.isidentifier() and (not kinds or bool(kinds & {"list", "set"}))
    text = f"{among}.remove({item})"
    new = text not in place.source.text and own_line(place, last)
    if fits and new and methods & {"append", "add"}:
        yield insert_after(place, last, text, f"insert `{text}`"[:90], _MATCHED)


def another_partner(place: Place, node: ast.Expr) -> Iterator[Edit]:
    """Put a partner in only where it is another one: `if d != n // d`."""
    block = place.block(node)
    index = block.index(node) if node in block else 0
    before = block[index - 1] if index else None
    if not isinstance(before, ast.Expr) or not own_line(place, node):
        return
    one, two = before.value, node.value
    if not isinstance(one, ast.Call) or not isinstance(two, ast.Call):
        return
    puts = word_of(one.func) == word_of(two.func) == "append"
    if puts and len(one.args) == len(two.args) == 1:
        asked = f"{place.text(one.args[0])} != {place.text(two.args[0])}"
        new = under(place, node, asked, place.text(node))
        yield place.swap(node, new, f"only if `{asked}`"[:90], _TWICE, "condition")


def begun_with_item(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Begin anew with the item that did not fit, not with nothing."""
    empty = isinstance(node.value, ast.Constant) and node.value.value == ""
    loops = (each for each in place.ancestors(node) if isinstance(each, ast.For))
    loop = next(loops, None)
    if empty and loop is not None and isinstance(loop.target, ast.Name):
        name = loop.target.id
        yield place.swap(node.value, name, f"begin with `{name}`", _ITEM, "name")


TABLE: list[Row] = [
    ((ast.BoolOp,), at_the_end),
    ((ast.For, ast.While), last_factor),
    ((ast.Return,), other_tail),
    ((ast.If,), handed_down),
    ((ast.Assign,), at_once),
    ((ast.If,), used_up),
    ((ast.Expr,), another_partner),
    ((ast.Assign,), begun_with_item),
]
