"""Edit templates for what goes along with a step: its number, a second name, what it empties."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache

from .rows import Row
from .scope import MAPS, MOST_PLACES, Place, constant_int, word_of
from .source import Edit
from .templates_statements import insert_after, insert_before, own_line, step

_NUMBERED = 2.5  # bits for counting from where a part begins
_EMPTIED = 3.5  # bits for taking out an entry that is nothing any more
_GATHERED = 1.5  # bits for putting into an entry what only a new one was given
_BITS = 2.5  # bits for a mark that may be there already
_MULTIPLE, _MULTIPLE_IDLE = 6.0, 4.5  # bits for the least common multiple, where `gcd` is imported
_SAME_DEFAULT = 2.5  # bits for the constant that another call of the same function is given
_SAME_PLACE = 2.5  # the same by its place, for a name
_SAME_PAIR, _FARTHER_PAIR = 4.0, 5.0  # bits for two names that belong together, for two others
_BLANK, _BLANK_ALONE = 3.5, 5.0  # bits for leaving out blank lines
_WITHOUT = 5.5  # bits for the first of what a call is given in place of the call
_LOWEST = 4.5  # bits for the least in place of 0 beside the greatest
_STANDS_FOR = 2.0  # bits for a letter that the documentation lets stand for a number
_PAIR = 2
_MOST_PAIRS = 6
_LETTER = re.compile(
    r"\b([A-Z])\b[\"'`]?\s+(?:standing|stands|means|meaning|is|for)[ a-z]*?\s(\d+)\b"
)
_OPENED = re.compile(r"\.splitlines\(|\.split\(\"\\n\"\)|\.split\('\\n'\)|\bopen\(|\.readlines\(")


def numbered_from(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Count from where a part of a list begins: `enumerate(rows[1:], 1)`."""
    if word_of(node.func) != "enumerate" or len(node.args) != 1 or node.keywords:
        return
    part = node.args[0]
    if isinstance(part, ast.Subscript) and isinstance(part.slice, ast.Slice) and part.slice.lower:
        begin, end = place.text(part.slice.lower), place.source.end(part)
        yield place.put([(end, end, f", {begin}")], f"count from {begin}", _NUMBERED, "arguments")


def emptied(place: Place, node: ast.AugAssign) -> Iterator[Edit]:
    """Take an entry out once nothing is left of it, where tables are compared or counted."""
    entry = node.target
    if not isinstance(entry, ast.Subscript) or not isinstance(node.op, ast.Sub):
        return
    owner, text = place.text(entry.value), place.text(entry)
    if not place.types(entry.value) & MAPS or f"del {text}" in place.source.text:
        return
    if owner in _compared(place) and own_line(place, node):
        new = f"if {text} == 0:\n{step(place)}del {text}"
        yield insert_after(place, node, new, f"`del {text}` at 0"[:90], _EMPTIED)


@lru_cache(maxsize=MOST_PLACES)
def _compared(place: Place) -> set[str]:
    """Give what is compared as a whole or asked for its length."""
    found: set[str] = set()
    for node in place.source.nodes:
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
            found |= {place.text(node.left), place.text(node.comparators[0])}
        elif isinstance(node, ast.Call) and word_of(node.func) == "len" and node.args:
            found.add(place.text(node.args[0]))
        elif isinstance(node, (ast.If, ast.While, ast.IfExp)):
            found.add(place.text(node.test))
    return found


def gathered_under(place: Place, node: ast.Expr) -> Iterator[Edit]:
    """Put into an entry what only a new one was given: `setdefault(key, []).append(item)`."""
    call = node.value
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return
    if call.func.attr != "setdefault" or len(call.args) != _PAIR:
        return
    given = call.args[1]
    if isinstance(given, (ast.List, ast.Set)) and len(given.elts) == 1:
        listed = isinstance(given, ast.List)
        empty, method = ("[]", "append") if listed else ("set()", "add")
        item = place.text(given.elts[0])
        new = f"{place.text(call.func)}({place.text(call.args[0])}, {empty}).{method}({item})"
        yield place.swap(call, new, f"`{new}`"[:90], _GATHERED, "result")


