"""Edit templates for what goes on: searches, windows, sums from place to place, last answers."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from .rows import Row
from .scope import MOST_PLACES, Place, is_stored, word_of
from .source import Edit
from .templates_clues import idle
from .templates_statements import insert_after, own_line

_FOUND = 2.0  # bits for searching on behind what was found
_FROM = 3.5  # bits for searching from where the last search ended
_FEW = 5.5  # bits for the last few in place of all
_OFTEN = 3.5  # bits for as many turns as a number that nothing reads
_ANSWER = 4.0  # bits for an answer where a loop found none
_PILED = 4.5  # bits for an entry that goes on from the one before it
_TURNED = 3.0  # bits for the other way round, where a loop began at the end
_CARRIED = 3.0  # bits for going on as long as something is to be carried over
_BACK = 4.5  # bits for going on with what the last turn has made
_REST = 5.0  # bits for counting what is left between two numbers
_FLOOR = 5.5  # bits for a count that never falls below zero
_SEARCHES = ("find", "index")
_ALL = ("sum", "max", "min")


def behind_found(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Search on behind what was found: `start = found + 1`, or the same one is found again."""
    target, found = node.targets[0], node.value
    if not isinstance(target, ast.Name) or not isinstance(found, ast.Name):
        return
    for call in _searches(place).get(found.id, ()):
        starts = [word_of(each) for each in call.args[1:2]]
        if starts == [target.id]:
            for step in ("1", f"len({place.text(call.args[0])})"):
                new = f"{found.id} + {step}"
                yield place.swap(found, new, f"`{new}`, behind it"[:90], _FOUND, "onward")


@lru_cache(maxsize=MOST_PLACES)
def _searches(place: Place) -> dict[str, list[ast.Call]]:
    """Give the searches in texts, by the name of what they found."""
    found: dict[str, list[ast.Call]] = {}
    for node in place.nodes:
        call = node.value if isinstance(node, ast.Assign) else None
        if not isinstance(node, ast.Assign) or not isinstance(call, ast.Call):
            continue
        if call.args and word_of(call.func) in _SEARCHES:
            found.setdefault(place.text(node.targets[0]), []).append(call)
    return found


