"""Edit templates for lengths: of two that go together, of a mark, of what a split leaves."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from .rows import Row
from .scope import ATOM, MAPS, MOST_PLACES, Place, word_of
from .source import Edit
from .templates_statements import insert_before, own_line, step

_BOTH = 3.0  # bits for asking whether two that go together are equally long
_MARK = 3.5  # bits for the length of a mark that is put to a text
_REST = 4.0  # bits for all of the rest in place of its first piece
_COUNTED = 5.5  # bits for the sum of counts in place of a number of items
_ALL = 3.5  # bits for the same where only kinds were counted
_ANY = 5.5  # bits for asking whether there is any in place of how many
_PAIR = 2


def of_both(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Ask whether two that are looked at side by side are equally long: `zip` ends too soon."""
    if word_of(node.func) != "zip" or len(node.args) != _PAIR:
        return
    yield from _compared_whole(place, node)
    if not all(map(_plain, node.args)):
        return
    one, two = (f"len({place.text(each)})" for each in node.args)
    if one in place.source.text and two in place.source.text:
        return
    loop = place.parent(node)
    around = place.parent(place.parent(loop)) if isinstance(loop, ast.comprehension) else loop
    name = word_of(around.func) if isinstance(around, ast.Call) else ""
    if isinstance(around, ast.Call) and name in ("all", "any"):
        word, sign = ("and", "==") if name == "all" else ("or", "!=")
        new = f"{one} {sign} {two} {word} {place.text(around)}"
        yield place.swap(
            around, new, f"`{one} {sign} {two}`, equally long"[:90], _BOTH, "condition"
        )
    elif isinstance(around, ast.For) and own_line(place, around):
        for answer in _answers(around) or _denials(place):
            new = f"if {one} != {two}:\n{step(place)}return {answer}"
            yield insert_before(place, around, new, f"`{one} != {two}`, equally long"[:90], _BOTH)


