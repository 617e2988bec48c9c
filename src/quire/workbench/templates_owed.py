"""Edit templates for what the rest of a function asks for: a cell, a neighbour, a best so far."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator

from .oddities import asked_twice, is_lost
from .scope import Place
from .source import Edit
from .templates_statements import insert_after, own_line, step

_CELL = 3.5  # bits for asking for the cell whose place is within the table
_ENTRY = 4.5  # for an entry that rests on the one beside it
_BEST = 2.5  # for comparing with the best so far
_LOST = 0.5  # for keeping what is overwritten first
_ROW = 2.0  # for the size of a row, where a table's is asked for twice
_BOTH = 5.0  # for a sum instead of a choice
_KEPT = 2.0  # for an answer that gets lost
_TOP = 3.5  # for using what was asked whether there is any
_MARK = 4.5  # for one more character that stands for others
_EXTREMES = ("max", "min")
_PAIR = 2
_MOST_MARKS = 6
_PUNCTUATION = string.punctuation


def cell(place: Place, node: ast.If | ast.While) -> Iterator[Edit]:
    """Ask for the value of a cell as well, once its place is known to be within the table."""
    within = [n for n in ast.walk(node.test) if isinstance(n, ast.Compare)]
    bounded = [name for each in within for name in _between(each)]
    pairs = list(zip(bounded, bounded[1:]))
    tables = dict.fromkeys(table for n in place.nodes for table in _table(place, n))
    text = place.text(node.test)
    for row, column in pairs:
        for table in tables:
            entry = f"{table}[{row}][{column}]"
            if entry in text or "(" in table:
                continue
            for asked in (f"{entry} == 0", f"{entry} == 1", f"{entry} != 0", entry, f"not {entry}"):
                new = f"{place.bare(node.test, 4)} and {asked}"
                yield place.swap(node.test, new, f"`{asked}` too"[:90], _CELL, "condition")


def _between(test: ast.Compare) -> Iterator[str]:
    """Yield the name that a comparison like `0 <= name < size` holds within a size."""
    middle = test.comparators[0]
    if len(test.ops) == 2 and isinstance(middle, ast.Name) and isinstance(test.left, ast.Constant):
        yield middle.id


def _table(place: Place, node: ast.AST) -> list[str]:
    """Give the table of which a node is a cell."""
    row = node.value if isinstance(node, ast.Subscript) else None
    return [place.text(row.value)] if isinstance(row, ast.Subscript) else []


def beside(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Let an entry of a table rest on the one before it."""
    target = node.targets[0]
    value = node.value
    if not isinstance(target, ast.Subscript) or not isinstance(value, (ast.Constant, ast.Name)):
        return
    for index in ast.walk(target):
        if isinstance(index, ast.Name) and isinstance(place.parent(index), ast.Subscript):
            around = place.parent(index)
            if isinstance(around, ast.Subscript) and around.slice is index:
                start, end = place.source.start(target), place.source.end(target)
                low, high = place.source.start(index), place.source.end(index)
                text = place.source.text
                new = f"{text[start:low]}{index.id} - 1{text[high:end]}"
                yield place.swap(value, new, f"`{new}`, the entry before"[:90], _ENTRY, "entry")


