"""Edit templates for what is done for a while and then taken back: marks, paths, counts."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .careless import overwritten
from .scope import Place, word_of
from .source import Edit
from .templates_clues import names_in
from .templates_statements import insert_after, insert_before, own_line
from .units import FUNCTIONS

_FORGOTTEN = 7.0  # bits for a second half that is lacking
_OPPOSITES = {  # of a method, and whether it takes the same arguments
    "add": ("remove", True), "append": ("pop", False), "appendleft": ("popleft", False),
    "acquire": ("release", False), "push": ("pop", False), "start": ("stop", False),
    "open": ("close", False), "begin": ("end", False), "enter": ("leave", False),
}  # fmt: skip
_AROUND = 3.0  # bits for the other half of what surrounds a function's call of itself
_MARKED = 2.0  # bits for changing what is kept before and put back afterwards
_MARKS = {"str": ("'#'", "''", "None"), "int": ("-1", "0", "None"), "bool": ("True", "False")}
_UNKNOWN = ("None", "'#'", "0", "True")


def undone(place: Place, node: ast.Expr) -> Iterator[Edit]:
    """Take out again at the end of a block what was put in for the sake of its middle."""
    call, block = node.value, place.block(node)
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return
    owner, opposite = place.text(call.func.value), _OPPOSITES.get(call.func.attr)
    later = block[block.index(node) + 1 :] if node in block else []
    if opposite is None or not later or any(_calls(each, owner, opposite[0]) for each in later):
        return
    given = ", ".join(place.text(each) for each in call.args)
    again = any(place.function.name in names_in(place.text(each)) for each in later)
    kin = any(_calls(each, "", opposite[0]) for each in later)
    text = f"{owner}.{opposite[0]}({given if opposite[1] else ''})"
    bits = _FORGOTTEN - 2.0 * kin - 2.0 * (again or _is_nested(place, node))
    for each in later:
        if not isinstance(each, (ast.Return, ast.Raise)) and own_line(place, each):
            yield insert_after(
                place, each, text, f"`{text}` again"[:90], bits + (each is not later[-1])
            )


def _calls(node: ast.AST, owner: str, method: str) -> bool:
    """Say whether a method of an owner (or of any) is called inside a node."""
    return any(
        isinstance(each, ast.Attribute) and each.attr == method
        and (not owner or ast.unparse(each.value) == owner)
        for each in ast.walk(node)
    )  # fmt: skip


def _is_nested(place: Place, node: ast.AST) -> bool:
    """Say whether a node stands in a function inside of the function."""
    return any(
        isinstance(each, FUNCTIONS) for each in place.ancestors(node) if each is not place.function
    )


def goes_on(place: Place, loop: ast.For | ast.While) -> Iterator[Edit]:
    """Go on to what each turn of a loop hangs behind the same one: `tail = tail.next`."""
    for node in overwritten(loop):
        if own_line(place, node):
            target, value = place.text(node.targets[0]), place.text(node.value)
            name = target.partition(".")[0]
            yield insert_after(place, node, f"{name} = {target}", f"`{name} = {target}`", 3.5)
            if isinstance(node.value, ast.Name):
                yield insert_after(place, node, f"{name} = {value}", f"`{name} = {value}`", 5.0)


def put_back(place: Place, node: ast.Assign | ast.AugAssign) -> Iterator[Edit]:
    """Put back behind a function's call of itself what was set for its sake."""
    block = place.block(node)
    text = _other_half(place, node)
    later = block[block.index(node) + 1 :] if node in block else []
    if not text or not any(_again(place, each) for each in later):
        return
    if any(_sets(place, each, node) for each in later):
        return
    plain = [each for each in later if not isinstance(each, (ast.Return, ast.Raise))]
    before = next(each for each in later if _again(place, each))
    for each in dict.fromkeys([*plain[-1:], before]):
        if own_line(place, each):
            yield insert_after(place, each, text, f"`{text}` again"[:90], _AROUND)


def put_before(place: Place, node: ast.stmt) -> Iterator[Edit]:
    """Do before a function's call of itself what is taken back after it."""
    block = place.block(node)
    earlier = block[: block.index(node)] if node in block else []
    calls = [each for each in earlier if _again(place, each)]
    if not calls or not own_line(place, calls[0]):
        return
    first = calls[0]
    if isinstance(node, (ast.Assign, ast.AugAssign)):
        text = _other_half(place, node)
        if text and not any(_sets(place, each, node) for each in earlier):
            yield insert_before(place, first, text, f"`{text}` before"[:90], _AROUND)
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        for text, more in _put_in(place, node.value, earlier):
            yield insert_before(place, first, text, f"`{text}` before"[:90], _AROUND + more)


