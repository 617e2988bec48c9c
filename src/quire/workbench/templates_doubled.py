"""Edit templates for steps that come in twos: a second like the first, one name too many."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .oddities import names_of
from .scope import Place
from .source import Edit
from .templates_mirrored import mirrors
from .templates_statements import insert_after, insert_before, own_line

_SECOND = 6.5  # bits for a second step that is like the first but for one value
_LIKEWISE = 3.0  # for counting what was asked for together with what is counted
_TAKEN = 5.5  # for taking out what was just found
_SIGN = 5.5  # for leaving the sign away behind where it was asked for
_UNTIED = 4.0  # for setting one name fewer
_WHOLE = {"int"}


def second(place: Place, node: ast.Assign | ast.AugAssign | ast.Expr) -> Iterator[Edit]:
    """Do a step once more for the next value, the one before, or the partner."""
    if not _adds_up(node) or not own_line(place, node):
        return
    base = place.source.start(node)
    text = place.text(node)
    for other in mirrors(place, node.value):
        if isinstance(node, ast.Expr):
            yield insert_after(place, node, other, f"`{other}` too"[:90], _SECOND)
    for inner in _varied(place, node):
        start, end = place.source.start(inner) - base, place.source.end(inner) - base
        for new, bits in _nearby(place, inner):
            line = text[:start] + new + text[end:]
            yield insert_after(place, node, line, f"`{line}` too"[:90], _SECOND + bits)


def _adds_up(node: ast.stmt) -> bool:
    """Say whether to do a statement twice is something else than to do it once."""
    if isinstance(node, ast.Assign):
        target = node.targets[0]
        return isinstance(target, ast.Name) and target.id in names_of(node.value)
    called = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    return called or isinstance(node, ast.AugAssign)


def _varied(place: Place, node: ast.Assign | ast.AugAssign | ast.Expr) -> list[ast.expr]:
    """List the whole numbers that a statement reads, sums with a number as one."""
    sums = [n for n in ast.walk(node.value) if isinstance(n, ast.BinOp) and _is_step(n)]
    within = {id(inner) for each in sums for inner in ast.walk(each)}
    names = [
        n for n in ast.walk(node.value)
        if isinstance(n, ast.Name) and id(n) not in within and place.types(n) == _WHOLE
    ]  # fmt: skip
    own = node.targets[0] if isinstance(node, ast.Assign) else None
    return [*sums, *(n for n in names if n.id != getattr(own, "id", ""))]


def _is_step(node: ast.BinOp) -> bool:
    number = isinstance(node.right, ast.Constant) and type(node.right.value) is int
    return number and isinstance(node.op, (ast.Add, ast.Sub))


def _nearby(place: Place, node: ast.expr) -> Iterator[tuple[str, float]]:
    if isinstance(node, ast.BinOp):
        sign = "-" if isinstance(node.op, ast.Add) else "+"
        left, right = place.text(node.left), place.text(node.right)
        yield f"{left} {sign} {right}", 0.0
        yield left, 0.5
    else:
        yield f"{place.text(node)} + 1", 0.0
        yield f"{place.text(node)} - 1", 0.5


def likewise(place: Place, node: ast.AugAssign) -> Iterator[Edit]:
    """Count something else as well that the condition around asks for too."""
    above = place.parent(node)
    if not isinstance(above, ast.If) or not isinstance(node.target, ast.Name):
        return
    if node not in above.body or not own_line(place, node):
        return
    text, own = place.text(node), place.text(node.target)
    asked = {n.id for n in ast.walk(above.test) if isinstance(n, ast.Name)}
    counted = {
        each.target.id
        for each in place.nodes
        if isinstance(each, ast.AugAssign) and isinstance(each.target, ast.Name)
    }
    here = {n.id for each in above.body for n in ast.walk(each) if isinstance(n, ast.Name)}
    for name in sorted((asked & counted) - here):
        line = name + text[len(own) :]
        yield insert_before(place, node, line, f"`{line}` too"[:90], _LIKEWISE)


def untied(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Set one name fewer of those that are set to the same value."""
    if len(node.targets) < 2:
        return
    for target in node.targets:
        kept = [place.text(each) for each in node.targets if each is not target]
        new = " = ".join((*kept, place.text(node.value)))
        yield place.swap(node, new, f"`{new}`"[:90], _UNTIED, "untied")


def taken_out(place: Place, node: ast.If) -> Iterator[Edit]:
    """Take out of a collection what was just found in it."""
    test = node.test
    if not isinstance(test, ast.Compare) or not isinstance(test.ops[0], ast.In):
        return
    found, owner = place.text(test.left), test.comparators[0]
    kinds = place.types(owner)
    if not isinstance(owner, (ast.Name, ast.Attribute)) or not own_line(place, node.body[0]):
        return
    forms = (("{0}.remove({1})", {"list", "set", "deque"}), ("del {0}[{1}]", {"dict"}))
    for form, wanted in forms:
        if kinds & wanted:
            new = form.format(place.text(owner), found)
            yield insert_before(place, node.body[0], new, f"insert `{new}`"[:90], _TAKEN)
            yield insert_after(place, node.body[-1], new, f"insert `{new}`"[:90], _TAKEN + 0.5)


def unsigned(place: Place) -> Iterator[Edit]:
    """Go on with the size of a number once its sign was asked for."""
    arguments = {a.arg for a in place.function.args.args}
    asked: set[str] = set()
    for node in place.function.body:
        for name in sorted(asked):
            if own_line(place, node) or isinstance(node, (ast.For, ast.While, ast.If)):
                new = f"{name} = abs({name})"
                yield insert_before(place, node, new, f"`{new}`, the sign is known", _SIGN)
        asked |= {name for name in _signs_of(node) if name in arguments}


def _signs_of(node: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement compares with zero."""
    for test in ast.walk(node):
        if isinstance(test, ast.Compare) and isinstance(test.left, ast.Name):
            zero = test.comparators[0]
            if isinstance(test.ops[0], (ast.Lt, ast.Gt, ast.GtE, ast.LtE)) and (
                isinstance(zero, ast.Constant) and zero.value == 0
            ):
                yield test.left.id