def best(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Compare with the best so far where only one value is compared."""
    call, target = node.value, node.targets[0]
    alone = isinstance(call, ast.Call) and len(call.args) == 1 and not call.keywords
    if not alone or not isinstance(call, ast.Call) or not isinstance(target, ast.Name):
        return
    given = call.args[0]
    if getattr(call.func, "id", "") in _EXTREMES and not isinstance(given, ast.GeneratorExp):
        bits = _BEST - 1.5 * (place.types(given) <= {"int", "float"})
        start = place.source.start(given)
        words = f"compare with `{target.id}`, too"
        yield place.put([(start, start, f"{target.id}, ")], words, bits, "arguments")


def inner_size(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Ask a row of a table for its size where two names are set to one and the same answer."""
    if not isinstance(node.value, ast.Tuple) or not asked_twice(node.targets[0], node.value):
        return
    for call in node.value.elts[::-1]:
        given = call.args[0] if isinstance(call, ast.Call) and call.args else None
        if given is not None and place.types(given) & {"list", "tuple", "str"}:
            end = place.source.end(given)
            words = f"`{place.text(given)}[0]`, a row of it"
            yield place.put([(end, end, "[0]")], words[:90], _ROW, "index")


def rest(place: Place) -> Iterator[Edit]:
    """Share out a number that is computed and that nothing reads."""
    read = {n.id for n in place.nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    for node in place.function.body:
        if not isinstance(node, ast.Assign) or not own_line(place, node):
            continue
        for name in _unread(place, node, read):
            for shared in (n for n in place.locals if "list" in place.known.types.get(n, set())):
                index = next(n for n in ("i", "k", "number") if n not in place.names)
                lines = f"for {index} in range({name}):\n{step(place)}{shared}[{index}] += 1"
                after = _made(place, shared)
                if after is not None:
                    yield insert_after(place, after, lines, f"share out `{name}`", _ROW + 2.0)


def _unread(place: Place, node: ast.Assign, read: set[str]) -> list[str]:
    names = (n for n in ast.walk(node.targets[0]) if isinstance(n, ast.Name) and n.id not in read)
    return [n.id for n in names if "int" in place.known.types.get(n.id, set())]


def _made(place: Place, name: str) -> ast.stmt | None:
    """Give the statement of the function's own block that first sets a name."""
    for node in place.function.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == name:
            return node
    return None


def both(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Add two numbers instead of choosing between them."""
    plain = not node.keywords and not any(isinstance(each, ast.Starred) for each in node.args)
    pair = plain and len(node.args) == _PAIR
    if pair and getattr(node.func, "id", "") in _EXTREMES:
        new = " + ".join(place.bare(each, 11) for each in node.args)
        fits = isinstance(place.parent(node), (ast.Assign, ast.Return, ast.Call, ast.AugAssign))
        new = new if fits else f"({new})"
        yield place.swap(node, new, f"`{new}`, both"[:90], _BOTH, "arithmetic")


def behind(place: Place, node: ast.Return) -> Iterator[Edit]:
    """Answer with what stands behind an object that was put before the first one."""
    if not isinstance(node.value, ast.Name):
        return
    links = dict.fromkeys(n.attr for n in place.nodes if isinstance(n, ast.Attribute))
    for made in place.function.body:
        call = made.value if isinstance(made, ast.Assign) else None
        if not isinstance(call, ast.Call) or not isinstance(made, ast.Assign):
            continue
        given = [each.id for each in call.args if isinstance(each, ast.Name)]
        name = made.targets[0]
        if node.value.id in given and isinstance(name, ast.Name):
            for link in links:
                new = f"{name.id}.{link}"
                yield place.swap(node.value, new, f"`{new}`"[:90], _KEPT, "result")


def overwritten(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Exchange two values at once where the first is lost before it is kept."""
    block = place.block(node)
    after = block[block.index(node) + 1 :][:1] if node in block else []
    other = after[0] if after else None
    if not isinstance(other, ast.Assign) or not own_line(place, node) or not own_line(place, other):
        return
    if is_lost(node, other):
        one, two = place.text(node.targets[0]), place.text(node.value)
        low, high = place.source.start(node), place.source.end(other)
        new = f"{one}, {two} = {two}, {one}"
        yield place.put([(low, high, new)], f"`{new}`"[:90], _LOST, "swap")


def top(place: Place, node: ast.If) -> Iterator[Edit]:
    """Use the last item of what was asked whether it holds any."""
    if not isinstance(node.test, ast.Name) or not own_line(place, node.body[0]):
        return
    owner = node.test.id
    first = node.body[0]
    names = [n for n in ast.walk(first) if isinstance(n, ast.Name)]
    if any(n.id == owner for n in names) or not place.known.types.get(owner, set()) & {"list"}:
        return
    for name in names:
        if isinstance(name.ctx, ast.Load) and not place.called(name) and name.id in place.locals:
            new = f"{owner}[-1]"
            yield place.swap(name, new, f"`{new}` instead of `{name.id}`", _TOP, "name")


def wild(place: Place, node: ast.Compare) -> Iterator[Edit]:
    """Let one more character of what failing tests hand over count."""
    right = node.comparators[0]
    single = len(node.ops) == 1 and isinstance(node.ops[0], ast.Eq)
    kinds = place.types(node.left) | place.types(right)
    if not single or kinds != {"str"} or isinstance(right, ast.Constant):
        return
    own = {n.value for n in place.nodes if isinstance(n, ast.Constant)}
    known = (text.strip("'\"") for text in place.known.literals)
    marks = [mark for mark in known if mark in _PUNCTUATION and mark and mark not in own]
    for side in (node.left, right):
        for mark in marks[:_MOST_MARKS]:
            new = f"{place.text(side)} == {mark!r} or {place.text(node)}"
            fits = isinstance(place.parent(node), (ast.If, ast.While))
            new = new if fits else f"({new})"
            yield place.swap(node, new, f"`{new}`"[:90], _MARK, "condition")
