"""Loops, conditions and results that do not do what whoever writes them means."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from .oddities import names_of
from .scope import word_of
from .units import FUNCTIONS, Function

_NEW = {"strip", "lstrip", "rstrip", "lower", "upper", "title", "capitalize", "replace", "union",
        "intersection", "difference", "symmetric_difference", "zfill", "removeprefix",
        "removesuffix", "casefold", "swapcase", "ljust", "rjust", "center"}  # fmt: skip
_MADE = {"sorted", "reversed", "abs", "len", "sum", "str", "int", "list", "set"}
_IN_PLACE = {"sort", "reverse", "append", "extend", "insert", "remove", "clear"}
_TAKES = {"remove", "pop", "insert"}
_OWN = ("self", "cls")
# Signs between a place and a length that let it lie beyond, and those that let it lie before.
_AT_END: tuple[type[ast.cmpop], ...] = (ast.LtE, ast.GtE, ast.Eq, ast.Gt)
_BEFORE_END: tuple[type[ast.cmpop], ...] = (ast.Lt, ast.LtE, ast.Gt, ast.NotEq)
_MIRRORED = {ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE,
             ast.Eq: ast.Eq, ast.NotEq: ast.NotEq}  # fmt: skip


def careless(node: ast.AST) -> int:
    """Count loops that turn once or for ever, conditions that never vary, results that get lost."""
    if isinstance(node, ast.For):
        lost = len(overwritten(node)) + _loses_its_item(node) + _counts_once(node)
        return _turns_once(node) + _counts_on(node) + _takes_from_itself(node) + lost
    if isinstance(node, ast.While):
        return int(_stands_still(node)) + len(overwritten(node))
    if isinstance(node, ast.BoolOp):
        return _always_the_same(node) + _looks_past_the_end(node)
    if isinstance(node, ast.Expr):
        return int(_is_lost(node.value))
    if isinstance(node, ast.Assign):
        return int(_gives_nothing(node.value))
    if isinstance(node, (ast.If, ast.IfExp)):
        return 2 * _chooses_nothing(node)
    if isinstance(node, ast.Raise):  # a text is no error, and meets tests of TypeError only
        return 2 * isinstance(node.exc, (ast.Constant, ast.JoinedStr))
    if not isinstance(node, FUNCTIONS):
        return 0
    alike = _calls_itself_alike(node) + _always_answers_alike(node)
    unread = _keeps_for_nothing(node) + _leaves_out(node) + _only_the_last(node)
    return alike + _drops_its_answers(node) + unread + _forgets(node)


def _turns_once(loop: ast.For) -> bool:
    """Say whether every first turn leaves: it ends with an answer, and nothing goes on before.

    The first turn that does not go on rarely answers just yes or no for all of them.
    """
    last = loop.body[-1]
    answer = last.value if isinstance(last, ast.Return) else None
    if isinstance(answer, ast.Constant) and type(answer.value) is bool:
        return True
    goes_on = any(isinstance(each, ast.Continue) for each in _inside(loop))
    return not goes_on and _leaves(loop.body)


def _leaves(body: list[ast.stmt]) -> bool:
    last = body[-1]
    if isinstance(last, ast.If):
        return bool(last.orelse) and _leaves(last.body) and _leaves(last.orelse)
    return isinstance(last, (ast.Return, ast.Break))


def _counts_on(loop: ast.For) -> bool:
    """Say whether a loop that counts has its own number counted on in it: it takes no notice."""
    names = names_of(loop.target)
    if getattr(getattr(loop.iter, "func", None), "id", "") not in ("range", "enumerate"):
        return False
    steps = (each.target for each in _inside(loop) if isinstance(each, ast.AugAssign))
    return any(isinstance(target, ast.Name) and target.id in names for target in steps)


def _loses_its_item(loop: ast.For) -> int:
    """Count the names of a loop that are given another name's value in it."""
    names = names_of(loop.target)
    steps = (each for each in _inside(loop) if isinstance(each, ast.Assign))
    plain = (each for each in steps if isinstance(each.value, ast.Name))
    return sum(getattr(each.targets[0], "id", "") in names for each in plain)


