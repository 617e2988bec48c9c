"""Edit templates for what comes in several forms: for each group, each way, each mapping."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

from .scope import MOST_PLACES, WORD, Place, blocks
from .source import Edit
from .templates_brackets import moved_into
from .templates_calls import one_less
from .templates_statements import insert_after, line_span, own_line, step

_PARTNER = 4.5  # bits for a statement whose partner stands alone
_LAST_GROUP = 4.0  # bits for handing out the last group of a list after the loop over its pairs
_COLUMNS = 5.0  # bits for asking of the columns what is asked of the rows
_BACKWARDS = 3.5  # bits for two loops that build on themselves, both the other way round
_SET = 5.0  # bits for setting a count to where the loop is
_OWN = 4.5  # bits for a collection of one's own of what another one holds
_REMOVED = 6.0  # bits for taking out what is no longer waited for
_SHORT = 160
_MOST = 12  # statements of a block that are compared
_PLAIN = (ast.Assign, ast.AugAssign, ast.Expr)
_COPIES = {"dict": "dict", "list": "list", "set": "set"}


@lru_cache(maxsize=MOST_PLACES)
def _pairs(place: Place) -> tuple[dict[str, str], ...]:
    """Give which names stand for which others in statements of one block.

    `rows[r].add(n)`, `columns[c].add(n)` tell that `rows` and `r` go with `columns` and `c`.
    """
    found: list[dict[str, str]] = []
    for outer in [place.function, *place.nodes]:
        for block in blocks(outer):
            plain = [each for each in block[:_MOST] if isinstance(each, _PLAIN)]
            for one, two in combinations(plain, 2):
                names = _exchange(place, one, two)
                if names and names not in found:
                    found += [names, {other: name for name, other in names.items()}]
    return tuple(found)


def _exchange(place: Place, one: ast.stmt, two: ast.stmt) -> dict[str, str]:
    """Tell which names make a statement another one, nothing where that is not all."""
    first, second = place.text(one), place.text(two)
    names, others = WORD.findall(first), WORD.findall(second)
    if WORD.sub("", first) != WORD.sub("", second) or len(names) != len(others):
        return {}
    exchanged: dict[str, str] = {}
    for name, other in zip(names, others):
        if exchanged.setdefault(name, other) != other:
            return {}
    changed = {name: other for name, other in exchanged.items() if name != other}
    return changed if len(set(changed.values())) == len(changed) else {}


def partner(place: Place, node: ast.stmt) -> Iterator[Edit]:
    """Do with one of two that go together what is done with the other."""
    low, high = line_span(place, node)
    text = place.source.text[low:high]
    if len(text) > _SHORT or isinstance(node, (ast.For, ast.While)) or not text.endswith("\n"):
        return
    if not own_line(place, node):
        return
    around = place.source.text[
        place.source.start(place.function) : place.source.end(place.function)
    ]
    words = set(WORD.findall(text))
    for names in _pairs(place):
        if not words & set(names) or (len(names) == 1 and not isinstance(node, ast.If)):
            continue
        other = renamed(text, names)
        if other != text and other.strip() not in around:
            shown = f"`{other.strip().splitlines()[0]}` too"
            yield place.put([(high, high, other)], shown[:90], _PARTNER, "insert")


def renamed(text: str, names: dict[str, str]) -> str:
    """Give a text with other names for some of its own."""
    return WORD.sub(lambda found: names.get(found[0], found[0]), text)


def last_group(place: Place, loop: ast.For) -> Iterator[Edit]:
    """Hand out after a loop over neighbours what the last of them ends."""
    call = loop.iter
    if not isinstance(call, ast.Call) or getattr(call.func, "id", "") != "zip":
        return
    if not isinstance(loop.target, ast.Tuple) or not own_line(place, loop):
        return
    listed = place.text(call.args[0]) if call.args else ""
    names = {each.id for each in loop.target.elts if isinstance(each, ast.Name)}
    if len(call.args) < len(names) or f"{listed}[1:]" not in place.text(call):
        return
    for inner in ast.walk(loop):
        for block in blocks(inner):
            for each in block if isinstance(inner, ast.If) else ():
                text = place.text(each)
                kept = isinstance(each, (ast.AugAssign, ast.Expr)) and "\n" not in text
                if kept and names & set(WORD.findall(text)):
                    new = renamed(text, dict.fromkeys(names, f"{listed}[-1]"))
                    yield insert_after(
                        place, loop, new, f"`{new}` after the loop"[:90], _LAST_GROUP
                    )


def columns_too(place: Place, loop: ast.For) -> Iterator[Edit]:
    """Ask of the columns of a table what is asked of its rows."""
    over = place.text(loop.iter)
    if not isinstance(loop.iter, (ast.Name, ast.Attribute)) or f"zip(*{over})" in place.source.text:
        return
    if not any(isinstance(each, ast.Return) for each in ast.walk(loop)) or loop.orelse:
        return
    low, high = line_span(place, loop)
    text = place.source.text[low:high]
    start, end = place.source.start(loop.iter) - low, place.source.end(loop.iter) - low
    if own_line(place, loop) and text.endswith("\n"):
        new = f"{text[:start]}zip(*{over}){text[end:]}"
        yield place.put([(high, high, new)], f"the same for `zip(*{over})`", _COLUMNS, "insert")


def both_backwards(place: Place, loop: ast.For) -> Iterator[Edit]:
    """Run through two loops, one in the other, the other way round."""
    inner = loop.body[0]
    loops = [loop, inner] if isinstance(inner, ast.For) and len(loop.body) == 1 else []
    spans: list[tuple[int, int, str]] = []
    for each in loops:
        call = each.iter if isinstance(each, ast.For) else None
        if not isinstance(call, ast.Call) or getattr(call.func, "id", "") != "range":
            return
        if len(call.args) == len(("first", "last")):
            first, last = (one_less(place, argument) for argument in call.args)
            new = f"range({last}, {first}, -1)"
            spans.append((place.source.start(call), place.source.end(call), new))
    if len(spans) > 1:
        yield place.put(spans, "both loops in reverse", _BACKWARDS, "loop")


def set_to(place: Place, node: ast.AugAssign) -> Iterator[Edit]:
    """Set a count to where a loop is, instead of counting on."""
    one = isinstance(node.value, ast.Constant) and node.value.value == 1
    if not one or not isinstance(node.target, ast.Name) or not place.in_loop(node):
        return
    for name in place.locals:
        if name != node.target.id and "int" in place.known.types.get(name, set()):
            new = f"{node.target.id} = {name}"
            yield place.swap(node, new, f"`{new}`", _SET, "augment")


def into_try(place: Place, node: ast.stmt) -> Iterator[Edit]:
    """Do a step that may fail where its error is dealt with."""
    block = place.block(node)
    after = block[block.index(node) + 1] if node in block[:-1] else None
    if not isinstance(after, ast.Try) or not isinstance(node, _PLAIN) or not own_line(place, node):
        return
    yield from moved_into(place, node, after.body[0], "under `try`, whose errors are dealt with")


def own_collection(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Keep a copy of a collection that belongs to something else."""
    target, value = node.targets[0], node.value
    if not isinstance(target, ast.Attribute) or not isinstance(value, (ast.Attribute, ast.Name)):
        return
    for kind in sorted(place.types(value) & set(_COPIES)):
        new = f"{_COPIES[kind]}({place.text(value)})"
        yield place.swap(value, new, f"`{new}`, a copy"[:90], _OWN, "copy")


def no_longer(place: Place, node: ast.IfExp) -> Iterator[Edit]:
    """Take out of a list what the function asks whether it is there, once it goes on."""
    test = node.test
    if not isinstance(test, ast.Compare) or not isinstance(test.ops[0], ast.In):
        return
    found, owner = place.text(test.left), place.text(test.comparators[0])
    forms = {"list": "{0}.remove({1})", "set": "{0}.remove({1})", "deque": "{0}.remove({1})",
             "dict": "del {0}[{1}]"}  # fmt: skip
    statement = place.statement(node)
    block = place.block(statement)
    for kind in sorted(place.types(test.comparators[0]) & set(forms)):
        new = f"if {found} in {owner}:\n{step(place)}{forms[kind].format(owner, found)}"
        for each in block[block.index(statement) + 1 :] if statement in block else ():
            if not isinstance(each, (ast.Return, ast.Raise)) and own_line(place, each):
                words = f"`{forms[kind].format(owner, found)}` where it is there"
                yield insert_after(place, each, new, words[:90], _REMOVED)
