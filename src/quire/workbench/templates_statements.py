"""Edit templates for whole statements: delete, move, copy, and change their kind."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from .oddities import names_set
from .predicates import Choice, predicates, results
from .scope import Place, blocks
from .source import Edit
from .templates_clues import left_over, names_in
from .units import FUNCTIONS

_ERRORS = ("ValueError", "TypeError", "KeyError", "IndexError", "AttributeError", "RuntimeError",
           "ZeroDivisionError", "LookupError", "StopIteration", "OSError", "NotImplementedError",
           "FileNotFoundError", "ArithmeticError", "Exception")  # fmt: skip


_CARRIED = 1.5  # bits by which a loop is likelier to go on as long as a turn leaves something
_NOT_NOTHING = 1.0  # bits for asking whether what a loop counted is one or two rather than none
_TAKEN = 3.5  # bits for going on to take off what a condition asks for at the end of a list
_MOVED = 2.0  # bits by which a place is likelier to be read before it is counted on
_TAKES_OUT = ("discard", "remove", "pop", "popleft", "popitem")
_TAKES_FIRST = re.compile(r"\bheappop\(|\.popleft\(\)|\.pop\(0\)")
LEFT_OVER = 2.0  # bits by which a condition is likelier that asks for what a loop counted


def own_line(place: Place, node: ast.stmt) -> bool:
    """Say whether a statement has its lines for itself."""
    source = place.source
    start, end = source.start(node), source.end(node)
    before = source.text[source.line_start(start) : start]
    after = source.text[end : source.next_line(max(end - 1, start))].split("#")[0]
    return not before.strip() and not after.strip()


def line_span(place: Place, node: ast.stmt) -> tuple[int, int]:
    """Give the offsets of the whole lines of a statement."""
    source = place.source
    start = source.line_start(source.start(node))
    return start, source.next_line(max(source.end(node) - 1, start))


def indented(place: Place, node: ast.stmt, text: str) -> str:
    """Give a line with a node's indentation and the file's line end."""
    source = place.source
    return f"{source.indent(source.start(node))}{text}{source.newline}"


def delete(place: Place, node: ast.stmt) -> Iterator[Edit]:
    """Delete a statement."""
    if not own_line(place, node) or isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.Pass)):
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    low, high = line_span(place, node)
    block = place.block(node)
    size = high - low
    bits = 6.0 + min(size / 40, 6.0)
    words = f"delete `{place.text(node).splitlines()[0][:50]}`"
    text = indented(place, node, "pass") if len(block) < 2 else ""
    yield place.put([(low, high, text)], words, bits, "delete")


def shift_block(place: Place, node: ast.stmt) -> Iterator[Edit]:
    """Move a statement up, down, out of its block or into the one before it."""
    block = place.block(node)
    if not block or not own_line(place, node):
        return
    index = block.index(node)
    low, high = line_span(place, node)
    text = place.source.text[low:high]
    if index + 1 < len(block) and own_line(place, block[index + 1]):
        other_low, other_high = line_span(place, block[index + 1])
        other = place.source.text[other_low:other_high]
        if text.endswith("\n") and other.endswith("\n"):
            spans = [(low, high, other), (other_low, other_high, text)]
            bits = 5.0 - _MOVED * _moves_what_is_read(node, block[index + 1])
            yield place.put(spans, "exchange two statements", bits, "move")
    yield from _dedent(place, node, block)
    yield from _into_previous(place, node, block, index)


def _moves_what_is_read(node: ast.stmt, after: ast.stmt) -> bool:
    """Say whether a statement counts a place on at which the next one reads."""
    counted = node.target if isinstance(node, ast.AugAssign) else None
    if not isinstance(counted, ast.Name) or not isinstance(after, (ast.AugAssign, ast.Assign)):
        return False
    parts = (each for each in ast.walk(after.value) if isinstance(each, ast.Subscript))
    return any(getattr(each.slice, "id", "") == counted.id for each in parts)


def _dedent(place: Place, node: ast.stmt, block: list[ast.stmt]) -> Iterator[Edit]:
    source, parent = place.source, place.parent(node)
    if block[-1] is not node or not isinstance(parent, ast.stmt) or isinstance(parent, FUNCTIONS):
        return
    if len(block) == 1:
        return
    low, high = line_span(place, node)
    inner, outer = source.indent(source.start(node)), source.indent(source.start(parent))
    moved = reindented(source.text[low:high], inner, outer)
    end = line_span(place, parent)[1]
    if end == high:
        yield place.put([(low, high, moved)], "move a statement out of its block", 5.0, "move")
    elif moved.endswith("\n"):
        spans = [(low, high, ""), (end, end, moved)]
        yield place.put(spans, "move a statement out of its block", 5.5, "move")


def _into_previous(
    place: Place, node: ast.stmt, block: list[ast.stmt], index: int
) -> Iterator[Edit]:
    if index == 0 or not isinstance(block[index - 1], (ast.For, ast.While, ast.If, ast.With)):
        return
    source = place.source
    previous = block[index - 1]
    last = list(blocks(previous))[-1][-1]
    if not own_line(place, last):
        return
    low, high = line_span(place, node)
    inner, outer = source.indent(source.start(last)), source.indent(source.start(node))
    moved = reindented(source.text[low:high], outer, inner)
    yield place.put([(low, high, moved)], "move a statement into the block before it", 5.5, "move")
    first = next(iter(blocks(previous)))[-1]
    if first is not last and own_line(place, first) and moved.endswith("\n"):
        end = line_span(place, first)[1]
        yield place.put([(low, high, ""), (end, end, moved)], "move a statement into the `if`", 6.0,
                        "move")  # fmt: skip


def reindented(text: str, old: str, new: str) -> str:
    """Give lines with another indentation."""
    lines = text.splitlines(keepends=True)
    return "".join(new + line[len(old) :] if line.startswith(old) else line for line in lines)


def jumps(place: Place, node: ast.stmt) -> Iterator[Edit]:
    """Exchange `break`, `continue`, `pass` and `return`."""
    loop = place.in_loop(node)
    if isinstance(node, (ast.Break, ast.Continue, ast.Pass)):
        old = place.text(node)
        options = [w for w in ("break", "continue") if loop] + ["pass", "return"]
        for new in options:
            if new != old:
                yield place.swap(node, new, f"`{new}` instead of `{old}`", 4.5, "jump")
        for choice in results(place):
            if choice.text:
                new = f"return {choice.text}"
                yield place.swap(node, new, f"`{new}` instead of `{old}`", 3 + choice.bits, "jump")
    elif isinstance(node, ast.Return) and again(place, node):
        yield place.swap(node, "raise", "hand the error on instead of a return", 5.5, "jump")
    if isinstance(node, ast.Return) and loop:
        for new in ("break", "continue"):
            yield place.swap(node, new, f"`{new}` instead of a return", 4.5, "jump")
    elif isinstance(node, ast.Raise) and loop:
        yield place.swap(node, "continue", "`continue` instead of an exception", 8.0, "jump")


def returns(place: Place, node: ast.Return | ast.Expr) -> Iterator[Edit]:
    """Return another value, return what is only computed, or yield what is returned."""
    if isinstance(node, ast.Expr):
        if not isinstance(node.value, (ast.Constant, ast.Yield, ast.YieldFrom, ast.Await)):
            start = place.source.start(node)
            bits = 8.0 if answers(place) else 4.0
            yield place.put([(start, start, "return ")], "return the value", bits, "return")
        return
    if node.value is None:
        for choice in results(place):
            if choice.text:
                words = f"return `{choice.text}`"
                yield place.swap(node, f"return {choice.text}", words, 2 + choice.bits, "return")
        return
    old = place.text(node.value)
    for choice in results(place):
        if choice.text and choice.text != old:
            words = f"return `{choice.text}` instead of `{old}`"
            yield place.swap(node.value, choice.text, words[:90], 2.5 + choice.bits, "return")
    if not isinstance(node.value, (ast.Compare, ast.BoolOp, ast.UnaryOp)):
        return
    text = f"not {place.bare(node.value, 6)}"
    yield place.swap(node.value, text, "return the opposite", 4.5, "negate")


def answers(place: Place) -> set[str]:
    """Give the truth values that a function returns where it returns nothing else."""
    values = [n.value for n in place.nodes if isinstance(n, ast.Return)]
    texts = {place.text(value) if value is not None else "" for value in values}
    return texts if texts <= {"True", "False"} else set()


def _takes_what_it_asks(place: Place, node: ast.If) -> bool:
    """Say whether a condition asks for the end of a list that the block takes off, or may."""
    test, block = place.text(node.test), " ".join(map(place.text, node.body))
    return "[-1]" in test or ("[0]" in test and _TAKES_FIRST.search(block) is not None)


def _owner(node: ast.expr) -> str:
    """Give the name of what is set, or of what an entry or a called method belongs to."""
    while isinstance(node, (ast.Subscript, ast.Attribute, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return getattr(node, "id", "")


def _takes_out(node: ast.expr) -> bool:
    """Say whether a call takes something out of what it belongs to."""
    return isinstance(node, ast.Call) and getattr(node.func, "attr", "") in _TAKES_OUT


def _shrinks(node: ast.If) -> bool:
    """Say whether a block counts one end of a window on and changes what its condition asks for."""
    steps = [each for each in node.body if isinstance(each, ast.AugAssign)]
    changed = {_owner(each.target) for each in steps}
    calls = (each.value for each in node.body if isinstance(each, ast.Expr))
    changed |= {_owner(each) for each in calls if _takes_out(each)}
    counted = {
        each.target.id
        for each in steps
        if isinstance(each.target, ast.Name) and getattr(each.value, "value", None) == 1
    }
    parts = (n for each in node.body for n in ast.walk(each) if isinstance(n, ast.Subscript))
    moved = {getattr(part.slice, "id", "") for part in parts} & counted
    return bool(moved) and bool((changed - moved) & names_in(ast.unparse(node.test)))


def headers(place: Place, node: ast.If | ast.While) -> Iterator[Edit]:
    """Exchange `if` and `while`, `if` and `elif`, or drop the condition around a block."""
    source = place.source
    start = source.start(node)
    if isinstance(node, ast.While):
        yield place.put([(start, start + 5, "if")], "`if` instead of `while`", 5.0, "header")
        return
    if source.text.startswith("if", start):
        if not node.orelse:
            bits = _TAKEN if _takes_what_it_asks(place, node) or _shrinks(node) else 5.0
            yield place.put(
                [(start, start + 2, "while")], "`while` instead of `if`", bits, "header"
            )
        block = place.block(node)
        index = block.index(node) if node in block else 0
        before = block[index - 1] if index else None
        if isinstance(before, ast.If) and not _otherwise(before):
            yield place.put([(start, start + 2, "elif")], "`elif` instead of `if`", 4.5, "header")
    if source.text.startswith("elif", start):
        yield place.put([(start, start + 4, "if")], "`if` instead of `elif`", 4.5, "header")
    if source.text.startswith("if", start) and not node.orelse and own_line(place, node):
        low, high = line_span(place, node)
        first = line_span(place, node.body[0])[0]
        if first > low:
            inner = source.indent(source.start(node.body[0]))
            body = reindented(source.text[first:high], inner, source.indent(start))
            yield place.put([(low, high, body)], "drop the condition around a block", 6.0, "unwrap")


def _otherwise(node: ast.If) -> list[ast.stmt]:
    """Give what a chain of conditions does where none holds."""
    while len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
        node = node.orelse[0]
    return node.orelse


def errors(place: Place, node: ast.ExceptHandler | ast.Raise) -> Iterator[Edit]:
    """Catch or raise another kind of exception."""
    if isinstance(node, ast.ExceptHandler):
        kind = node.type
        if own_line(place, node.body[-1]) and not isinstance(node.body[-1], ast.Raise):
            yield insert_after(place, node.body[-1], "raise", "hand the error on", 6.0)
        old = place.text(kind) if kind is not None else ""
        if kind is not None:
            for name in _ERRORS:
                if name != old:
                    bits = 4.5 if name != "Exception" else 6.5
                    yield place.swap(
                        kind, name, f"catch {name} instead of {old}"[:90], bits, "error"
                    )
                    yield place.swap(kind, f"({old}, {name})" if old[0] != "(" else
                                     f"{old[:-1]}, {name})", f"catch {name} also", bits + 1,
                                     "error")  # fmt: skip
        return
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    if isinstance(raised, ast.Name):
        for name in (*_ERRORS, *place.known.functions):
            if name != raised.id and (name in _ERRORS or name.endswith(("Error", "Exception"))):
                yield place.swap(raised, name, f"raise {name} instead of {raised.id}", 4.0, "error")


def insert_before(place: Place, node: ast.stmt, text: str, kind: str, bits: float) -> Edit:
    """Insert one or more lines before a statement."""
    low = place.source.line_start(place.source.start(node))
    lines = "".join(indented(place, node, line) for line in text.split("\n"))
    return place.put([(low, low, lines)], kind, bits, "insert")


def insert_after(place: Place, node: ast.stmt, text: str, kind: str, bits: float) -> Edit:
    """Insert one or more lines after a statement."""
    _, high = line_span(place, node)
    source = place.source
    lines = "".join(indented(place, node, line) for line in text.split("\n"))
    if high == len(source.text) and not source.text.endswith(("\n", "\r")):
        lines = source.newline + lines[: -len(source.newline)]
    return place.put([(high, high, lines)], kind, bits, "insert")


def under(place: Place, node: ast.stmt, test: str, action: str) -> str:
    """Give a statement under a condition, to stand where another statement does."""
    source = place.source
    return f"if {test}:{source.newline}{source.indent(source.start(node))}{step(place)}{action}"


def step(place: Place) -> str:
    """Give the file's own indentation step."""
    source = place.source
    outer = source.indent(source.offset(place.function.lineno, place.function.col_offset))
    inner = source.indent(source.start(place.function.body[0]))
    return inner[len(outer) :] if inner.startswith(outer) and len(inner) > len(outer) else "    "