def _takes_from_itself(loop: ast.For) -> bool:
    """Say whether a loop takes items out of the list it goes through, and goes on."""
    over = ast.dump(loop.iter)
    inner = list(_inside(loop))
    if not isinstance(loop.iter, (ast.Name, ast.Attribute)) or any(
        isinstance(each, (ast.Return, ast.Break)) for each in inner
    ):
        return False
    functions = (each.func for each in inner if isinstance(each, ast.Call))
    methods = (each for each in functions if isinstance(each, ast.Attribute))
    return any(m.attr in _TAKES and ast.dump(m.value) == over for m in methods)


def overwritten(loop: ast.For | ast.While) -> list[ast.Assign]:
    """List the statements with which each turn undoes what the last one did: `tail.next = node`."""
    inner = list(_inside(loop))
    names = (n for n in ast.walk(loop) if isinstance(n, ast.Name))
    moves = {name.id for name in names if not isinstance(name.ctx, ast.Load)}
    kept = (n for n in inner if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Load))
    read = {ast.unparse(each) for each in kept}
    return [
        each
        for each in loop.body
        if isinstance(each, ast.Assign)
        and isinstance(each.targets[0], ast.Attribute)
        and isinstance(each.targets[0].value, ast.Name)
        and each.targets[0].value.id not in moves | set(_OWN)
        and ast.unparse(each.targets[0]) not in read
        and names_of(each.value) & moves
    ]


def _inside(loop: ast.For | ast.While) -> Iterator[ast.AST]:
    return (each for statement in loop.body for each in ast.walk(statement))


def _stands_still(loop: ast.While) -> bool:
    """Say whether nothing that a loop asks for changes in it, and nothing leaves it."""
    asked = names_of(loop.test)
    inner = list(_inside(loop))
    if not asked or any(
        isinstance(each, (ast.Call, ast.Attribute)) for each in ast.walk(loop.test)
    ):
        return False
    if any(isinstance(each, (ast.Return, ast.Break, ast.Raise, ast.Yield)) for each in inner):
        return False
    return not any(_touches(each, asked) for each in inner)


def _touches(node: ast.AST, names: set[str]) -> bool:
    """Say whether a node sets one of some names, or may change what one holds."""
    if isinstance(node, ast.Name):
        return node.id in names and not isinstance(node.ctx, ast.Load)
    if isinstance(node, (ast.Subscript, ast.Attribute)) and not isinstance(node.ctx, ast.Load):
        return bool(names & names_of(node))
    if isinstance(node, ast.Call):
        return bool(names & names_of(node))
    return isinstance(node, (ast.Global, ast.Nonlocal))


def _always_the_same(node: ast.BoolOp) -> bool:
    """Say whether a condition holds always or never: `a != 1 or a != 2`, `a == 1 and a == 2`."""
    wanted = ast.NotEq if isinstance(node.op, ast.Or) else ast.Eq
    words = {ast.unparse(value) for value in node.values}
    if any({f"{each} is None", f"{each} is not None"} <= words for each in _asked_for_none(node)):
        return True
    if any(f"not {each}" in words for each in words):
        return True
    seen: dict[str, set[str]] = {}
    for value in node.values:
        if isinstance(value, ast.Compare) and len(value.ops) == 1:
            right = value.comparators[0]
            if isinstance(value.ops[0], wanted) and isinstance(right, ast.Constant):
                seen.setdefault(ast.dump(value.left), set()).add(repr(right.value))
    return any(len(values) > 1 for values in seen.values())


def _asked_for_none(node: ast.BoolOp) -> set[str]:
    """Tell what a condition asks whether it is None or is not."""
    tests = (each for each in node.values if isinstance(each, ast.Compare))
    asked = (each for each in tests if isinstance(each.ops[0], (ast.Is, ast.IsNot)))
    return {ast.unparse(each.left) for each in asked}


