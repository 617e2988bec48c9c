"""Edit templates for what is forgotten at the end: the last rest of a loop, cleaning up."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .oddities import names_of
from .scope import Place, blocks
from .source import Edit
from .templates_statements import insert_after, line_span, own_line, reindented, step

_PLAIN = (ast.Expr, ast.Assign, ast.AugAssign, ast.Delete)
_BOUNDS = 2  # of a range without a step
MOST_LAST = 3  # statements that may clean up


def leftovers(place: Place, loop: ast.stmt) -> Iterator[Edit]:
    """Hand out after a loop what was gathered since it was last handed out in the loop."""
    if not own_line(place, loop):
        return
    for inner in ast.walk(loop):
        for block in blocks(inner):
            for emit, name in _handed_out(block):
                text = place.text(emit)
                if "\n" in text:
                    continue
                lines = f"if {name}:\n{step(place)}{text}"
                words = f"`{text}` also after the loop"[:90]
                yield insert_after(place, loop, lines, words, 4.0)
                yield insert_after(place, loop, text, words, 5.5)


def once_more(place: Place, loop: ast.For | ast.While) -> Iterator[Edit]:
    """Do after a loop what each turn does with what the turn before has left."""
    carried = {
        target.id: index
        for index, each in enumerate(loop.body)
        if isinstance(each, ast.Assign)
        for target in each.targets
        if isinstance(target, ast.Name)
    }
    for index, each in enumerate(loop.body):
        if not isinstance(each, ast.If) or each.orelse or not own_line(place, each):
            continue
        read = {n.id for n in ast.walk(each) if isinstance(n, ast.Name)}
        if any(carried.get(name, -1) > index for name in read):
            low, high = line_span(place, each)
            source = place.source
            inner, outer = (source.indent(source.start(node)) for node in (each, loop))
            text = reindented(source.text[low:high], inner, outer)
            end = line_span(place, loop)[1]
            if source.text[:end].endswith("\n"):
                words = f"`{place.text(each).splitlines()[0]}` once more after the loop"
                yield place.put([(end, end, text)], words[:90], 4.5, "insert")


def past_the_end(place: Place, loop: ast.For) -> Iterator[Edit]:
    """Do for the end of what a loop counts what it does where something changes: the last run."""
    counted = loop.iter if isinstance(loop.iter, ast.Call) else None
    if counted is None or getattr(counted.func, "id", "") != "range" or not counted.args:
        return
    if not isinstance(loop.target, ast.Name) or len(counted.args) > _BOUNDS:
        return
    end = place.text(counted.args[-1])
    for change in (each for each in loop.body if isinstance(each, ast.If)):
        for each in change.body:
            plain = isinstance(each, (ast.If, ast.Expr, ast.AugAssign)) or _builds(each)
            if loop.target.id in names_of(each) and plain and own_line(place, each):
                text = _with_end(place, each, loop.target.id, end)
                outer = place.source.indent(place.source.start(loop))
                lines = reindented(text, place.source.indent(place.source.start(each)), outer)
                words = f"`{lines.strip().splitlines()[0]}` after the loop"[:90]
                high = line_span(place, loop)[1]
                if place.source.text[:high].endswith("\n"):
                    yield place.put([(high, high, lines)], words, 5.0, "insert")


def _builds(node: ast.stmt) -> bool:
    """Say whether a statement sets a name from what it was."""
    if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
        return False
    return node.targets[0].id in names_of(node.value)


def _with_end(place: Place, node: ast.stmt, name: str, end: str) -> str:
    """Give the lines of a statement, with the end of a loop where its number was."""
    low, high = line_span(place, node)
    text = place.source.text[low:high]
    uses = (n for n in ast.walk(node) if isinstance(n, ast.Name) and n.id == name)
    for use in sorted(uses, key=place.source.start, reverse=True):
        first, last = place.source.start(use) - low, place.source.end(use) - low
        text = text[:first] + end + text[last:]
    return text


def _handed_out(block: list[ast.stmt]) -> Iterator[tuple[ast.stmt, str]]:
    """Yield the statements that use a name which the same block then empties."""
    for place, reset in enumerate(block):
        if not isinstance(reset, ast.Assign) or not isinstance(reset.targets[0], ast.Name):
            continue
        name = reset.targets[0].id
        if not _is_empty(reset.value):
            continue
        for emit in block[:place]:
            used = any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(emit))
            if used and isinstance(emit, (ast.Expr, ast.AugAssign)):
                yield emit, name


def _is_empty(value: ast.expr) -> bool:
    if isinstance(value, ast.Constant):
        return not value.value
    if isinstance(value, ast.Call):
        return isinstance(value.func, ast.Name) and not value.args and not value.keywords
    return isinstance(value, (ast.List, ast.Dict)) and not list(ast.iter_child_nodes(value))[1:]


def cleanup(place: Place, node: ast.stmt) -> Iterator[Edit]:
    """Do what follows a statement at the end of its block even if it raises."""
    block = place.block(node)
    index = block.index(node) if node in block else 0
    rest = block[index + 1 :]
    plain = all(isinstance(each, _PLAIN) and own_line(place, each) for each in [node, *rest])
    if not rest or len(rest) > MOST_LAST or not plain:
        return
    source, tab = place.source, step(place)
    low, middle = line_span(place, node)
    high = line_span(place, rest[-1])[1]
    if not source.text[low:middle].endswith("\n"):
        return
    outer = source.indent(source.start(node))
    inner = "".join(tab + line for line in source.text[low:middle].splitlines(keepends=True))
    last = "".join(tab + line for line in source.text[middle:high].splitlines(keepends=True))
    lines = f"{outer}try:{source.newline}{inner}{outer}finally:{source.newline}{last}"
    words = f"`{place.text(rest[0]).splitlines()[0][:50]}` in a `finally`"
    yield place.put([(low, high, lines)], words, 3.5 if _holds(place, node) else 6.5, "cleanup")


def _holds(place: Place, node: ast.stmt) -> bool:
    """Say whether a statement gives way to the body of a `with`."""
    marks = [place.text(each) for each in place.function.decorator_list]
    value = getattr(node, "value", None)
    return isinstance(value, ast.Yield) and any("contextmanager" in mark for mark in marks)
