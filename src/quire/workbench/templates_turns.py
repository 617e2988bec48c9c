"""Edit templates for what happens in each turn of a loop and what only once."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .scope import Place
from .source import Edit
from .templates_statements import line_span, own_line, reindented, under

_LOOPS = (ast.For, ast.While, ast.AsyncFor)
_ALWAYS = 2.0  # bits by which this is likelier where the first turn always leaves
_LEAVES = (ast.Raise, ast.Return, ast.Continue)
_FARTHER = ((2, 5.5), (3, 6.5))  # statements that one is moved past, and the bits for it
_TRUTHS = (ast.Compare, ast.BoolOp, ast.UnaryOp)


def early(place: Place, node: ast.Return) -> Iterator[Edit]:
    """Leave a loop only where the answer is sure, not with what its first turn says."""
    value = node.value
    if value is None or isinstance(value, ast.Constant) or not place.in_loop(node):
        return
    if not own_line(place, node) or "\n" in place.text(node):
        return
    kinds, text = place.types(value), place.text(value)
    asks = isinstance(value, _TRUTHS) or bool(kinds & {"bool"})
    ways: list[tuple[str, str, float]] = []
    if asks or not kinds:
        ways += [(text, "return True", 3.5), (f"not {place.bare(value, 6)}", "return False", 3.5)]
    if isinstance(value, (ast.Name, ast.Attribute)):
        ways += [(text, f"return {text}", 4.5), (f"{text} is not None", f"return {text}", 5.0)]
    always = _ALWAYS * isinstance(place.parent(node), _LOOPS)
    for test, way, bits in ways:
        new = under(place, node, test, way)
        yield place.swap(node, new, f"`{way}` if `{test}`"[:90], bits - always, "early")
    if isinstance(value, ast.Call):
        yield from _kept(place, node, value, always)


def _kept(place: Place, node: ast.Return, value: ast.Call, always: float) -> Iterator[Edit]:
    """Return what a call found, if it found something."""
    name = next((n for n in ("found", "result", "answer") if n not in place.names), "outcome")
    line = place.source.newline + place.source.indent(place.source.start(node))
    for test, bits in ((name, 4.0), (f"{name} is not None", 4.5)):
        new = f"{name} = {place.text(value)}{line}{under(place, node, test, f'return {name}')}"
        words = f"return `{place.text(value)}` if it is"[:90]
        yield place.swap(node, new, words, bits - always, "early")


def begin_anew(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Begin with a value in each turn of the loops that follow, or only once before them."""
    block = place.block(node)
    if not block or not own_line(place, node):
        return
    index = block.index(node)
    following = next((each for each in block[index + 1 :] if isinstance(each, _LOOPS)), None)
    low, high = line_span(place, node)
    text = place.source.text[low:high]
    if not text.endswith("\n"):
        return
    depth = 0
    while following is not None and isinstance(following, _LOOPS) and depth < 2:
        first = following.body[0]
        if own_line(place, first) and own_line(place, following):
            yield _moved(place, node, first, "in each turn of the loop", 4.0 + depth)
            before = block[index - 1] if index else None
            if isinstance(before, ast.Assign) and own_line(place, before) and not depth:
                yield _moved(place, node, first, "too, in each turn of the loop", 5.0, before)
        following = next((each for each in following.body if isinstance(each, _LOOPS)), None)
        depth += 1
    outer: ast.AST = place.parent(node)
    for more in (0.0, 1.0):
        if not isinstance(outer, _LOOPS) or not own_line(place, outer):
            return
        yield _moved(place, node, outer, "only once, before the loop", 4.5 + more)
        outer = place.parent(outer)


def _moved(
    place: Place,
    node: ast.stmt,
    before: ast.stmt,
    words: str,
    bits: float,
    first: ast.stmt | None = None,
) -> Edit:
    """Move a statement, or all from `first` on, before another one."""
    source = place.source
    low, high = line_span(place, first or node)[0], line_span(place, node)[1]
    old, new = source.indent(source.start(node)), source.indent(source.start(before))
    target = source.line_start(source.start(before))
    spans = [(low, high, ""), (target, target, reindented(source.text[low:high], old, new))]
    if len(place.block(node)) < 2:
        spans[0] = (low, high, f"{old}pass{source.newline}")
    return place.put(spans, f"`{place.text(node)}` {words}"[:90], bits, "move")


def after_both(place: Place, node: ast.If) -> Iterator[Edit]:
    """Do what stands under `else` in any case."""
    if not node.orelse or (len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If)):
        return
    source = place.source
    first, last = node.orelse[0], node.orelse[-1]
    low, high = line_span(place, node.body[-1])[1], line_span(place, last)[1]
    begin = line_span(place, first)[0]
    word = source.text[low:begin].strip().partition("#")[0].rstrip()
    if word != "else:" or not own_line(place, first) or "#" in source.text[low:begin]:
        return
    outer = source.indent(source.start(node))
    moved = reindented(source.text[begin:high], source.indent(source.start(first)), outer)
    yield place.put([(low, high, moved)], "in any case, not under `else`", 5.0, "move")


def past_others(place: Place, node: ast.stmt) -> Iterator[Edit]:
    """Move a plain statement, or a check that leaves, past several others of its block."""
    block = place.block(node)
    if not block or not own_line(place, node):
        return
    if isinstance(node, ast.If) and (node.orelse or not isinstance(node.body[-1], _LEAVES)):
        return
    index = block.index(node)
    low, high = line_span(place, node)
    text = place.source.text[low:high]
    if not text.endswith("\n"):
        return
    for way in (-1, 1):
        for count, bits in _FARTHER:
            other = index + way * count
            if not 0 <= other < len(block) or not own_line(place, block[other]):
                break
            start, end = line_span(place, block[other])
            target = end if way > 0 else start
            if place.source.text[:target].endswith("\n"):
                spans = [(low, high, ""), (target, target, text)]
                yield place.put(spans, "move a statement past others", bits, "move")