def _looks_past_the_end(node: ast.BoolOp) -> bool:
    """Say whether a condition looks where it just made sure that there is nothing.

    `i <= len(xs) and xs[i]` fails for the last number that it lets pass, `i >= len(xs) and xs[i]`
    for all.
    """
    wrong = _AT_END if isinstance(node.op, ast.And) else _BEFORE_END
    for number, test in enumerate(node.values):
        if not isinstance(test, ast.Compare) or len(test.ops) > 1:
            continue
        index, size = test.left, test.comparators[0]
        signs = wrong
        if _length_of(index):
            index, size, signs = size, index, tuple(_MIRRORED[sign] for sign in wrong)
        owner = _length_of(size)
        if owner and isinstance(test.ops[0], signs):
            later = (inner for each in node.values[number + 1 :] for inner in ast.walk(each))
            read = (each for each in later if isinstance(each, ast.Subscript))
            if any(
                ast.dump(e.value) == owner and ast.dump(e.slice) == ast.dump(index) for e in read
            ):
                return True
    return False


def _length_of(node: ast.expr) -> str:
    """Tell what a call of `len` counts."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "len" and node.args:
        return ast.dump(node.args[0])
    return ""


def _is_lost(value: ast.expr) -> bool:
    """Say whether a statement computes something and throws it away."""
    if isinstance(value, ast.Call):
        if isinstance(value.func, ast.Attribute):
            return value.func.attr in _NEW
        return getattr(value.func, "id", "") in _MADE
    return isinstance(value, (ast.Name, ast.BinOp, ast.Subscript, ast.BoolOp))


def _chooses_nothing(node: ast.If | ast.IfExp) -> bool:
    """Say whether both branches are the same: `a if missing else a`."""
    if isinstance(node, ast.IfExp):
        return ast.dump(node.body) == ast.dump(node.orelse)
    return list(map(ast.dump, node.body)) == list(map(ast.dump, node.orelse))


def _gives_nothing(value: ast.expr) -> bool:
    """Say whether what is kept is the None of what changes a list in place."""
    function = value.func if isinstance(value, ast.Call) else None
    if not isinstance(function, ast.Attribute) or function.attr not in _IN_PLACE:
        return False
    return isinstance(function.value, (ast.Name, ast.Attribute))


def _calls_itself_alike(function: Function) -> bool:
    """Say whether a function calls itself with just what it was given."""
    given = [each.arg for each in function.args.args if each.arg not in _OWN]
    names = [node for node in ast.walk(function) if isinstance(node, ast.Name)]
    changed = {name.id for name in names if not isinstance(name.ctx, ast.Load)}
    if not given or changed & set(given):
        return False
    made = (node for node in ast.walk(function) if isinstance(node, ast.Call))
    return any(
        calls(call, function) and [getattr(each, "id", "") for each in call.args] == given
        for call in made
    )


def _always_answers_alike(function: Function) -> bool:
    """Say whether a function answers in several places, and yes in all of them, or no."""
    nested = (each for each in ast.walk(function) if isinstance(each, FUNCTIONS))
    foreign = {node for each in nested if each is not function for node in ast.walk(each)}
    returns = (node for node in ast.walk(function) if isinstance(node, ast.Return))
    own = [getattr(node.value, "value", None) for node in returns if node not in foreign]
    return len(own) > 1 and len(set(map(repr, own))) == 1 and type(own[0]) is bool


def _drops_its_answers(function: Function) -> bool:
    """Say whether a function uses what it answers to itself in one place and not in another."""
    lost = used = 0
    for node in ast.walk(function):
        value = node.value if isinstance(node, (ast.Expr, ast.Assign, ast.Return)) else None
        if isinstance(value, ast.Call) and calls(value, function):
            lost += isinstance(node, ast.Expr)
            used += not isinstance(node, ast.Expr)
    return bool(lost and used)


def calls(call: ast.Call, function: Function) -> bool:
    """Say whether a call is one of the function itself."""
    owner = getattr(getattr(call.func, "value", None), "id", "self")
    named = word_of(call.func)
    return named == function.name and owner in _OWN


def _keeps_for_nothing(function: Function) -> int:
    """Count the names of new objects that are given another name at once and never used again."""
    names = [node for node in ast.walk(function) if isinstance(node, ast.Name)]
    reads = Counter(name.id for name in names if isinstance(name.ctx, ast.Load))
    steps = [node for node in ast.walk(function) if isinstance(node, ast.Assign)]
    made = {
        each.targets[0].id
        for each in steps
        if isinstance(each.value, ast.Call) and isinstance(each.targets[0], ast.Name)
    }
    renamed = (each.value.id for each in steps if isinstance(each.value, ast.Name))
    return sum(name in made and reads[name] == 1 for name in renamed)


def _leaves_out(function: Function) -> int:
    """Count the loops over a part of something of which nothing else is looked at."""
    nodes = list(ast.walk(function))
    reads = Counter(node.id for node in nodes if isinstance(node, ast.Name))
    parts = [node.iter for node in nodes if isinstance(node, (ast.For, ast.comprehension))]
    return sum(
        isinstance(part, ast.Subscript)
        and isinstance(part.slice, ast.Slice)
        and bool(part.slice.lower or part.slice.upper)
        and reads[getattr(part.value, "id", "")] == 1
        for part in parts
    )


def _counts_once(loop: ast.For) -> int:
    """Count the numbers that each turn sets anew and then counts on by a single step."""
    steps = [each for each in _inside(loop) if isinstance(each, ast.AugAssign)]
    counted = Counter(getattr(each.target, "id", "") for each in steps)
    own = {getattr(each.target, "id", "") for each in steps if each in loop.body}
    return sum(
        name in own and counted[name] == 1
        for each in loop.body
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.Constant)
        for name in [getattr(each.targets[0], "id", "")]
    )


def _only_the_last(function: Function) -> int:
    """Count what each turn of a loop works out anew and only what follows the loop reads."""
    found = 0
    nodes = list(ast.walk(function))
    reads = [n for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)]
    for loop in (node for node in nodes if isinstance(node, ast.For)):
        inner = set(_inside(loop))
        if any(isinstance(each, (ast.Break, ast.Return)) for each in inner):
            continue
        inside = {n.id for n in reads if n in inner}
        behind = {n.id for n in reads if n.lineno > (loop.end_lineno or loop.lineno)}
        found += sum(
            isinstance(each, ast.Assign)
            and isinstance(each.value, (ast.BinOp, ast.BoolOp, ast.Compare))
            and getattr(each.targets[0], "id", "") in behind - inside
            for each in loop.body
        )
    return found


def _forgets(function: Function) -> int:
    """Count the names that a loop sets by the call that set them before it, never having read them.

    `value = self.read()` and then `while more(): value = self.read()` loses all but the last.
    """
    nodes = list(ast.walk(function))
    sets = [(_set_by_call(each), each) for each in nodes if isinstance(each, ast.Assign)]
    found = 0
    for loop in (each for each in nodes if isinstance(each, (ast.For, ast.While))):
        read = {n.id for n in ast.walk(loop) if isinstance(n, ast.Name) and _is_read(n)}
        before = {made for made, each in sets if made[0] and each.lineno < loop.lineno}
        anew = {made for made, each in sets if each in loop.body}
        found += len({name for name, _ in before & anew} - read)
    return found


def _set_by_call(node: ast.Assign) -> tuple[str, str]:
    """Give the name that a call gives a value, and what is called."""
    name, call = node.targets[0], node.value
    plain = isinstance(name, ast.Name) and isinstance(call, ast.Call)
    return (
        (word_of(name), ast.dump(call.func)) if plain and isinstance(call, ast.Call) else ("", "")
    )


def _is_read(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Load)
