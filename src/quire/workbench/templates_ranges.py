"""Edit templates for the order of cases, counts beyond a length, flags, and what is left over."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .mistaken import takes_all
from .scope import Place, word_of
from .source import Edit
from .templates_statements import insert_before, own_line, step

_MULTIPLES = 2.5  # bits for the multiples of a number without itself
_BRANCHES = 5.0  # bits for two cases in the other order
_UNREACHED = 1.5  # the same where the second is never reached: whatever it asks, the first takes
_AROUND = 5.0  # bits for a count that goes round
_BEGUN = 2.0  # bits for what every reader of a loop or a search in order takes for meant
_FLAG = 3.0  # bits for a flag that a loop sets once for all
_LEFT = 5.5  # bits for exactly one thing left over
_SIGNED = 4.0  # bits for digits with a sign before them
_UNITS = 6.0  # bits for another unit
_OF_UNITS = (60, 100, 1000, 24, 3600)
_ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


def cases(place: Place, node: ast.If) -> Iterator[Edit]:
    """Exchange a case and the next one."""
    if len(node.orelse) != 1 or not isinstance(node.orelse[0], ast.If):
        return
    second = node.orelse[0]
    source = place.source
    if source.text[source.start(second) : source.start(second) + 4] != "elif":
        return
    spans = []
    for one, two in ((node, second), (second, node)):
        spans.append((source.start(one.test), source.end(one.test), place.text(two.test)))
        spans.append((*_body(place, one), _body_text(place, two)))
    bits = _UNREACHED if takes_all(node.test, second.test) else _BRANCHES
    yield place.put(sorted(spans), "exchange two cases", bits, "swap")


def _body(place: Place, node: ast.If) -> tuple[int, int]:
    return place.source.start(node.body[0]), place.source.end(node.body[-1])


def _body_text(place: Place, node: ast.If) -> str:
    first, last = _body(place, node)
    return place.source.text[first:last]


def begun(place: Place, node: ast.Compare) -> Iterator[Edit]:
    """Compare what a loop counts with where it begins, not with 0: `j > i + 1`."""
    if not isinstance(node.left, ast.Name) or len(node.ops) != 1:
        return
    bound = node.comparators[0]
    if not isinstance(bound, ast.Constant) or bound.value != 0:
        return
    for loop in place.ancestors(node):
        if not isinstance(loop, ast.For) or place.text(loop.target) != node.left.id:
            continue
        called = loop.iter
        if isinstance(called, ast.Call) and place.text(called.func) == "range":
            first = called.args[0] if len(called.args) > 1 else bound
            if place.text(first) != place.text(bound):
                new = place.bare(first, 7)
                words = f"`{new}` instead of `0`, where the loop begins"
                yield place.swap(bound, new, words[:90], _BEGUN, "value")


def ahead(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Let the faster of two begin a step ahead: `slow, fast = head, head.next`."""
    target, value = node.targets[0], node.value
    if not isinstance(target, ast.Tuple) or not isinstance(value, ast.Tuple):
        return
    if len(value.elts) != 2 or len({place.text(each) for each in value.elts}) > 1:
        return
    names = [place.text(each) for each in target.elts]
    for name, one in zip(names, value.elts):
        if isinstance(one, ast.Name) and any(
            isinstance(each, ast.Attribute) and place.text(each) == f"{name}.next.next"
            for each in place.nodes
        ):
            new = f"{one.id}.next"
            yield place.swap(one, new, f"`{name}` begins at `{new}`", _FLAG, "value")


