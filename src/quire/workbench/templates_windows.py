"""Edit templates for what two places of a function owe each other: ends, answers, branches."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from .oddities import names_of
from .predicates import predicates
from .scope import Place, word_of
from .source import Edit
from .templates_borrowed import with_names
from .templates_clues import names_in
from .templates_conditions import asked
from .templates_statements import insert_before, line_span, own_line
from .templates_undone import names_around

_LEAVES = 3.0  # bits for letting go of what leaves at one end, as the other end takes it in
_PASSED = 3.0  # for handing on what a function's call of itself says cannot be
_BRANCH = 4.0  # for asking before another branch, beside the condition's own
_MOST_ASKED = 16
_TAKEN = 3.0  # for using what is taken out
_SOON = 2.5  # for an answer that the first turn of a loop gives
_TAKES = {"pop", "popleft", "popitem"}
_OTHER_WAY = {"add": "remove", "append": "pop(0)", "appendleft": "pop()"}
_SIGNS = {ast.Add: "-=", ast.Sub: "+=", ast.BitXor: "^="}
_ELSE = re.compile(r"else\s*:")
_ITEM = "__item__"


def leaves(place: Place, node: ast.AugAssign) -> Iterator[Edit]:
    """Let go of what leaves at one end of a window, as the other end takes it in."""
    left, one = node.target, node.value
    moves = isinstance(node.op, ast.Add) and isinstance(one, ast.Constant) and one.value == 1
    if not moves or not isinstance(left, ast.Name) or not own_line(place, node):
        return
    if not _is_end(place, left.id):
        return
    loops = [each for each in place.ancestors(node) if isinstance(each, (ast.For, ast.While))]
    for loop in loops:
        for step in loop.body:
            for right, item in _heads(place, loop):
                text = _opposite(place, step, {right: left.id}, item)
                there = any(text == place.text(each) for each in place.block(node))
                if text and right != left.id and not there:
                    yield insert_before(place, node, text, f"`{text}`, it leaves"[:90], _LEAVES)


def _is_end(place: Place, name: str) -> bool:
    """Say whether a name is a place in a list, or is taken from another one."""
    for node in place.nodes:
        index = node.slice if isinstance(node, ast.Subscript) else None
        less = node.right if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub) else None
        if any(part is not None and name in names_of(part) for part in (index, less)):
            return True
    return False


def _heads(place: Place, loop: ast.For | ast.While) -> Iterator[tuple[str, tuple[str, str] | None]]:
    """Yield the names that go ahead in a loop, and what stands for the item at each."""
    if isinstance(loop, ast.While):
        steps = (each for each in loop.body if isinstance(each, ast.AugAssign))
        yield from ((each.target.id, None) for each in steps if isinstance(each.target, ast.Name))
    elif isinstance(loop.target, ast.Name):
        yield loop.target.id, None
    elif isinstance(loop.target, ast.Tuple) and isinstance(loop.iter, ast.Call):
        index, item = loop.target.elts[0], loop.target.elts[-1]
        counted = getattr(loop.iter.func, "id", "") == "enumerate" and bool(loop.iter.args)
        if counted and isinstance(index, ast.Name) and isinstance(item, ast.Name):
            yield index.id, (item.id, place.text(loop.iter.args[0]))


def _opposite(
    place: Place, step: ast.stmt, names: dict[str, str], item: tuple[str, str] | None
) -> str:
    """Give the statement that takes back, at the other end, what a statement does at this one."""
    head, tail = next(iter(names.items()))
    text = _taken_back(place, step, {head, item[0]} if item else {head})
    if not item:
        return with_names(text, names)
    text = with_names(re.sub(rf"\b{item[0]}\b", _ITEM, text), names)
    return text.replace(_ITEM, f"{item[1]}[{tail}]")


def _taken_back(place: Place, step: ast.stmt, known: set[str]) -> str:
    """Give the statement that takes back what a statement does with what is known, or nothing."""
    if isinstance(step, ast.AugAssign):
        sign = _SIGNS.get(type(step.op))
        parts = [step.target] if isinstance(step.target, ast.Subscript) else []
        if sign and known & {n for p in (*parts, step.value) for n in names_of(p)}:
            return f"{place.text(step.target)} {sign} {place.text(step.value)}"
    call = step.value if isinstance(step, ast.Expr) else None
    function = call.func if isinstance(call, ast.Call) else None
    if not isinstance(call, ast.Call) or not isinstance(function, ast.Attribute) or not call.args:
        return ""
    method = _OTHER_WAY.get(function.attr, "")
    if not method or not known & names_of(call.args[0]):
        return ""
    given = "" if "(" in method else f"({place.text(call.args[0])})"
    return f"{place.text(function.value)}.{method}{given}"


def passed_on(place: Place, node: ast.If) -> Iterator[Edit]:
    """Hand on the answer that says no from a function's call of itself."""
    answer = node.body[0]
    block = place.block(node)
    if not isinstance(answer, ast.Return) or answer.value is None or node not in block:
        return
    try:
        value = ast.literal_eval(answer.value)
    except ValueError:
        return
    if not isinstance(value, (int, float, type(None))):
        return
    names = [name for each in block[: block.index(node)] for name in _own_answers(place, each)]
    sign = "is" if isinstance(value, (bool, type(None))) else "=="
    asks = [f"{name} {sign} {place.text(answer.value)}" for name in names]
    known = names_in(place.text(node.test))
    if asks and not any(each in place.text(node.test) for each in asks) and known & set(names):
        new = " or ".join((*asks, place.bare(node.test, 3)))
        yield place.swap(node.test, new, f"`{new}`"[:90], _PASSED, "condition")


