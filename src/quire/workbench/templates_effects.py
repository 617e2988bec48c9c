"""Edit templates for effects: skipped calls, entries not replaced, what outlives a call."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache

from .beginnings import beginnings, classes, set_by
from .rows import Row
from .scope import MOST_PLACES, Place, is_stored, word_of
from .source import Edit, SourceFile
from .templates_statements import insert_after, insert_before, own_line

_MOST_FILES = 64
_SKIPPED = 4.0  # bits for a call that is made whatever the other operand says
_REPLACED = 4.0  # bits for an entry that each turn sets anew
_AFRESH = 3.5  # bits for what each call begins anew
_OVER = 4.0  # bits for keeping nothing of what was handed over
_MODULUS = 3.0  # bits for a modulus that is set and not used
_CHANGES = {"append", "add", "extend", "insert", "update", "setdefault", "appendleft"}
_MODULI = re.compile(r"(?i)(^|_)mod(ul[ou]s?)?($|_)|^m$")


def evaluated(place: Place, node: ast.BoolOp) -> Iterator[Edit]:
    """Make a call in any case, for what it does: `self.read() and value`."""
    if len(node.values) != len(("left", "right")):
        return
    left, right = node.values
    if isinstance(left, ast.Call) or not _acts(place, right):
        return
    word = "and" if isinstance(node.op, ast.And) else "or"
    new = f"{place.bare(right, 5)} {word} {place.bare(left, 5)}"
    yield place.swap(node, new, f"`{new}`, called in any case"[:90], _SKIPPED, "effect")


def _acts(place: Place, node: ast.expr) -> bool:
    """Say whether a call of the project's own may do more than answer."""
    if not isinstance(node, ast.Call):
        return False
    owner = getattr(node.func, "value", None)
    return getattr(owner, "id", "") == "self" or word_of(node.func) in {
        *place.known.functions,
        *place.locals,
    }


def replaced(place: Place, node: ast.Expr) -> Iterator[Edit]:
    """Set an entry each time, not the first time only: `d[key] = value`, not `setdefault`."""
    call = node.value
    if not isinstance(call, ast.Call) or word_of(call.func) != "setdefault" or len(call.args) != 2:
        return
    if isinstance(call.func, ast.Attribute):
        key, value = (place.text(each) for each in call.args)
        new = f"{place.text(call.func.value)}[{key}] = {value}"
        yield place.swap(node, new, f"`{new}`, each time"[:90], _REPLACED, "entry")


def afresh(place: Place) -> Iterator[Edit]:
    """Begin anew with what a method answers with and others add to: each call has its own."""
    first = _first_step(place)
    if first is None or not place.unit.owners:
        return
    answers = [n.value for n in place.nodes if isinstance(n, ast.Return) and n.value is not None]
    read = {place.text(n) for each in answers for n in ast.walk(each) if _is_own(n)}
    set_here = {place.text(n) for n in place.nodes if isinstance(n, ast.Attribute) and is_stored(n)}
    for beginning in beginnings(place):
        for name, value in beginning.items():
            own = f"self.{name}"
            if value and own in read - set_here and _grows(place, name):
                text = f"{own} = {value}"
                yield insert_before(place, first, text, f"insert `{text}`"[:90], _AFRESH)


def _first_step(place: Place) -> ast.stmt | None:
    """Give the first statement of a method that does more than name a constant."""
    if place.function.name.startswith("__"):
        return None
    steps = (
        each
        for each in place.function.body
        if not isinstance(getattr(each, "value", None), ast.Constant)
    )
    first = next(steps, None)
    return first if first is not None and own_line(place, first) else None


def _is_own(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "self"


def _grows(place: Place, name: str) -> bool:
    """Say whether a method of the file adds to an attribute."""
    return any(
        word_of(node.target if isinstance(node, ast.AugAssign) else node.value) == name
        for node in place.source.nodes
        if isinstance(node, ast.AugAssign)
        or (isinstance(node, ast.Attribute) and node.attr in _CHANGES)
    )


def forgets(place: Place) -> Iterator[Edit]:
    """Begin each call with nothing remembered of the last one, where a class keeps it for all."""
    function, first = place.function, _first_step(place)
    if first is None:
        return
    read = {word_of(n) for n in place.nodes if isinstance(n, ast.Attribute)}
    for kind in (each for each in classes(place) if function in each.body):
        called = {each.name for each in kind.body if isinstance(each, ast.FunctionDef)} & read
        for node in kind.body if called - {function.name} else ():
            name, value = set_by(node)
            shared = isinstance(value, (ast.Dict, ast.List)) and not ast.unparse(value)[1:-1]
            if isinstance(name, ast.Name) and value is not None and shared and name.id not in read:
                text = f"self.{name.id} = {ast.unparse(value)}"
                yield insert_before(place, first, text, f"insert `{text}`"[:90], _AFRESH)


def handed_over(place: Place, node: ast.For) -> Iterator[Edit]:
    """Keep nothing of what was handed over one by one: `self.points = []`."""
    own = node.iter
    plain = isinstance(own, ast.Attribute) and _is_own(own) and own_line(place, node.body[-1])
    if not plain or not isinstance(own, ast.Attribute) or place.block(node)[-1:] != [node]:
        return
    for value in (each.get(own.attr) for each in beginnings(place)):
        if value in ("[]", "{}"):
            text = f"self.{own.attr} = {value}"
            yield insert_after(place, node, text, f"insert `{text}`"[:90], _OVER)


def remainder(place: Place, node: ast.AugAssign) -> Iterator[Edit]:
    """Take what is added up by a modulus that is set and not used."""
    if not isinstance(node.op, (ast.Add, ast.Mult)) or not own_line(place, node):
        return
    for modulus in _idle_moduli(place):
        text = f"{place.text(node.target)} %= {modulus}"
        yield insert_after(place, node, text, f"insert `{text}`"[:90], _MODULUS)


def answered_by(place: Place, node: ast.Return) -> Iterator[Edit]:
    """Answer with what is left by a modulus that is set and not used."""
    if node.value is not None and not isinstance(node.value, ast.Constant):
        for modulus in _idle_moduli(place):
            new = f"{place.bare(node.value, 12)} % {modulus}"
            yield place.swap(node.value, new, f"`{new}`"[:90], _MODULUS, "grown")


@lru_cache(maxsize=MOST_PLACES)
def _idle_moduli(place: Place) -> tuple[str, ...]:
    """Name the numbers of the class or module that are called a modulus and are not read."""
    owners = [each for each in classes(place) if each.name in place.unit.owners]
    holders: list[ast.Module | ast.ClassDef] = [place.source.tree, *owners]
    found: list[str] = []
    for node in holders:
        sets = (each for each in node.body if isinstance(each, ast.Assign))
        names = [word_of(each.targets[0]) for each in sets]
        begin = "self." if node in owners else ""
        found += [f"{begin}{name}" for name in names if _MODULI.search(name)]
    read = _read(place.source) if found else frozenset()
    return tuple(name for name in found if name.rpartition(".")[2] not in read)


@lru_cache(maxsize=_MOST_FILES)
def _read(source: SourceFile) -> frozenset[str]:
    """Give the last words of all names that a file reads."""
    return frozenset(
        word_of(node)
        for node in source.nodes
        if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load)
    )


TABLE: list[Row] = [
    ((ast.BoolOp,), evaluated),
    ((ast.For,), handed_over),
    ((ast.Expr,), replaced),
    ((ast.AugAssign,), remainder),
    ((ast.Return,), answered_by),
]