def marked_bits(place: Place, node: ast.AugAssign | ast.BinOp) -> Iterator[Edit]:
    """Set a bit that may be set already: `mask |= 1 << n`."""
    if not isinstance(node.op, ast.Add):
        return
    if isinstance(node, ast.AugAssign):
        if _shifts(node.value):
            new = f"{place.text(node.target)} |= {place.text(node.value)}"
            yield place.swap(node, new, f"`{new}`"[:90], _BITS, "augment")
    elif _shifts(node.left) or _shifts(node.right):
        new = f"{place.bare(node.left, 8)} | {place.bare(node.right, 8)}"
        yield place.swap(node, new, f"`{new}`"[:90], _BITS, "arithmetic")


def _shifts(node: ast.expr) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.LShift)


def common_multiple(place: Place, node: ast.BinOp | ast.AugAssign) -> Iterator[Edit]:
    """Take the least common multiple, not the product: `a * b // gcd(a, b)`."""
    whole = "math.gcd" if "math" in place.known.modules else ""
    gcd = "gcd" if "gcd" in place.names else whole
    if not gcd or not isinstance(node.op, ast.Mult):
        return
    bits = _MULTIPLE if "gcd(" in place.text(place.function) else _MULTIPLE_IDLE
    one = node.target if isinstance(node, ast.AugAssign) else node.left
    two = node.value if isinstance(node, ast.AugAssign) else node.right
    if isinstance(one, ast.Constant) or isinstance(two, ast.Constant):
        return
    sign = "*=" if isinstance(node, ast.AugAssign) else "*"
    shared = f"{gcd}({place.text(one)}, {place.text(two)})"
    new = f"{place.bare(one, 12)} {sign} {place.bare(two, 13)} // {shared}"
    yield place.swap(node, new, f"`{new}`"[:90], bits, "grown")


def same_default(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Give a call the constant that another call of the same function is given by that name."""
    mine = {each.arg: each.value for each in node.keywords if each.arg}
    if not mine:
        return
    for other in _calls(place, place.text(node.func)):
        for each in other.keywords:
            own = mine.get(each.arg or "")
            if other is node or own is None or not isinstance(own, ast.Constant):
                continue
            new = place.text(each.value)
            if new != place.text(own):
                words = f"`{each.arg}={new}`, as elsewhere"[:90]
                yield place.swap(own, new, words, _SAME_DEFAULT, "constant")


def same_place(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Give a call the number that another call of the same function is given at that place."""
    function = place.text(node.func)
    if (
        function in place.builtins
        or "." in function.removeprefix("self.")
        or len(node.args) < _PAIR
    ):
        return
    numbers = {
        (number, place.text(each))
        for other in _calls(place, function)
        if other is not node and len(other.args) == len(node.args)
        for number, each in enumerate(other.args)
        if isinstance(each, ast.Constant) and type(each.value) in (int, float)
    }
    for number, new in sorted(numbers):
        own = node.args[number]
        if isinstance(own, ast.Name):
            yield place.swap(own, new, f"`{new}`, as elsewhere"[:90], _SAME_PLACE, "constant")


def _calls(place: Place, function: str) -> list[ast.Call]:
    calls = (node for node in place.nodes if isinstance(node, ast.Call))
    return [each for each in calls if place.text(each.func) == function]


def same_pair(place: Place, node: ast.expr) -> Iterator[Edit]:
    """Use two other names that belong together: `table[x][y]` for `table[r][c]`."""
    own = _pair_of(node)
    if own is None:
        return
    names = {each.id for each in own}
    block = place.block(place.statement(node))
    for (one, two), where in list(_pairs(place).items())[:_MOST_PAIRS]:
        if names & {one, two}:
            continue
        near = any(place.statement(each) in block for each in where)
        spans = [
            (place.source.start(each), place.source.end(each), new)
            for each, new in zip(own, (one, two))
        ]
        words = f"`{one}` and `{two}` instead of `{own[0].id}` and `{own[1].id}`"
        yield place.put(spans, words[:90], _SAME_PAIR if near else _FARTHER_PAIR, "pair")


@lru_cache(maxsize=MOST_PLACES)
def _pairs(place: Place) -> dict[tuple[str, str], list[ast.expr]]:
    """Give the two names that stand together somewhere, and where."""
    found: dict[tuple[str, str], list[ast.expr]] = {}
    for node in place.nodes:
        pair = _pair_of(node) if isinstance(node, ast.expr) else None
        if pair is not None and isinstance(node, ast.expr):
            found.setdefault((pair[0].id, pair[1].id), []).append(node)
    return found


def _pair_of(node: ast.expr) -> tuple[ast.Name, ast.Name] | None:
    """Give the two names of a pair, of an entry of a table, of a sum or difference."""
    parts: list[ast.expr] = []
    if isinstance(node, ast.Tuple):
        parts = node.elts
    elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        parts = [node.left, node.right]
    elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Subscript):
        parts = [node.value.slice, node.slice]
    if len(parts) != _PAIR or isinstance(getattr(node, "ctx", None), ast.Store):
        return None
    one, two = parts
    both = isinstance(one, ast.Name) and isinstance(two, ast.Name) and one.id != two.id
    return (one, two) if both and isinstance(one, ast.Name) and isinstance(two, ast.Name) else None


