"""Checks of a review for what callers get: None, another shape, a coroutine."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from .review_callers import is_touched, places, spot_of, uses_of
from .review_conditions import known_none
from .review_contracts import may_be_none
from .review_index import Definition, Index, Module, Use
from .review_view import (
    Function,
    Spot,
    View,
    always_leaves,
    arguments_of,
    dotted,
    own,
    same,
    short,
    spot,
)


def changed_result(view: View, index: Index) -> Iterator[Spot]:
    """Find functions that gave a value on every path and now give None or another shape."""
    for function in view.functions:
        old = view.before(function)
        if old is None or same(old, function) or view.is_test:
            continue
        results = _results(old)
        if not results or not always_leaves(old.body) or _yields(function) != _yields(old):
            continue
        if any(each is None or _is_unsure(old, each) for each in results):
            continue
        gap = _gap(function)
        if gap is not None and not may_be_none(function) and not _passes_none(view, gap):
            place = gap if gap.lineno in view.file.diff else _first(view, function)
            users = [use for use in _users(view, index, function) if _is_used(index, use)]
            told = f" {places(users)} uses the result." if users else ""
            yield spot(
                place,
                f"`{function.name}` can return None now",
                f"Before the change every path of `{function.name}` returned a value; now one path "
                f"gives None, and callers that use the result fail or go on with None.{told}",
            )
            continue
        yield from _changed_arity(view, index, function, results)


def _changed_arity(
    view: View, index: Index, function: Function, results: list[ast.expr | None]
) -> Iterator[Spot]:
    old_size, new = _arity(results), _results(function)
    new_size = 1 if any(_is_single(function, each) for each in new) else _arity(new)
    if old_size == new_size or not old_size or not new_size:
        return
    users = [use for use in _users(view, index, function) if _unpacks(index, use) == old_size]
    users = [use for use in users if not is_touched(view, use)]
    if users:
        told = f"{new_size} values" if new_size > 1 else "one value"
        error = "ValueError" if new_size > 1 else "TypeError"
        yield spot(
            _first(view, function),
            f"`{function.name}` returns {told}, callers unpack {old_size}",
            f"{places(users)} still takes {old_size} values apart: {error} there.",
        )


def _is_single(function: Function, result: ast.expr | None) -> bool:
    """Say whether a result is a truth or a number, which nobody can take apart."""
    if isinstance(result, ast.Name):
        values = [
            node.value
            for node in own(function)
            if isinstance(node, ast.Assign) and result.id in map(dotted, node.targets)
        ]
        taken = result.id in {each.arg for each in arguments_of(function)}
        return bool(values) and not taken and all(_is_single_value(each) for each in values)
    return result is not None and _is_single_value(result)


def _is_single_value(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, (bool, int, float))
    return isinstance(node, ast.Compare) or (
        isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
    )


_LAZY = {"map", "filter", "zip", "reversed", "iter", "enumerate"}
_LISTS = {"list", "sorted", "tuple", "set", "dict"}
_AT_ONCE = re.compile("^(typing.)?(list|tuple|set|frozenset|dict|sequence|collection|sized)", re.I)


def lazy_result(view: View, index: Index) -> Iterator[Spot]:
    """Find functions that gave a list and now give what can be read once, and has no length."""
    for function in view.functions:
        old = view.before(function)
        if old is None or same(old, function) or view.is_test:
            continue
        before = {ast.dump(each) for each in _results(old) if each is not None}
        ready = any(_is_list(each) for each in _results(old))
        for node in own(function) if ready else ():
            if not isinstance(node, ast.Return) or node.value is None or not _is_lazy(node.value):
                continue
            if ast.dump(node.value) in before:
                continue
            users = [use for use in _users(view, index, function) if _needs_list(index, use)]
            told = ast.unparse(function.returns) if function.returns else ""
            declared = _AT_ONCE.match(told)
            if users or declared:
                place = places(users) if users else f"`-> {told}`"
                yield spot(
                    node,
                    f"`{function.name}` gives an iterator now, not a list"[:75],
                    f"`{short(node.value)}` can be read once, is always true and has neither "
                    f"length nor index; {place} takes it for what it was before.",
                )


def _is_lazy(node: ast.expr) -> bool:
    if isinstance(node, ast.Call):
        return dotted(node.func) in _LAZY
    return isinstance(node, ast.GeneratorExp)


def _is_list(node: ast.expr | None) -> bool:
    if isinstance(node, ast.Call):
        return dotted(node.func) in _LISTS
    kinds = (ast.ListComp, ast.List, ast.SetComp, ast.Set, ast.DictComp, ast.Dict)
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, ast.Slice)
    return isinstance(node, kinds)


def _needs_list(index: Index, use: Use) -> bool:
    """Say whether a caller asks a result for its length, an element or whether it is empty."""
    user = _user(index, use)
    if isinstance(user, ast.Call):
        return dotted(user.func) in ("len", "reversed")
    if isinstance(user, ast.Subscript):
        return user.value is use.call
    return isinstance(user, (ast.If, ast.BoolOp, ast.UnaryOp, ast.While))


def _results(function: Function) -> list[ast.expr | None]:
    """Give what the returns of a function give; None stands for a bare return or None."""
    return [
        None if isinstance(node.value, ast.Constant) and node.value.value is None else node.value
        for node in own(function)
        if isinstance(node, ast.Return)
    ]


def _is_unsure(function: Function, result: ast.expr) -> bool:
    """Say whether a result may be None already: a name that begins so, what a wrapped one gives."""
    if isinstance(result, ast.Call):
        return any(isinstance(each, ast.Starred) for each in result.args)
    if not isinstance(result, ast.Name):
        return False
    return any(
        isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and node.value.value is None
        and result.id in map(dotted, node.targets)
        for node in own(function)
    )


def _yields(function: Function) -> bool:
    return any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in own(function))


def _gap(function: Function) -> ast.stmt | None:
    """Give where a function gives None: its return without a value, or its last statement."""
    for node in own(function):
        if isinstance(node, ast.Return):
            bare = node.value is None
            if bare or (isinstance(node.value, ast.Constant) and node.value.value is None):
                return node
    return None if always_leaves(function.body) else function.body[-1]


def _passes_none(view: View, gap: ast.stmt) -> bool:
    """Say whether a function gives None only where it was given None."""
    user = view.parents.get(gap)
    function = view.function(gap)
    if not isinstance(gap, ast.Return) or not isinstance(user, ast.If) or function is None:
        return False
    given = {each.arg for each in arguments_of(function)}
    return gap in user.body and known_none(user.test) in given


def _first(view: View, function: Function) -> ast.stmt:
    """Give the first statement of a function that the diff is about."""
    inside = [node for node in ast.walk(function) if isinstance(node, ast.stmt)]
    inside.sort(key=lambda node: node.lineno)
    found = [node for node in inside[1:] if node.lineno in view.file.diff]
    return found[0] if found else function


def _users(view: View, index: Index, function: Function) -> list[Use]:
    owner = view.parents.get(function)
    name = owner.name if isinstance(owner, ast.ClassDef) else ""
    return uses_of(index, Definition(view.file.path, function.name, function, name))


def _is_used(index: Index, use: Use) -> bool:
    return not isinstance(_user(index, use), ast.Expr)


def _user(index: Index, use: Use) -> ast.AST | None:
    module = index.module(use.path)
    for node in ast.walk(module.tree) if module else ():
        if use.call in ast.iter_child_nodes(node):
            return node
    return None


def _arity(results: list[ast.expr | None]) -> int:
    sizes = {len(each.elts) if isinstance(each, ast.Tuple) else 0 for each in results}
    return sizes.pop() if len(sizes) == 1 else 0


def _unpacks(index: Index, use: Use) -> int:
    user = _user(index, use)
    if isinstance(user, ast.Assign) and isinstance(user.targets[0], (ast.Tuple, ast.List)):
        parts = user.targets[0].elts
        return 0 if any(isinstance(each, ast.Starred) for each in parts) else len(parts)
    return 0


def missing_await(view: View, index: Index) -> Iterator[Spot]:
    """Find coroutines that are made and never awaited."""
    module = index.module(view.file.path)
    if module is None:
        return
    for use in index.uses(module):
        if use.sure and use.call.lineno in view.file.touched and _is_dropped(index, use):
            yield spot(
                use.call,
                f"Coroutine of `{use.target.title}` is never awaited",
                f"`{use.target.title}` is `async`: `{short(use.call)}` only makes a coroutine, its "
                "body never runs, and the value here is the coroutine itself. Put `await` before.",
            )
    if view.file.old_tree is None:
        return
    old = Module(view.file.path, view.file.old_tree).definitions
    for key, definition in module.definitions.items():
        before = old.get(key)
        became = isinstance(definition.node, ast.AsyncFunctionDef)
        if became and before is not None and isinstance(before.node, ast.FunctionDef):
            users = [use for use in uses_of(index, definition) if _is_dropped(index, use)]
            users = [use for use in users if not is_touched(view, use)]
            if users:
                yield spot_of(
                    view,
                    definition,
                    f"Callers of `{definition.title}` do not await it",
                    f"`{definition.title}` became a coroutine, and {places(users)} still uses its "
                    "result directly: the body never runs there.",
                )


def _is_dropped(index: Index, use: Use) -> bool:
    """Say whether the coroutine that a call makes is used as if it were the result."""
    if not isinstance(use.target.node, ast.AsyncFunctionDef) or _is_generator(use.target.node):
        return False
    user = _user(index, use)
    kinds = (ast.Expr, ast.Compare, ast.BinOp, ast.Subscript, ast.Attribute, ast.If, ast.While,
             ast.For, ast.FormattedValue, ast.UnaryOp, ast.BoolOp, ast.Assert)  # fmt: skip
    if isinstance(user, kinds):
        return True
    if isinstance(user, ast.Assign) and isinstance(user.targets[0], ast.Name):
        module = index.module(use.path)
        name = user.targets[0].id
        return module is not None and not _is_awaited(module.tree, name)
    return False


def _is_awaited(tree: ast.Module, name: str) -> bool:
    for node in ast.walk(tree):
        waits = isinstance(node, (ast.Await, ast.Return)) and node.value is not None
        if waits and name in {dotted(each) for each in ast.walk(node)}:
            return True
        if isinstance(node, ast.Call):
            last = dotted(node.func).rpartition(".")[2]
            starts = last in ("gather", "create_task", "run", "wait", "wait_for", "ensure_future",
                              "append", "shield", "as_completed", "run_until_complete")  # fmt: skip
            if starts and name in {dotted(each) for arg in node.args for each in ast.walk(arg)}:
                return True
    return False


def _is_generator(function: ast.AsyncFunctionDef) -> bool:
    return any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in own(function))