def _put_in(place: Place, call: ast.Call, earlier: list[ast.stmt]) -> Iterator[tuple[str, float]]:
    """Yield what may have put in what a call takes out, with bits."""
    if not isinstance(call.func, ast.Attribute):
        return
    owner = place.text(call.func.value)
    methods = [method for method, (other, _) in _OPPOSITES.items() if other == call.func.attr]
    if any(_calls(each, owner, method) for each in earlier for method in methods):
        return
    for method in methods:
        if call.args:
            yield f"{owner}.{method}({place.text(call.args[0])})", 0.0
            continue
        for name in place.locals:
            if name != owner:
                yield f"{owner}.{method}({name})", 2.0


def _other_half(place: Place, node: ast.stmt) -> str:
    """Give the statement that takes back a mark or a count, nothing for others."""
    if isinstance(node, ast.AugAssign):
        signs = {ast.Add: "-=", ast.Sub: "+="}
        sign = signs.get(type(node.op))
        part = isinstance(node.target, (ast.Subscript, ast.Attribute))
        return f"{place.text(node.target)} {sign} {place.text(node.value)}" if sign and part else ""
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Constant):
        return ""
    target = node.targets[0]
    if not isinstance(target, (ast.Subscript, ast.Attribute)) or len(node.targets) > 1:
        return ""
    if isinstance(node.value.value, bool):
        return f"{place.text(target)} = {not node.value.value}"
    before = _before(place, node, place.text(target))
    return f"{place.text(target)} = {before}" if before else ""


def _before(place: Place, node: ast.stmt, text: str) -> str:
    """Tell what a place held before a statement: a name that keeps it, or what it was asked for."""
    block = place.block(node)
    for each in reversed(block[: block.index(node)] if node in block else []):
        if isinstance(each, ast.Assign) and place.text(each.value) == text:
            return place.text(each.targets[0])
        for test in (n for n in ast.walk(each) if isinstance(n, ast.Compare)):
            left, right = place.text(test.left), place.text(test.comparators[0])
            asked = isinstance(test.ops[0], ast.NotEq) and isinstance(each, ast.If)
            if asked and text in (left, right):
                return right if left == text else left
    return ""


def _sets(place: Place, node: ast.stmt, like: ast.Assign | ast.AugAssign) -> bool:
    """Say whether a statement sets what another one sets."""
    target = like.target if isinstance(like, ast.AugAssign) else like.targets[0]
    text = place.text(target)
    return any(
        isinstance(getattr(each, "ctx", None), ast.Store) and place.text(each) == text
        for each in ast.walk(node)
    )


def names_around(place: Place, node: ast.AST) -> set[str]:
    """Name the functions in which a node stands."""
    inner = {each.name for each in place.ancestors(node) if isinstance(each, FUNCTIONS)}
    return inner | {place.function.name}


def _again(place: Place, node: ast.stmt) -> bool:
    """Say whether a statement calls a function in which it stands."""
    around = names_around(place, node)
    return any(
        isinstance(each, ast.Call) and word_of(each.func) in around for each in ast.walk(node)
    )


def marked(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Mark what is kept before and put back afterwards, and never changed in between."""
    block, kept = place.block(node), node.value
    later = block[block.index(node) + 1 :] if node in block else []
    if not isinstance(kept, (ast.Subscript, ast.Attribute)) or not own_line(place, node):
        return
    name, text = node.targets[0], place.text(kept)
    assigned = [each for each in later if isinstance(each, ast.Assign)]
    stores = [each for each in assigned if place.text(each.targets[0]) == text]
    if len(stores) != 1 or place.text(stores[0].value) != place.text(name):
        return
    kinds = sorted(place.types(kept) & set(_MARKS))
    marks = _MARKS[kinds[0]] if kinds else _UNKNOWN
    for worse, mark in enumerate(marks):
        line = f"{text} = {mark}"
        yield insert_after(place, node, line, f"`{line}` meanwhile"[:90], _MARKED + worse)
