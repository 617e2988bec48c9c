"""Edit templates for what a loop keeps: the best so far, a sum that begins anew, what was seen."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from .scope import Place
from .source import Edit
from .templates_statements import insert_after, insert_before, line_span, own_line, reindented, step

_TRACKED = 3.0  # bits for keeping the value that was just found to be better
_ALONE = 4.5  # the same where nothing else is kept
_ANEW = 3.5  # bits for beginning anew with what the condition asks for
_BESIDE = 5.0  # the same with what it does not ask for
_CLEARED = 5.0  # bits for setting a count back where all went well
_FIRST = 4.0  # bits for doing only the first time what counts what was seen
_KEEPS = ("add", "append")
_JUMPS = (ast.Continue, ast.Break, ast.Return, ast.Raise)


def tracked(place: Place, node: ast.If) -> Iterator[Edit]:
    """Keep the value that a condition found to be better than the best so far."""
    if not place.in_loop(node) or not own_line(place, node.body[0]):
        return
    tests = node.test.values if isinstance(node.test, ast.BoolOp) else [node.test]
    for test in tests:
        if not isinstance(test, ast.Compare) or len(test.ops) != 1:
            continue
        if not isinstance(test.ops[0], (ast.Lt, ast.Gt, ast.LtE, ast.GtE)):
            continue
        sides = (test.left, test.comparators[0])
        for best, value in (sides, sides[::-1]):
            if not _is_kept(place, best) or isinstance(value, ast.Constant):
                continue
            if _grows(place, place.text(best)):
                continue
            text = f"{place.text(best)} = {place.text(value)}"
            if "\n" in text or _sets(node.body, place.text(best)):
                continue
            sets = any(isinstance(each, ast.Assign) for each in node.body)
            bits = _TRACKED if sets else _ALONE
            yield insert_before(place, node.body[0], text, f"insert `{text}`"[:90], bits)


def _is_kept(place: Place, node: ast.expr) -> bool:
    """Say whether a value lives longer than a turn of the loop."""
    if isinstance(node, ast.Attribute):
        return isinstance(node.value, ast.Name) and node.value.id == "self"
    return isinstance(node, ast.Name) and any(
        isinstance(each, ast.Assign) and place.text(each.targets[0]) == node.id
        for each in place.function.body
    )


def _sets(body: list[ast.stmt], text: str) -> bool:
    """Say whether a block sets what a text names."""
    for node in (inner for each in body for inner in ast.walk(each)):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(each is not None and text in ast.unparse(each) for each in targets):
            return True
    return False


def anew(place: Place, node: ast.If) -> Iterator[Edit]:
    """Begin anew with what a loop adds up, in a branch that begins something anew."""
    last = node.body[-1]
    if not place.in_loop(node) or not own_line(place, last):
        return
    asked = {each.id for each in ast.walk(node.test) if isinstance(each, ast.Name)}
    for name, first in _begun(place).items():
        if _sets(node.body, name) or not _grows(place, name):
            continue
        text = f"{name} = {first}"
        bits = _ANEW if name in asked else _BESIDE
        put = insert_before if isinstance(last, _JUMPS) else insert_after
        yield put(place, last, text, f"insert `{text}`", bits)


def _begun(place: Place) -> dict[str, str]:
    """Give the names that a function sets to a plain value at its beginning, with that."""
    found: dict[str, str] = {}
    for each in place.function.body:
        if isinstance(each, (ast.For, ast.While)):
            break
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name):
            plain = isinstance(each.value, ast.Constant) or place.text(each.value) in ("[]", "{}")
            if plain and len(each.targets) == 1:
                found[each.targets[0].id] = place.text(each.value)
    return found


def _grows(place: Place, name: str) -> bool:
    """Say whether a loop adds to what a name stands for."""
    for each in place.nodes:
        if isinstance(each, ast.AugAssign) and place.text(each.target) == name:
            return True
        if isinstance(each, ast.Assign) and place.text(each.targets[0]) == name:
            sums = (part for part in ast.walk(each.value) if isinstance(part, ast.BinOp))
            if any(
                place.text(side) == name for whole in sums for side in (whole.left, whole.right)
            ):
                return True
        owner = _holder(each)
        if isinstance(owner, ast.Name) and owner.id == name:
            return True
    return False


def _holder(node: ast.AST) -> ast.expr | None:
    """Give what a call puts something into."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.value if node.func.attr in _KEEPS else None
    return None


def cleared(place: Place, node: ast.Return) -> Iterator[Edit]:
    """Set a count of what went wrong back to 0 where all went well."""
    if not own_line(place, node):
        return
    for each in place.nodes:
        counted = _counted(place, each)
        block = place.block(each) if isinstance(each, ast.stmt) and counted else []
        if node not in block and any(isinstance(other, (ast.Return, ast.Raise)) for other in block):
            text = f"{counted} = 0"
            yield insert_before(place, node, text, f"insert `{text}`"[:90], _CLEARED)


def _counted(place: Place, node: ast.AST) -> str:
    """Tell what a statement counts on by one, where that outlives the function."""
    if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add):
        target, value = place.text(node.target), place.text(node.value)
    elif isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp):
        target = place.text(node.targets[0])
        value = place.text(node.value.right) if place.text(node.value.left) == target else ""
    else:
        return ""
    return target if value == "1" and re.search(r"[.\[]", target) else ""


def first_time(place: Place, node: ast.Expr) -> Iterator[Edit]:
    """Do what counts what was seen only where it was not seen before."""
    call, block = node.value, place.block(node)
    holder = _holder(call)
    if holder is None or node not in block or not own_line(place, node):
        return
    if not isinstance(call, ast.Call) or len(call.args) != 1:
        return
    rest = block[block.index(node) + 1 :]
    counts = [each for each in rest if isinstance(each, ast.AugAssign)]
    if not counts or not own_line(place, counts[-1]):
        return
    source = place.source
    low, high = line_span(place, node)[0], line_span(place, counts[-1])[1]
    indent = source.indent(source.start(node))
    test = f"if {place.text(call.args[0])} not in {place.text(holder)}:"
    body = reindented(source.text[low:high], indent, indent + step(place))
    yield place.put(
        [(low, high, f"{indent}{test}{source.newline}{body}")], f"`{test}`"[:90], _FIRST, "guard"
    )