def bisected(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Find the last that is not greater: `bisect_right(rows, x) - 1`."""
    around = place.parent(node)
    name = place.text(node.func)
    if not isinstance(around, ast.BinOp) or not isinstance(around.op, ast.Sub):
        return
    if around.left is node and name.endswith(".bisect_left"):
        new = name.replace("bisect_left", "bisect_right")
        yield place.swap(node.func, new, f"`{new}`", _BEGUN, "call")


def goes_round(place: Place, node: ast.If) -> Iterator[Edit]:
    """Let a count begin anew behind a length: `k %= n` before what compares the two."""
    if not own_line(place, node) or place.in_loop(node):
        return
    for each in ast.walk(node.test):
        if not isinstance(each, ast.Compare) or len(each.ops) != 1:
            continue
        if not isinstance(each.ops[0], (ast.Eq, ast.Gt, ast.GtE)):
            continue
        count, length = each.left, each.comparators[0]
        if isinstance(count, ast.Name) and isinstance(length, (ast.Name, ast.Call)):
            if isinstance(length, ast.Call) and not place.text(length).startswith("len("):
                continue
            text = f"{count.id} %= {place.text(length)}"
            yield insert_before(place, node, text, f"insert `{text}`"[:90], _AROUND)


def multiples(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Begin with a multiple that is not the number itself: `range(2 * p, n, p)`."""
    plain = word_of(node.func) == "range" and len(node.args) == len(("low", "high", "step"))
    if plain and place.text(node.args[0]) == place.text(node.args[2]):
        step = place.text(node.args[2])
        for new in (f"{step} * {step}", f"2 * {step}"):
            yield place.swap(node.args[0], new, f"from `{new}` on"[:90], _MULTIPLES, "loop")


def flag(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Keep a flag that one turn of a loop has set, whatever the later ones find."""
    target = node.targets[0]
    if not isinstance(target, ast.Name) or not place.in_loop(node) or not own_line(place, node):
        return
    if isinstance(node.value, ast.Constant):
        return
    first = {
        each.value.value
        for each in place.nodes
        if isinstance(each, ast.Assign)
        and isinstance(each.value, ast.Constant)
        and place.text(each.targets[0]) == target.id
    }
    if len(first) != 1:
        return
    value = first.pop()
    if value is False and not place.text(node.value).startswith(f"{target.id} or"):
        source = place.source
        indent = source.indent(source.start(node))
        inside = f"{source.newline}{indent}{step(place)}{target.id} = True"
        test = place.bare(node.value, 0)
        yield place.swap(node, f"if {test}:{inside}", f"`{target.id}` stays set", _FLAG, "kept")
    elif value is True and not place.text(node.value).startswith(f"{target.id} and"):
        new = f"{target.id} and {place.bare(node.value, 4)}"
        yield place.swap(node.value, new, f"`{new}`"[:90], _FLAG, "kept")


def left_over(place: Place, node: ast.If) -> Iterator[Edit]:
    """Ask that exactly one thing is left, not only that something is."""
    test = node.test
    if not isinstance(test, ast.UnaryOp) or not isinstance(test.op, ast.Not):
        return
    listed = place.types(test.operand) & {"list", "deque"}
    if listed and node.body and isinstance(node.body[-1], (ast.Raise, ast.Return)):
        new = f"len({place.text(test.operand)}) != 1"
        yield place.swap(test, new, f"`{new}`"[:90], _LEFT, "condition")


def signed(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Take a number with a sign before it for one, too."""
    function = node.func
    if not isinstance(function, ast.Attribute) or function.attr not in ("isdigit", "isdecimal"):
        return
    if isinstance(function.value, (ast.Name, ast.Subscript)):
        end = place.source.end(function.value)
        yield place.put([(end, end, '.lstrip("-")')], "digits with a sign", _SIGNED, "slip")


def units(place: Place, node: ast.Compare) -> Iterator[Edit]:
    """Compare in the unit that the function reckons with: `6 * 60` minutes for 6 hours."""
    if len(node.ops) != 1 or not isinstance(node.ops[0], _ORDER):
        return
    used = {
        each.value
        for each in ast.walk(place.source.tree)
        if isinstance(each, ast.Constant) and isinstance(each.value, int)
    }
    bound = node.comparators[0]
    if isinstance(bound, ast.Constant) and isinstance(bound.value, int) and bound.value > 1:
        for unit in _OF_UNITS:
            if unit in used and unit != bound.value:
                new = f"{bound.value} * {unit}"
                yield place.swap(bound, new, f"`{new}`", _UNITS, "value")
