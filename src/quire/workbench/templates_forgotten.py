"""Edit templates for what is begun and not carried on: a sign, a count, a case, a state."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .beginnings import beginnings, classes, set_by
from .scope import Place
from .source import Edit
from .templates_statements import insert_after, insert_before, own_line, step

_UNMOVED = (
    3.0  # bits for changing a name that is set before all else, read later, and never changed
)
_ONE = 6.0  # for an answer of its own to a single item
_STATE = 6.0  # for giving an attribute back what it has in the beginning
_OWN = 4.0  # for a collection of each object, not of its class
_SIZED = {"list", "tuple", "str"}
_BLOCKS = (ast.For, ast.While, ast.If)


def unmoved(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Change a plain value that a function begins with and reads in the end, but never changes."""
    name, value = node.targets[0], node.value
    if isinstance(value, ast.UnaryOp):
        value = value.operand
    if not isinstance(name, ast.Name) or not isinstance(value, ast.Constant):
        return
    if node not in place.function.body or type(value.value) not in (int, bool):
        return
    uses = [n for n in place.nodes if isinstance(n, ast.Name) and n.id == name.id and n is not name]
    if not uses or not all(isinstance(use.ctx, ast.Load) for use in uses):
        return
    if isinstance(value.value, bool):
        ways = [f"{name.id} = {not value.value}", f"{name.id} = not {name.id}"]
    else:
        ways = [f"{name.id} += 1", f"{name.id} = -{name.id}", f"{name.id} -= 1"]
    for last in _ends_of_blocks(place):
        for extra, new in enumerate(ways):
            yield insert_after(place, last, new, f"insert `{new}`"[:90], _UNMOVED + 0.5 * extra)


def _ends_of_blocks(place: Place) -> Iterator[ast.stmt]:
    """Yield the last statements of loops and branches that others may follow."""
    for node in place.nodes:
        if isinstance(node, _BLOCKS):
            for block in (node.body, node.orelse):
                plain = block and isinstance(block[-1], (ast.Expr, ast.Assign, ast.AugAssign))
                if plain and own_line(place, block[-1]):
                    yield block[-1]


def single(place: Place) -> Iterator[Edit]:
    """Answer at once where there is but one item, in a function that looks at several."""
    body = place.function.body
    first = next((s for s in body if not _is_text(s)), None)
    if first is None or (not own_line(place, first) and not isinstance(first, _BLOCKS)):
        return
    names = [argument.arg for argument in place.function.args.args]
    for name in names:
        kinds = place.known.types.get(name, set())
        if not kinds & _SIZED or not any(_looks_beyond(node, name) for node in place.nodes):
            continue
        answers = (f"{name}[0]", name, "0", "1", "True", "[]")
        for number, answer in enumerate(answers):
            for test in (f"len({name}) == 1", f"len({name}) < 2"):
                new = f"if {test}:\n{step(place)}return {answer}"
                words = f"`return {answer}` if `{test}`"
                later = 0.5 * test.endswith("2")
                yield insert_before(place, first, new, words, _ONE + 0.5 * number + later)


def _is_text(node: ast.stmt) -> bool:
    """Say whether a statement is a documentation, or a function that others use."""
    return isinstance(node, ast.FunctionDef) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    )


def _looks_beyond(node: ast.AST, name: str) -> bool:
    """Say whether a part of a list is read, or an item behind the first one."""
    if not isinstance(node, ast.Subscript) or getattr(node.value, "id", "") != name:
        return False
    return isinstance(node.slice, ast.Slice) or getattr(node.slice, "value", 0) != 0


def begun_again(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Give an attribute what it has in the beginning where another one of its object is set."""
    target = node.targets[0]
    if not isinstance(target, ast.Attribute) or not own_line(place, node):
        return
    owner = place.text(target.value)
    around = {place.text(each) for each in place.block(node)}
    for beginning in beginnings(place):
        for name, value in beginning.items() if target.attr in beginning else ():
            new = f"{owner}.{name} = {value}"
            if value and name != target.attr and new not in around:
                yield insert_before(place, node, new, f"insert `{new}`"[:90], _STATE)


def own_state(place: Place) -> Iterator[Edit]:
    """Give each object a collection of its own, not one for the whole class."""
    function, owners = place.function, place.unit.owners
    if function.name != "__init__" or not owners:
        return
    kind = next((each for each in classes(place) if function in each.body), None)
    last = function.body[-1]
    for node in kind.body if kind is not None and own_line(place, last) else ():
        target, value = set_by(node)
        if isinstance(target, ast.Name) and isinstance(value, (ast.List, ast.Dict, ast.Call)):
            new = f"self.{target.id} = {ast.unparse(value)}"
            yield insert_after(place, last, new, f"insert `{new}`"[:90], _OWN)
