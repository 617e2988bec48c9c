"""What computes nothing, or says the same twice: what nobody writes on purpose."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Sequence

from .scope import constant_int
from .twins import exchanged

_IDLE = (((ast.Mult, ast.FloorDiv, ast.Mod, ast.Pow), 1), ((ast.Add, ast.Sub), 0))
_PAIR = 2
_NEAR = 4  # nodes by which what is unlike its kin differs from it, and is still of a kind
_THROUGH = ("sorted", "set", "list", "tuple")
_CONTAINERS = ("set", "list", "dict")
_NUMBERS = ("max", "min", "abs", "sum")  # calls that give a number


def odd(node: ast.AST) -> int:
    """Count constructions that compute nothing: `x = x`, `a < a`, conditions that never vary."""
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        same = _as_it_was(node.targets[0], node.value)
        return int(same or asked_twice(node.targets[0], node.value))
    if isinstance(node, ast.Expr):
        return int(isinstance(node.value, ast.Compare))
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        left, right = node.left, node.comparators[0]
        constant = isinstance(left, ast.Constant) and isinstance(right, ast.Constant)
        return int(constant or ast.dump(left) == ast.dump(right)) + _listed_twice(right)
    if isinstance(node, (ast.If, ast.IfExp)):
        return int(
            isinstance(node.test, ast.Constant) or _gives_nothing(node) or _asked_again(node)
        )
    if isinstance(node, ast.BinOp):
        return int(_changes_nothing(node) or _one_for_all(node))
    if isinstance(node, ast.For):
        return int(_ends_where_it_moves(node))
    if isinstance(node, ast.Dict):
        return 2 * _told_twice(node.keys)
    if isinstance(node, ast.Lambda):
        return _keyed_twice(node)
    if isinstance(node, ast.comprehension):
        own = names_of(node.target)
        return 2 * sum(not own & names_of(test) for test in node.ifs)
    return _repeated(node)


def _ends_where_it_moves(node: ast.For) -> bool:
    """Say whether a loop counts to a number that its turns change: the loop takes no notice."""
    called = node.iter if isinstance(node.iter, ast.Call) else None
    if called is None or getattr(called.func, "id", "") != "range":
        return False
    bounds = {each.id for each in called.args if isinstance(each, ast.Name)}
    steps = (inner for each in node.body for inner in ast.walk(each))
    counted = (step.target for step in steps if isinstance(step, ast.AugAssign))
    return any(isinstance(name, ast.Name) and name.id in bounds for name in counted)


def _as_it_was(target: ast.expr, value: ast.expr) -> bool:
    """Say whether what is stored is what was there, or nothing: `x = x`, `x, x = 1, 2`."""
    if isinstance(target, ast.Tuple) and len({*map(ast.dump, target.elts)}) < len(target.elts):
        return all(not isinstance(each, ast.Name) or each.id != "_" for each in target.elts)
    if isinstance(target, ast.Subscript) and isinstance(value, ast.Call) and value.args:
        called = value.func
        if isinstance(called, ast.Attribute) and called.attr == "get":
            same = ast.dump(called.value) == ast.dump(target.value)
            return same and ast.dump(value.args[0]) == ast.dump(target.slice)
    return ast.dump(value) == _as_load(target)


def asked_twice(target: ast.expr, value: ast.expr) -> bool:
    """Say whether several names are set to one answer: `rows, cols = len(grid), len(grid)`."""
    if not isinstance(target, ast.Tuple) or not isinstance(value, ast.Tuple):
        return False
    said = [ast.dump(each) for each in value.elts if isinstance(each, ast.Call) and each.args]
    return len(set(said)) < len(said)


def lost(node: ast.AST) -> int:
    """Count the values of a block that are overwritten before they are kept: `a = b; b = a`.

    Two values that are exchanged and exchanged back count as well.
    """
    return sum(
        is_lost(one, two)
        or _taken_back(one, two)
        or _in_any_case(one, two)
        or _said_twice(one, two)
        for one, two in steps(node)
    )


def steps(node: ast.AST) -> list[tuple[ast.stmt, ast.stmt]]:
    """List the pairs of neighbours in the blocks of a statement."""
    blocks = (getattr(node, name, None) for name in ("body", "orelse"))
    return [pair for b in blocks if isinstance(b, list) for pair in zip(b, b[1:])]


def _in_any_case(one: ast.stmt, two: ast.stmt) -> bool:
    """Say whether what is done under a condition is done behind it in any case."""
    again = isinstance(one, ast.If) and ast.dump(one.body[-1]) == ast.dump(two)
    return again and isinstance(two, (ast.Assign, ast.Expr))


def _said_twice(one: ast.stmt, two: ast.stmt) -> bool:
    """Say whether two names are set to one sum, in one statement after the other."""
    if not isinstance(one, ast.Assign) or not isinstance(two, ast.Assign):
        return False
    same = ast.dump(one.value) == ast.dump(two.value)
    return same and isinstance(one.value, ast.BinOp) and len(names_of(one.value)) > 1


def _taken_back(one: ast.stmt, two: ast.stmt) -> bool:
    places = exchanged(one)
    return bool(places) and places == exchanged(two)


def is_lost(one: ast.stmt, two: ast.stmt) -> bool:
    """Say whether two assignments would exchange values, had the first not lost one."""
    if not isinstance(one, ast.Assign) or not isinstance(two, ast.Assign):
        return False
    if not isinstance(one.targets[0], (ast.Name, ast.Subscript, ast.Attribute)):
        return False
    back = ast.dump(two.value) == _as_load(one.targets[0])
    return back and ast.dump(one.value) == _as_load(two.targets[0])


def _changes_nothing(node: ast.BinOp) -> bool:
    """Say whether an operand is of no use: `a - a`, `a % a`, `a // 1`, `a + 0`, `a + 1 - 1`."""
    left, right = node.left, node.right
    alike = isinstance(node.op, (ast.Sub, ast.FloorDiv, ast.Mod))
    return is_idle(node.op, right) or _undone(node) or (alike and ast.dump(left) == ast.dump(right))


def is_idle(operation: ast.operator, operand: ast.expr) -> bool:
    """Say whether an operand leaves any number as it is: `a + 0`, `a // 1`."""
    idle = next((value for kinds, value in _IDLE if isinstance(operation, kinds)), None)
    return idle is not None and constant_int(operand) == idle


def _one_for_all(node: ast.BinOp) -> bool:
    """Say whether a list is made of one changing object many times: `[[]] * 9`."""
    made = node.left if isinstance(node.op, ast.Mult) else None
    first = made.elts[0] if isinstance(made, ast.List) and len(made.elts) == 1 else None
    empty = isinstance(first, ast.Call) and getattr(first.func, "id", "") in _CONTAINERS
    return empty or isinstance(first, (ast.List, ast.Dict, ast.Set))


def _undone(node: ast.BinOp) -> bool:
    """Say whether an operand takes back what the one before it did: `a + 1 - 1`."""
    left, right = node.left, node.right
    if not isinstance(left, ast.BinOp) or not isinstance(right, ast.Constant):
        return False
    turned = {type(left.op), type(node.op)} == {ast.Add, ast.Sub}
    return turned and ast.dump(left.right) == ast.dump(right)


def _repeated(node: ast.AST) -> int:
    """Count what is said twice where once would do: `max(a, a)`, `a and a`, a pair in a list."""
    said: list[ast.expr] = []
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        said = node.args if node.func.id in ("max", "min") else []
        truths = [isinstance(a, ast.Constant) and type(a.value) is bool for a in said]
        if any(truths) or _listed_for_nothing(node):
            return 1
    elif isinstance(node, ast.BoolOp):
        said = node.values
    elif isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        said = [each for each in node.elts if isinstance(each, (ast.List, ast.Tuple))]
    nested = sum(_is_same(node, each) for each in said) if isinstance(node, ast.BoolOp) else 0
    return len(said) - len({ast.dump(each) for each in said}) + nested + _number_or_number(node)


def _listed_for_nothing(node: ast.Call) -> bool:
    """Say whether what goes through everything is given a list of it: `sorted(list(names))`."""
    inner = node.args[0] if node.args else None
    if not isinstance(inner, ast.Call) or len(inner.args) != 1 or inner.keywords:
        return False
    names = (getattr(node.func, "id", ""), getattr(inner.func, "id", ""))
    sorts = names[0] == "sorted" and names[1] in ("sorted", "reversed")
    return sorts or (names[0] in _THROUGH and names[1] in ("list", "tuple"))


def _is_same(outer: ast.BoolOp, inner: ast.expr) -> bool:
    """Say whether brackets around `a or b` are of no use: `c or (a or b)`."""
    return isinstance(inner, ast.BoolOp) and type(inner.op) is type(outer.op)


def _listed_twice(node: ast.expr) -> int:
    """Count the constants that a display of constants names again: `month in (4, 6, 9, 9)`."""
    return _told_twice(node.elts if isinstance(node, (ast.List, ast.Tuple, ast.Set)) else [])


def _keyed_twice(node: ast.Lambda) -> int:
    """Count what a key names again, up or down: behind the first time it decides nothing."""
    parts = node.body.elts if isinstance(node.body, ast.Tuple) else []
    plain = [each.operand if isinstance(each, ast.UnaryOp) else each for each in parts]
    return len(plain) - len({ast.dump(each) for each in plain})


def _told_twice(listed: Sequence[ast.expr | None]) -> int:
    said = [ast.dump(each) for each in listed if isinstance(each, ast.Constant)]
    return len(said) - len(set(said))


def _number_or_number(node: ast.AST) -> int:
    """Say whether `and` or `or` chooses between computed numbers: `max(a, b) or min(a, c)`."""
    if not isinstance(node, ast.BoolOp):
        return 0
    return int(sum(map(_is_number, node.values)) == len(node.values))


def _is_number(node: ast.expr) -> bool:
    called = node.func if isinstance(node, ast.Call) else None
    return isinstance(called, ast.Name) and called.id in _NUMBERS


def uneven(node: ast.AST) -> int:
    """Say whether `and` or `or` joins what is alike but for one part, or the same names unlike."""
    if isinstance(node, ast.BinOp):
        return int(_of_unlike_parts(node))
    if isinstance(node, ast.Tuple):
        sums = [each for each in node.elts if isinstance(each, ast.BinOp)]
        same = len(sums) == len(node.elts) > 1 and len({ast.dump(e.right) for e in sums}) == 1
        signs = len({type(each.op) for each in sums})
        return int(same and (signs > 1 or len({type(each.left) for each in sums}) > 1))
    if not isinstance(node, ast.BoolOp):
        return 0
    if _of_another(node) or _joined_unlike(node) or _bounded_unlike(node):
        return 1
    tests = [value for value in node.values if isinstance(value, ast.Compare)]
    whole = len(tests) == len(node.values)
    alike = whole and len({frozenset(names_of(t)) for t in tests}) == 1
    several = alike and len(names_of(tests[0])) > 1
    if several and len({tuple(type(op) for op in test.ops) for test in tests}) > 1:
        return 1
    shapes = Counter(tuple(type(part) for part in ast.walk(value)) for value in tests)
    alone = max(shapes.values(), default=0) == len(node.values) - 1
    sizes = [len(shape) for shape in shapes]
    near = bool(sizes) and max(sizes) - min(sizes) <= _NEAR
    return int(whole and len(node.values) > _PAIR and alone and near)


def _of_unlike_parts(node: ast.BinOp) -> bool:
    """Say whether one of two like terms mixes parts: `abs(a[0] - b[0]) + abs(a[1] - b[0])`."""
    if ast.dump(node.left, annotate_fields=False).count("(") != ast.dump(
        node.right, annotate_fields=False
    ).count("("):
        return False
    parts = [
        {each.value for each in ast.walk(side) if isinstance(each, ast.Constant)}
        for side in (node.left, node.right)
    ]
    terms = isinstance(node.left, (ast.Call, ast.BinOp)) and type(node.left) is type(node.right)
    return terms and sorted(map(len, parts)) == [1, _PAIR] and len(parts[0] | parts[1]) == _PAIR


def _of_another(node: ast.BoolOp) -> bool:
    """Say whether all comparisons of a nested condition speak of one name, save one."""
    leaves = _leaves(node)
    if not any(isinstance(value, ast.BoolOp) for value in node.values):
        return False
    asked = [frozenset(names_of(each)) for each in leaves if isinstance(each, ast.Compare)]
    several = len(asked) == len(leaves) > _PAIR and all(len(names) == 1 for names in asked)
    return several and max(Counter(asked).values()) == len(asked) - 1


def _joined_unlike(node: ast.BoolOp) -> bool:
    """Say whether two names are compared side by side with `and` here and with `or` there."""
    inner = [value for value in node.values if isinstance(value, ast.BoolOp)]
    here = _side_by_side(node)
    return any(here & _side_by_side(each) for each in inner if type(each.op) is not type(node.op))


def _bounded_unlike(node: ast.BoolOp) -> bool:
    """Say whether two values are compared with numbers one apart: `i >= 0 and j >= -1`."""
    one, two = node.values[0], node.values[-1]
    return (
        len(node.values) == _PAIR
        and isinstance(one, ast.Compare)
        and isinstance(two, ast.Compare)
        and [type(each) for each in one.ops] == [type(each) for each in two.ops]
        and ast.dump(one.left) != ast.dump(two.left)
        and _apart(one.comparators[0], two.comparators[0]) == 1
    )


def _apart(one: ast.expr, two: ast.expr) -> int:
    """Give by how much two numbers differ, 0 for anything else."""
    first, second = constant_int(one), constant_int(two)
    return 0 if first is None or second is None else abs(first - second)


def _side_by_side(node: ast.BoolOp) -> set[frozenset[str]]:
    """Give the pairs of names that neighbouring comparisons of one kind begin with."""
    found: set[frozenset[str]] = set()
    for one, two in zip(node.values, node.values[1:]):
        if isinstance(one, ast.Compare) and isinstance(two, ast.Compare):
            names = {getattr(each.left, "id", "") for each in (one, two)} - {""}
            if type(one.ops[0]) is type(two.ops[0]) and len(names) == len((one, two)):
                found.add(frozenset(names))
    return found


def _leaves(node: ast.expr) -> list[ast.expr]:
    if not isinstance(node, ast.BoolOp):
        return [node]
    return [leaf for value in node.values for leaf in _leaves(value)]


def unfilled(function: ast.AST) -> set[str]:
    """Name the tables of one value (`[0] * n`) whose entries are read and never set."""
    made: set[str] = set()
    whole: set[str] = set()
    held: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            (made if _is_table(node.value) else whole).add(node.targets[0].id)
        elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
            (held if isinstance(node.ctx, ast.Load) else whole).add(node.value.id)
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            whole |= names_of(node.value)
        elif isinstance(node, (ast.Call, ast.Return, ast.For)):
            given = node.args if isinstance(node, ast.Call) else [_result(node)]
            whole |= {each.id for each in given if isinstance(each, ast.Name)}
        elif isinstance(node, ast.Attribute):
            whole |= names_of(node.value)
    return (made & held) - whole


def _result(node: ast.Return | ast.For) -> ast.expr | None:
    return node.value if isinstance(node, ast.Return) else node.iter


def _is_table(value: ast.expr) -> bool:
    made = value.left if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Mult) else None
    return isinstance(made, ast.List) and all(isinstance(e, ast.Constant) for e in made.elts)


def counts_from_below(function: ast.AST) -> int:
    """Count the names that begin at -1, are only counted up, and are the answer."""
    begun: set[str] = set()
    counted: set[str] = set()
    answered: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            below = isinstance(node.value, ast.UnaryOp) and ast.unparse(node.value) == "-1"
            begun |= {node.targets[0].id} if below else set()
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            counted.add(node.target.id)
        elif isinstance(node, ast.Return) and isinstance(node.value, ast.Name):
            answered.add(node.value.id)
    return len(begun & counted & answered)


def names_of(node: ast.AST) -> set[str]:
    """Give the names that a node has."""
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def counts_turns(loop: ast.For | ast.AsyncFor | ast.comprehension) -> bool:
    """Say whether a loop goes over a range."""
    return isinstance(loop.iter, ast.Call) and getattr(loop.iter.func, "id", "") == "range"


def names_set(node: ast.AST) -> set[str]:
    """Give the names that a node sets."""
    names = (inner for inner in ast.walk(node) if isinstance(inner, ast.Name))
    return {name.id for name in names if isinstance(name.ctx, ast.Store)}


def _asked_again(node: ast.If | ast.IfExp) -> bool:
    """Say whether the next branch asks for the same again, or for the opposite."""
    after = node.orelse if isinstance(node, ast.If) else []
    if len(after) != 1 or not isinstance(after[0], ast.If):
        return False
    asked, again = ast.dump(node.test), after[0].test
    if isinstance(again, ast.UnaryOp) and isinstance(again.op, ast.Not):
        again = again.operand
    return asked == ast.dump(again)


def _gives_nothing(node: ast.If | ast.IfExp) -> bool:
    """Say whether what was just found to be None is what is returned."""
    test, first = node.test, node.body[0] if isinstance(node, ast.If) else None
    if not isinstance(test, ast.Compare) or not isinstance(first, ast.Return) or not first.value:
        return False
    asked = isinstance(test.ops[0], ast.Is) and ast.dump(test.left) == ast.dump(first.value)
    return asked and isinstance(first.value, ast.Attribute)


def _as_load(node: ast.AST) -> str:
    return ast.dump(node).replace("Store()", "Load()")
