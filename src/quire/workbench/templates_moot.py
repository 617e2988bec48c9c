"""Edit templates for marks: what is marked already, what no mark tells apart, what none ends."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .oddities import names_set
from .predicates import results
from .scope import MAPS, Place
from .source import Edit
from .templates_statements import insert_after, insert_before, own_line, step
from .templates_undone import names_around
from .units import FUNCTIONS

_UNITED = 5.0  # bits for joining two groups, not two of their members
_HALF = 2.0  # bits by which that is likelier where one of them stands for its group
_MARKED = 4.5  # bits for leaving where what is to be marked is marked already
_SAME = 3.5  # bits for leaving where a mark is what was there
_LOST = 4.5  # bits for setting a name to None that is asked for, and always set
_NEVER = 4.0  # bits for setting what is asked for and never set
_MOST_WAYS = 4


def already(place: Place, node: ast.Expr | ast.Assign) -> Iterator[Edit]:
    """Leave where something is marked already that is about to be marked."""
    pair = _marked(place, node)
    if pair is None or not own_line(place, node):
        return
    test = " in ".join(pair)
    if any(test in place.text(each) for each in place.block(node)):
        return
    ways = [f"return {text}".rstrip() for text in _plain_answers(place)]
    ways += ["continue"] * place.in_loop(node)
    for worse, way in enumerate(ways):
        text = f"if {test}:\n{step(place)}{way}"
        yield insert_before(place, node, text, f"`{way}` if `{test}`"[:90], _MARKED + 0.3 * worse)


def _marked(place: Place, node: ast.Expr | ast.Assign) -> tuple[str, str] | None:
    """Give what a statement puts in, and into what."""
    if isinstance(node, ast.Assign):
        target = node.targets[0]
        if not isinstance(target, ast.Subscript) or not place.types(target.value) & MAPS:
            return None
        return place.atom(target.slice), place.text(target.value)
    call = node.value
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return None
    if call.func.attr != "add" or len(call.args) != 1:
        return None
    return place.atom(call.args[0]), place.text(call.func.value)


def _plain_answers(place: Place) -> list[str]:
    """List what the function returns that computes nothing, constants first."""
    returns = [node for node in place.nodes if isinstance(node, ast.Return)]
    values = [node.value for node in returns]
    plain = [place.text(v) for v in values if v and isinstance(v, (ast.Constant, ast.UnaryOp))]
    plain += [place.text(v) for v in values if isinstance(v, ast.Name)]
    plain += [""] * any(value is None for value in values)
    return list(dict.fromkeys(plain))[:_MOST_WAYS]


def same_mark(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Leave at once where a mark is what is looked for: it would never come to an end.

    What is asked whether it is still `start` is set to `colour`, and then others are looked at.
    """
    target, text = node.targets[0], place.text(node.targets[0])
    if not isinstance(target, (ast.Subscript, ast.Attribute)) or "\n" in place.text(node):
        return
    mark = place.text(node.value)
    asked = [each for each in place.nodes if isinstance(each, ast.Compare) and len(each.ops) == 1]
    for test in asked:
        pair = (test.left, test.comparators[0])
        sides = [side for side in pair if place.text(side) != text]
        if len(sides) != 1 or not isinstance(test.ops[0], (ast.Eq, ast.NotEq)):
            continue
        sought = place.text(sides[0])
        if sought != mark and isinstance(sides[0], (ast.Name, ast.Constant)):
            yield from _left_at_once(place, test, sides[0], mark)


def _left_at_once(place: Place, test: ast.Compare, sought: ast.expr, mark: str) -> Iterator[Edit]:
    text, negated = place.text(sought), isinstance(test.ops[0], ast.NotEq)
    if not isinstance(place.parent(test), ast.BoolOp):
        word, sign = ("or", "==") if negated else ("and", "!=")
        new = f"{place.text(test)} {word} {text} {sign} {mark}"
        yield place.swap(test, new, f"`{new}`"[:90], _SAME + 1.0, "condition")
    for each in place.function.body:
        stores = isinstance(each, ast.Assign) and place.text(each.targets[0]) == text
        if not stores or not own_line(place, each):
            continue
        for worse, answer in enumerate(results(place)[:_MOST_WAYS]):
            way = f"return {answer.text}".rstrip()
            line = f"if {text} == {mark}:\n{step(place)}{way}"
            words = f"`{way}` if `{text} == {mark}`"
            yield insert_after(place, each, line, words[:90], _SAME + 0.3 * worse)


def lost(place: Place, node: ast.If) -> Iterator[Edit]:
    """Set a name to None where it has no next value: something asks for it, nothing says so."""
    tests = [each for each in ast.walk(node.test) if isinstance(each, ast.Name)]
    if not node.orelse or isinstance(node.orelse[0], ast.If) or not place.in_loop(node):
        return
    for name in dict.fromkeys(each.id for each in tests if _is_asked(place, each)):
        moved = any(name in names_set(each) for each in node.body)
        if moved and not any(name in names_set(each) for each in node.orelse):
            last = node.orelse[-1]
            if own_line(place, last) and not isinstance(last, (ast.Return, ast.Raise, ast.Break)):
                new = f"{name} = None"
                yield insert_after(place, last, new, f"insert `{new}`", _LOST)


def _is_asked(place: Place, name: ast.Name) -> bool:
    """Say whether a name is asked whether it is anything at all."""
    above = place.parent(name)
    if isinstance(above, ast.Compare):
        return isinstance(above.ops[0], (ast.Is, ast.IsNot))
    return isinstance(above, (ast.BoolOp, ast.If)) or isinstance(
        getattr(above, "op", None), ast.Not
    )


def united(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Join what stands for two groups, not two of their members: `up[find(a)] = find(b)`."""
    target = node.targets[0]
    if not isinstance(target, ast.Subscript) or isinstance(target.slice, ast.Slice):
        return
    key, value, table = place.text(target.slice), place.text(node.value), place.text(target.value)
    around = names_around(place, node)
    for function in (each for each in place.source.nodes if isinstance(each, FUNCTIONS)):
        arguments = [a.arg for a in function.args.args if a.arg != "self"]
        method = len(arguments) < len(function.args.args)
        if len(arguments) != 1 or function.name in around or table not in ast.unparse(function):
            continue
        call = f"self.{function.name}" if method else function.name
        one, two = (each if f"{call}(" in each else f"{call}({each})" for each in (key, value))
        bits = _UNITED - _HALF * (two == value)
        new = f"{table}[{one}] = {two}"
        yield place.swap(node, new, f"`{new}`"[:90], bits, "wrap")


def never_set(place: Place, node: ast.Compare) -> Iterator[Edit]:
    """Set what is asked for and nothing sets: a state that is never reached."""
    asked, known = node.left, node.comparators[0]
    equal = isinstance(node.ops[0], (ast.Eq, ast.NotEq)) and len(node.ops) == 1
    if not equal or not isinstance(asked, (ast.Subscript, ast.Attribute)):
        return
    if not isinstance(known, ast.Constant) or type(known.value) not in (int, str, bool):
        return
    target, wanted = place.text(asked), place.text(known)
    steps = (each for each in place.nodes if isinstance(each, ast.Assign))
    set_here = [each for each in steps if place.text(each.targets[0]) == target]
    if not set_here or any(place.text(each.value) == wanted for each in set_here):
        return
    new = f"{target} = {wanted}"
    for each in place.nodes:
        if isinstance(each, ast.Return) and own_line(place, each):
            block = place.block(each)
            if any(step in block for step in set_here):
                yield insert_before(place, each, new, f"insert `{new}`", _NEVER)