def again(place: Place, node: ast.stmt) -> list[Choice]:
    """Give the way out of a handler that hands its error on."""
    around = any(isinstance(each, ast.ExceptHandler) for each in place.ancestors(node))
    return [Choice("raise", 1.0)] if around else []


def statements(place: Place) -> list[ast.stmt]:
    """List the statements of the function that have their lines for themselves."""
    found: list[ast.stmt] = []
    for node in place.nodes:
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if isinstance(node, ast.stmt) and not is_docstring and own_line(place, node):
            found.append(node)
    return found


def widened(place: Place, node: ast.AST) -> Iterator[Edit]:
    """Widen or narrow a condition with another one, or replace it."""
    tests: list[ast.expr] = []
    if isinstance(node, (ast.If, ast.While, ast.IfExp)):
        tests = [node.test]
    elif isinstance(node, ast.comprehension):
        tests = list(node.ifs)
    elif isinstance(node, ast.Return) and isinstance(node.value, (ast.Compare, ast.BoolOp)):
        tests = [node.value]
    pool = predicates(place)
    for test in tests:
        old = place.text(test)
        constant = isinstance(test, ast.Constant)
        for choice in pool:
            if choice.text == old:
                continue
            bits = (1.5 if constant else 6.5) + choice.bits
            words = f"`{choice.text}` instead of `{old}`"
            yield place.swap(test, choice.text, words[:90], bits, "condition")
            if not constant:
                carried = isinstance(node, ast.While) and choice.text in names_set(node)
                yield from _joined(place, test, choice, _CARRIED * carried)
    if isinstance(node, ast.comprehension) and not node.ifs:
        end = place.source.end(node.iter)
        for choice in pool:
            words = f"only if `{choice.text}`"
            yield place.put([(end, end, f" if {choice.text}")], words, 5 + choice.bits, "condition")


def answered(place: Place, node: ast.Return) -> Iterator[Edit]:
    """Answer with a condition instead of always the same."""
    if not isinstance(node.value, ast.Constant) or not isinstance(node.value.value, bool):
        return
    left = left_over(place, node)
    for choice in predicates(place):
        bits = 5.5 + choice.bits - LEFT_OVER * bool(left & names_in(choice.text))
        bits += _NOT_NOTHING * (bool(left) and choice.text[-1] in "12")
        text = f"return {choice.text}"
        yield place.swap(node, text, f"`{text}`"[:90], bits, "condition")


def _joined(place: Place, test: ast.expr, choice: Choice, likely: float) -> Iterator[Edit]:
    for word, strength in (("or", 3), ("and", 4)):
        old = place.bare(test, strength)
        new = choice.text if strength == 3 or " or " not in choice.text else f"({choice.text})"
        if place.text(test) in choice.text or choice.text in place.text(test).split(f" {word} "):
            continue
        for text, more in ((f"{old} {word} {new}", 0.0), (f"{new} {word} {old}", 0.3)):
            bits = 4.0 + more + choice.bits - likely * (word == "or")
            yield place.swap(test, text, f"`{text}`"[:90], bits, "condition")