def from_start(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Search from where the last turn ended, not from the beginning again."""
    searches = isinstance(node.func, ast.Attribute) and node.func.attr in _SEARCHES
    if not searches or len(node.args) != 1 or not place.in_loop(node):
        return
    end = place.source.end(node.args[0])
    for name in _places(place):
        words = f"search from `{name}` on"
        yield place.put([(end, end, f", {name}")], words[:90], _FROM, "arguments")


def _places(place: Place) -> list[str]:
    """Name the numbers that a loop sets and at which a part of something begins."""
    lows = (n.lower for n in place.nodes if isinstance(n, ast.Slice))
    begins = {low.id for low in lows if isinstance(low, ast.Name)}
    targets = (n.targets[0] for n in place.nodes if isinstance(n, ast.Assign) and place.in_loop(n))
    return [t.id for t in targets if isinstance(t, ast.Name) and t.id in begins]


def last_few(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Look at the last few of a list that grows, not at all of it: `sum(terms[-k:])`."""
    if word_of(node.func) not in _ALL or len(node.args) != 1:
        return
    given = node.args[0]
    if not isinstance(given, ast.Name) or not place.types(given) <= {"list"}:
        return
    for name in place.values:
        if place.known.types.get(name, set()) <= {"int"} and name != given.id:
            new = f"{given.id}[-{name}:]"
            yield place.swap(given, new, f"`{new}`, the last ones"[:90], _FEW, "slice")


def as_often(place: Place, node: ast.While) -> Iterator[Edit]:
    """Take as many turns as a number says that nothing reads."""
    own = {each.arg for each in place.function.args.args}
    if node.orelse:
        return
    for name in sorted(own & set(idle(place))):
        if place.known.types.get(name, set()) <= {"int"}:
            low, high = place.source.start(node), place.source.end(node.test)
            new = f"for _ in range({name})"
            yield place.put([(low, high, new)], f"`{new}`", _OFTEN, "loop")


def last_answer(place: Place, node: ast.For | ast.While) -> Iterator[Edit]:
    """Answer where a loop at the end of a function found nothing to answer with."""
    body = place.function.body
    if body[-1] is not node or node.orelse:
        return
    returned = [n.value for n in ast.walk(node) if isinstance(n, ast.Return) and n.value]
    if not returned:
        return
    bare = [each for each in returned if isinstance(each, ast.Name)]
    answers = ["-1"]
    if bare and isinstance(node, ast.For):
        over = [n.id for n in ast.walk(node.iter) if isinstance(n, ast.Name)]
        answers = [*(f"len({name})" for name in over if name in place.locals), "-1"]
    elif all(isinstance(each, ast.Constant) for each in returned):
        values = {getattr(each, "value", None) for each in returned}
        answers = [str(not value) for value in values if isinstance(value, bool)]
    for number, answer in enumerate(dict.fromkeys(answers)):
        text = f"return {answer}"
        yield insert_after(place, node, text, f"`{text}` at the end", _ANSWER + 0.5 * number)


def piled(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Let an entry of a table go on from the one before: `row[j] = row[j - 1] + cost`."""
    target = node.targets[0]
    if not isinstance(target, ast.Subscript) or isinstance(target.slice, ast.Slice):
        return
    if not place.in_loop(node) or isinstance(node.value, (ast.Constant, ast.Name)):
        return
    own, value = place.text(target), place.text(node.value)
    index = target.slice
    if isinstance(index, ast.Name) and own[: own.rfind("[")] not in value:
        before = f"{own[: own.rfind('[')]}[{index.id} - 1]"
        new = f"{before} + {place.bare(node.value, 12)}"
        yield place.swap(node.value, new, f"`{new}`"[:90], _PILED, "entry")


def turned_round(place: Place, node: ast.Return) -> Iterator[Edit]:
    """Answer with what was gathered from the end in the order of the whole: `digits[::-1]`."""
    value = node.value
    joins = isinstance(value, ast.Call) and word_of(value.func) == "join" and len(value.args) == 1
    gathered = value.args[0] if isinstance(value, ast.Call) and joins else value
    if isinstance(gathered, ast.Name) and gathered.id in _backwards(place):
        new = f"{gathered.id}[::-1]"
        yield place.swap(gathered, new, f"`{new}`, in order", _TURNED, "slice")


@lru_cache(maxsize=MOST_PLACES)
def _backwards(place: Place) -> frozenset[str]:
    """Name the lists that are put together by loops that count down or take off digits."""
    found: set[str] = set()
    for loop in (each for each in place.nodes if isinstance(each, ast.While)):
        inner = list(ast.walk(loop))
        steps = [each for each in inner if isinstance(each, ast.AugAssign)]
        divides = any(
            isinstance(each, ast.BinOp) and isinstance(each.op, ast.FloorDiv) for each in inner
        )
        if any(map(_takes_one, steps)) or divides or any(_divides(each) for each in steps):
            calls = (each.func for each in inner if isinstance(each, ast.Call))
            puts = (each for each in calls if word_of(each) == "append")
            found |= {word_of(getattr(each, "value", None)) for each in puts}
    return frozenset(found)


def _divides(node: ast.AugAssign) -> bool:
    return isinstance(node.op, ast.FloorDiv)


def carried(place: Place, node: ast.While) -> Iterator[Edit]:
    """Go on as long as a turn leaves something to carry over to the next one."""
    inner = list(ast.walk(node))
    sets = (each for each in inner if isinstance(each, ast.Assign))
    carries = {
        word_of(each.targets[0])
        for each in sets
        if isinstance(each.value, ast.BinOp) and isinstance(each.value.op, ast.FloorDiv)
    }
    asked = {each.id for each in ast.walk(node.test) if isinstance(each, ast.Name)}
    for name in sorted(carries - asked - {""}):
        new = f"{place.bare(node.test, 3)} or {name}"
        yield place.swap(node.test, new, f"`or {name}`", _CARRIED, "condition")


def fed_back(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Go on with what a turn has made: `state = step(state, row)`, each from the one before."""
    statement = place.statement(node)
    loop = next((n for n in place.ancestors(node) if isinstance(n, (ast.For, ast.While))), None)
    inner = isinstance(statement, ast.Expr) and statement.value is not node
    if loop is None or not inner or not own_line(place, statement):
        return
    if word_of(node.func) not in place.known.functions:
        return
    changed = {n.id for n in ast.walk(loop) if isinstance(n, ast.Name) and is_stored(n)}
    for name in (word_of(each) for each in node.args if isinstance(each, ast.Name)):
        if name not in changed:
            start, end = place.source.start(node), place.source.end(node)
            low = place.source.start(statement)
            indent = place.source.indent(low)
            first = f"{name} = {place.text(node)}{place.source.newline}{indent}"
            spans = [(low, low, first), (start, end, name)]
            yield place.put(spans, f"`{first.strip()}`, each from the last"[:90], _BACK, "onward")


def rest_between(place: Place, node: ast.Return) -> Iterator[Edit]:
    """Count what is left between two numbers that a loop brings together, too."""
    block = place.block(node)
    loop = block[block.index(node) - 1] if node in block and block.index(node) else None
    test = loop.test if isinstance(loop, ast.While) else None
    if not isinstance(test, ast.Compare) or not isinstance(node.value, ast.Name):
        return
    sides = [test.left, test.comparators[0]]
    names = [each.id for each in sides if isinstance(each, ast.Name)]
    if len(names) == len(sides) and node.value.id not in names:
        for one, two in (names, names[::-1]):
            new = f"{node.value.id} + {one} - {two}"
            yield place.swap(node.value, new, f"`{new}`, the rest too", _REST, "grown")


def floor(place: Place, node: ast.For | ast.While) -> Iterator[Edit]:
    """Keep a count that each turn may take off from falling below zero."""
    last = node.body[-1]
    taken = (n for each in node.body for n in ast.walk(each) if isinstance(n, ast.AugAssign))
    names = [n.target.id for n in taken if _takes_one(n) and isinstance(n.target, ast.Name)]
    if not own_line(place, last):
        return
    for name in dict.fromkeys(names):
        text = f"{name} = max({name}, 0)"
        if f"max({name}" not in place.source.text:
            yield insert_after(place, last, text, f"insert `{text}`"[:90], _FLOOR)


def _takes_one(node: ast.AugAssign) -> bool:
    return isinstance(node.op, ast.Sub) and getattr(node.value, "value", None) == 1


TABLE: list[Row] = [
    ((ast.Call,), fed_back),
    ((ast.Assign,), behind_found),
    ((ast.Call,), from_start),
    ((ast.Call,), last_few),
    ((ast.While,), as_often),
    ((ast.For, ast.While), last_answer),
    ((ast.Assign,), piled),
    ((ast.For, ast.While), floor),
    ((ast.Return,), turned_round),
    ((ast.Return,), rest_between),
    ((ast.While,), carried),
]