def blank_lines(place: Place, node: ast.For) -> Iterator[Edit]:
    """Leave out blank lines."""
    if not isinstance(node.target, ast.Name) or not _OPENED.search(place.text(node.iter)):
        return
    name, first = node.target.id, node.body[0]
    if f"not {name}.strip()" in place.source.text or not own_line(place, first):
        return
    for each in node.body:
        if isinstance(each, ast.If) and isinstance(each.body[0], ast.Continue):
            new = f"not {name}.strip() or {place.bare(each.test, 4)}"
            yield place.swap(each.test, new, f"`{new}`"[:90], _BLANK, "condition")
    text = f"if not {name}.strip():\n{step(place)}continue"
    yield insert_before(place, first, text, f"leave out where `not {name}.strip()`", _BLANK_ALONE)


def of_first_argument(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Take the first of what a function of the file is given, not what it makes of it."""
    if not isinstance(node.func, ast.Name) or len(node.args) < _PAIR or node.keywords:
        return
    if node.func.id in place.known.functions and not isinstance(node.args[0], ast.Starred):
        new = place.text(node.args[0])
        words = f"`{new}` without the call around it"[:90]
        yield place.swap(node, new, words, _WITHOUT, "unwrap")


def lowest(place: Place, node: ast.Constant) -> Iterator[Edit]:
    """Take the least where 0 stands beside the greatest: `range(min(rows), max(rows) + 1)`."""
    around = place.parent(node)
    if constant_int(node) != 0 or not isinstance(around, (ast.Tuple, ast.Call)):
        return
    beside = around.elts if isinstance(around, ast.Tuple) else around.args
    for other in beside:
        for each in ast.walk(other):
            if isinstance(each, ast.Call) and word_of(each.func) == "max" and len(each.args) == 1:
                new = f"min({place.text(each.args[0])})"
                yield place.swap(node, new, f"`{new}` instead of `0`"[:90], _LOWEST, "constant")


def stands_for(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Write the letter that stands for a number, as the documentation says, and read it."""
    made = word_of(node.func)
    if made not in ("str", "int") or len(node.args) != 1:
        return
    given, old = place.text(node.args[0]), place.text(node)
    for letter, number in _LETTER.findall(ast.get_docstring(place.function) or ""):
        plain = f'"{letter}" if {given} == {number} else {old}'
        new = plain if made == "str" else f'{number} if {given} == "{letter}" else {old}'
        if f'"{letter}"' not in place.text(place.statement(node)):
            yield place.swap(node, new, f"`{new}`"[:90], _STANDS_FOR, "choice")


TABLE: list[Row] = [
    ((ast.Call,), numbered_from),
    ((ast.AugAssign,), emptied),
    ((ast.Expr,), gathered_under),
    ((ast.AugAssign, ast.BinOp), marked_bits),
    ((ast.AugAssign, ast.BinOp), common_multiple),
    ((ast.Call,), same_default),
    ((ast.Call,), same_place),
    ((ast.Tuple, ast.BinOp, ast.Subscript), same_pair),
    ((ast.For,), blank_lines),
    ((ast.Call,), of_first_argument),
    ((ast.Constant,), lowest),
    ((ast.Call,), stands_for),
]