def _own_answers(place: Place, node: ast.stmt) -> list[str]:
    """Name what a statement sets to what a function around it answers when it calls itself."""
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
        return []
    called = word_of(node.value.func)
    if called not in names_around(place, node):
        return []
    return [each.id for each in node.targets if isinstance(each, ast.Name)]


def branched(place: Place, node: ast.If) -> Iterator[Edit]:
    """Ask for something before the last branch is taken."""
    after = node.orelse
    source = place.source
    if not after or (
        isinstance(after[0], ast.If) and source.text.startswith("elif", source.start(after[0]))
    ):
        return
    low, high = source.end(node.body[-1]), source.start(after[0])
    found = _ELSE.search(source.text, low, high)
    if found is None:
        return
    written = {n for each in after for n in names_of(each)}
    pool = {c.text: c.bits for c in predicates(place) if names_in(c.text) & written}
    tests = dict(sorted(pool.items(), key=lambda each: each[1])[:_MOST_ASKED])
    for each in after:
        tests.update(asked(place, each))
    for test, bits in tests.items():
        new = f"elif {test}:"
        span = (*found.span(), new)
        yield place.put([span], f"`{new}` instead of `else:`"[:90], _BRANCH + bits, "condition")


def too_soon(place: Place, node: ast.If) -> Iterator[Edit]:
    """Give the other answer behind a loop, not in its first turn."""
    loop, answer = place.parent(node), node.orelse[0] if node.orelse else None
    if not isinstance(loop, (ast.For, ast.While)) or not isinstance(answer, ast.Return):
        return
    last, around = node.body[-1], place.block(loop)
    if loop.body[-1] is not node or not own_line(place, answer) or loop not in around:
        return
    source = place.source
    low, high = source.end(last), source.end(answer)
    indent = source.newline + source.indent(source.start(loop))
    new = f"{indent}{place.text(answer)}"
    yield place.put(
        [(low, high, new)], f"`{place.text(answer)}` behind the loop"[:90], _SOON, "early"
    )


def taken(place: Place, node: ast.Expr) -> Iterator[Edit]:
    """Use what is taken out where the statement beside it sets something."""
    block = place.block(node)
    method = getattr(getattr(node.value, "func", None), "attr", "")
    if method not in _TAKES or node not in block or not own_line(place, node):
        return
    index = block.index(node)
    for other in (*block[max(0, index - 1) : index], *block[index + 1 : index + 2]):
        if isinstance(other, ast.Assign) and len(other.targets) == 1 and own_line(place, other):
            source = place.source
            value = (source.start(other.value), source.end(other.value), place.text(node.value))
            spans = sorted([value, (*line_span(place, node), "")])
            words = f"`{place.text(other.targets[0])} = {place.text(node.value)}`"
            yield place.put(spans, words[:90], _TAKEN, "result")
