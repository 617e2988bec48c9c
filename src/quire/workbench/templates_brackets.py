"""Edit templates for brackets in the wrong place, and for a statement before its branch."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .scope import Place
from .source import Edit
from .templates_statements import line_span, own_line, reindented

_OUT = 5.0  # bits for taking an operand out of a call, or into it
_INTO = 5.0  # bits for moving a statement into the block that follows it
_REGROUP = 4.0
_TURNED = 4.0  # bits for doing first what was done last
_TURNED_KNOWN = 5.5  # the same where a built-in function is one of the two
_DEEPEST = 14  # strength of the innermost operators
_PLAIN = (ast.Assign, ast.AugAssign, ast.Expr)


def out_of_call(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Take an operand out of a call's brackets: `a + max(b, c)` for `max(a + b, c)`."""
    given = [place.text(each) for each in node.args]
    if node.keywords or not given or isinstance(node.args[0], ast.GeneratorExp):
        return
    for index, each in enumerate(node.args):
        if isinstance(each, ast.BinOp) and isinstance(each.op, (ast.Add, ast.Sub, ast.Mult)):
            sign = place.source.text[place.source.end(each.left) : place.source.start(each.right)]
            left, right = place.text(each.left), place.text(each.right)
            if sign.strip() not in "+-*":
                continue
            called = place.text(node.func)
            first = ", ".join((*given[:index], left, *given[index + 1 :]))
            last = ", ".join((*given[:index], right, *given[index + 1 :]))
            ways = [f"{called}({first}){sign}{right}"]
            ways += [f"{left}{sign}{called}({last})"] if sign.strip() != "-" else []
            for new in ways:
                whole = f"({new})" if isinstance(place.parent(node), ast.BinOp) else new
                yield place.swap(node, whole, f"`{new}`"[:90], _OUT, "brackets")


def into_call(place: Place, node: ast.BinOp) -> Iterator[Edit]:
    """Take an operand into a call's brackets: `max(a + b, c)` for `a + max(b, c)`."""
    if not isinstance(node.op, (ast.Add, ast.Sub, ast.Mult)):
        return
    sign = place.source.text[place.source.end(node.left) : place.source.start(node.right)]
    for call, other, first in ((node.right, node.left, True), (node.left, node.right, False)):
        if (
            not isinstance(call, ast.Call)
            or not call.args
            or call.keywords
            or sign.strip() not in "+-*"
        ):
            continue
        given = [place.text(each) for each in call.args]
        for index, each in enumerate(given):
            joined = (
                f"{place.text(other)}{sign}{each}" if first else f"{each}{sign}{place.text(other)}"
            )
            inner = ", ".join((*given[:index], joined, *given[index + 1 :]))
            new = f"{place.text(call.func)}({inner})"
            yield place.swap(node, new, f"`{new}`"[:90], _OUT + 0.5, "brackets")


def regrouped(place: Place, node: ast.BinOp) -> Iterator[Edit]:
    """Join three operands in the other order: `(a + b) // c` for `a + b // c`."""
    source = place.source
    for inner, outer in ((node.right, node.left), (node.left, node.right)):
        if not isinstance(inner, ast.BinOp) or type(inner.op) is type(node.op):
            continue
        parts = (
            (outer, inner.left, inner.right)
            if inner is node.right
            else (inner.left, inner.right, outer)
        )
        a, b, c = (place.bare(each, _DEEPEST) for each in parts)
        ends = [(source.end(one), source.start(two)) for one, two in zip(parts, parts[1:])]
        signs = [source.text[low:high].strip(" ()\n\\") for low, high in ends]
        new = f"({a} {signs[0]} {b}) {signs[1]} {c}"
        if inner is node.left:
            new = f"{a} {signs[0]} ({b} {signs[1]} {c})"
        whole = f"({new})" if isinstance(place.parent(node), ast.BinOp) else new
        yield place.swap(node, whole, f"`{new}`"[:90], _REGROUP, "brackets")


def turned(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Do first what was done last: `dilate(erode(picture))` for `erode(dilate(picture))`."""
    inner = node.args[0] if node.args else None
    if not isinstance(inner, ast.Call) or not inner.args:
        return
    calls = (node, inner)
    names = [place.text(each.func) for each in calls]
    known = [name in place.builtins for name in names]
    given, rests = inner.args[0], [_behind_first(place, each) for each in calls]
    if names[0] == names[1] or all(known) or any(rest.lstrip()[:1] == ")" for rest in rests):
        return
    if isinstance(given, (ast.Starred, ast.GeneratorExp)):
        return
    new = f"{names[1]}({names[0]}({place.text(given)}{rests[0]}){rests[1]})"
    bits = _TURNED_KNOWN if any(known) else _TURNED
    yield place.swap(node, new, f"`{new}`"[:90], bits, "brackets")


def _behind_first(place: Place, call: ast.Call) -> str:
    """Give what a call is given besides its first argument, with the comma before it."""
    return place.source.text[place.source.end(call.args[0]) : place.source.end(call) - 1]


def into_branch(place: Place, node: ast.stmt) -> Iterator[Edit]:
    """Move a statement under the condition that follows it."""
    block = place.block(node)
    after = block[block.index(node) + 1] if node in block[:-1] else None
    if not isinstance(after, ast.If) or not isinstance(node, _PLAIN) or not own_line(place, node):
        return
    for branch in (after.body, after.orelse):
        if branch and not isinstance(branch[0], ast.If):
            yield from moved_into(
                place, node, branch[0], "move a statement under the condition after it"
            )


def moved_into(place: Place, node: ast.stmt, first: ast.stmt, words: str) -> Iterator[Edit]:
    """Move a statement before the first one of a block that follows it."""
    if not own_line(place, first):
        return
    low, high = line_span(place, node)
    begin = line_span(place, first)[0]
    outer, inner = (place.source.indent(place.source.start(each)) for each in (node, first))
    moved = reindented(place.source.text[low:high], outer, inner)
    if moved.endswith("\n"):
        yield place.put([(low, high, ""), (begin, begin, moved)], words, _INTO, "move")