def _compared_whole(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Compare what is made on the way as a whole: `list(a()) == list(b())`."""
    loop = place.parent(node)
    made = place.parent(loop)
    around = place.parent(made)
    whole = isinstance(around, ast.Call) and word_of(around.func) == "all"
    if not whole or not isinstance(made, ast.GeneratorExp) or not isinstance(made.elt, ast.Compare):
        return
    if isinstance(made.elt.ops[0], ast.Eq) and not any(map(_plain, node.args)):
        new = " == ".join(f"list({place.text(each)})" for each in node.args)
        yield place.swap(around, new, f"`{new}`, equally long"[:90], _BOTH, "condition")


def _plain(node: ast.expr) -> bool:
    return isinstance(node, (ast.Name, ast.Attribute))


def _answers(loop: ast.For) -> list[str]:
    """Give the truth values that a loop ends with."""
    returns = (node.value for node in ast.walk(loop) if isinstance(node, ast.Return))
    values = [getattr(node, "value", None) for node in returns]
    return list(dict.fromkeys(str(value) for value in values if isinstance(value, bool)))


def _denials(place: Place) -> list[str]:
    """Give `False` where a function answers with what it compares."""
    returns = (node.value for node in place.nodes if isinstance(node, ast.Return))
    return ["False"] if all(isinstance(each, (ast.Compare, ast.BoolOp)) for each in returns) else []


def with_mark(place: Place, node: ast.Compare) -> Iterator[Edit]:
    """Count the mark that a text gets, too: `len(text) + 3 > limit`."""
    for side in (node.left, *node.comparators):
        if isinstance(side, ast.Call) and word_of(side.func) == "len":
            for size in _marks(place):
                new = f"{place.text(side)} + {size}"
                yield place.swap(side, new, f"`{new}`, the mark too"[:90], _MARK, "grown")


def cut_for_mark(place: Place, node: ast.Subscript) -> Iterator[Edit]:
    """Leave room for the mark that a text gets: `text[: limit - 3] + "..."`."""
    part, above = node.slice, place.parent(node)
    if not isinstance(part, ast.Slice) or not isinstance(above, (ast.BinOp, ast.FormattedValue)):
        return
    if part.upper is None or part.lower is not None or isinstance(part.upper, ast.Constant):
        return
    for size in _marks(place):
        new = f"{place.text(part.upper)} - {size}"
        yield place.swap(part.upper, new, f"`{new}`, room for the mark"[:90], _MARK, "grown")


@lru_cache(maxsize=MOST_PLACES)
def _marks(place: Place) -> tuple[int, ...]:
    """Give the lengths of the constant texts that a function puts to others."""
    found: list[int] = []
    for node in place.nodes:
        value = getattr(node, "value", None)
        joined = isinstance(place.parent(node), (ast.BinOp, ast.JoinedStr))
        if isinstance(node, ast.Constant) and joined and isinstance(value, str) and value:
            found.append(len(value))
    return tuple(dict.fromkeys(found))[:3]


def rest(place: Place, node: ast.Subscript) -> Iterator[Edit]:
    """Take all pieces that are left, joined again as they were, not the first of them."""
    index = node.slice
    if not isinstance(index, ast.Constant) or type(index.value) is not int or index.value < 1:
        return
    mark = _marks_between(place).get(place.text(node.value))
    if mark is not None and isinstance(node.ctx, ast.Load):
        new = f"{mark}.join({place.text(node.value)}[{index.value}:])"
        yield place.swap(node, new, f"`{new}`, all that is left"[:90], _REST, "slice")


@lru_cache(maxsize=MOST_PLACES)
def _marks_between(place: Place) -> dict[str, str]:
    """Give what stood between the pieces, by the name of what a split gave."""
    found: dict[str, str] = {}
    for node in place.nodes:
        call = node.value if isinstance(node, ast.Assign) else None
        if not isinstance(call, ast.Call) or not isinstance(node, ast.Assign):
            continue
        name = place.text(node.targets[0])
        if word_of(call.func) == "splitlines":
            found[name] = '"\\n"'
        elif word_of(call.func) == "split":
            found[name] = place.text(call.args[0]) if call.args else '" "'
    return found


def of_counts(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Add up what was counted in place of how many items there are, or how many kinds."""
    if word_of(node.func) != "len" or len(node.args) != 1:
        return
    given = place.text(node.args[0])
    if "Counter" in place.types(node.args[0]):
        new = f"sum({place.bare(node.args[0], ATOM)}.values())"
        yield place.swap(node, new, f"`{new}`, all that was counted"[:90], _ALL, "reuse")
        return
    for name in place.values:
        if place.known.types.get(name, set()) & MAPS and _counts(place, name):
            new = f"sum({name}.values())"
            bits = _COUNTED - (name == given)
            yield place.swap(node, new, f"`{new}` instead of `len({given})`"[:90], bits, "reuse")


def _counts(place: Place, name: str) -> bool:
    """Say whether a mapping holds numbers: it is a counter, or is added to."""
    if "Counter" in place.known.types.get(name, set()):
        return True
    return any(
        isinstance(node, ast.AugAssign)
        and isinstance(node.target, ast.Subscript)
        and word_of(node.target.value) == name
        for node in place.nodes
    )


def any_at_all(place: Place, node: ast.Compare) -> Iterator[Edit]:
    """Ask whether there is any item, not whether there are just so many."""
    call = node.left
    exact = len(node.ops) == 1 and isinstance(node.ops[0], ast.Eq)
    if exact and isinstance(call, ast.Call) and word_of(call.func) == "len" and call.args:
        value = getattr(node.comparators[0], "value", None)
        if type(value) is int and value > 0:
            new = place.text(call.args[0])
            yield place.swap(node, new, f"`{new}`, any at all"[:90], _ANY, "condition")


TABLE: list[Row] = [
    ((ast.Call,), of_both),
    ((ast.Compare,), with_mark),
    ((ast.Subscript,), cut_for_mark),
    ((ast.Subscript,), rest),
    ((ast.Call,), of_counts),
    ((ast.Compare,), any_at_all),
]
