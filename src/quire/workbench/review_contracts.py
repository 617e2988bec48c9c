"""Checks of a review for what a function promises: parameters, results, refusals."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from .project import is_test_path
from .review_fixes import made_inside
from .review_index import Index
from .review_view import (
    Function,
    Spot,
    View,
    always_leaves,
    arguments_of,
    dotted,
    is_empty_body,
    loads,
    own,
    same,
    short,
    spot,
)

_PLAIN = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr, ast.Return, ast.For, ast.With)
_MAY_BE_NONE = (
    "None", "Optional", "NoReturn", "Never", "Any", "object", "Iterator", "Generator", "Iterable",
)  # fmt: skip


def falls_off(view: View) -> Iterator[Spot]:
    """Find new functions with a declared result and a path that returns nothing."""
    for function in view.functions:
        if function.returns is None or not view.touches(function):
            continue
        text = ast.unparse(function.returns)
        if may_be_none(function):
            continue
        inner = list(own(function))
        if any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in inner):
            continue
        protocol = is_empty_body(function.body) or any(
            "abstract" in ast.unparse(each) or "overload" in ast.unparse(each)
            for each in function.decorator_list
        )
        old = view.before(function)
        if protocol or always_leaves(function.body) or (old and not always_leaves(old.body)):
            continue
        yield spot(
            function,
            f"`{function.name}` returns None on one path",
            f"The result is declared as `{text}`, but a path runs off the end and gives None: "
            "callers that use the result fail there with a TypeError or AttributeError.",
        )


def may_be_none(function: Function) -> bool:
    """Say whether the declared result of a function allows None, or is no plain value."""
    text = ast.unparse(function.returns) if function.returns else ""
    return any(word in text for word in _MAY_BE_NONE)


def removed_check(view: View, index: Index) -> Iterator[Spot]:
    """Find functions that no longer reject what they rejected before."""
    raised = sum(isinstance(node, ast.Raise) for node in ast.walk(view.tree))
    before = view.file.old_tree
    if before is None or view.is_test:
        return
    if raised >= sum(isinstance(node, ast.Raise) for node in ast.walk(before)):
        return
    for function in view.functions:
        old = view.before(function)
        if old is None or same(old, function) or _calls(function) > _calls(old):
            continue
        if not _is_kept(old, function):
            continue
        for guard in _lost_guards(old, function):
            if _is_elsewhere(index, view.file.path, guard):
                continue
            yield spot(
                function if function.lineno in view.file.diff else _first_diff(view, function),
                f"`{function.name}` no longer rejects `{short(guard.test, 30)}`"[:75],
                f"Before, `{short(guard.test)}` ended in `{short(guard.body[-1])}`; that check "
                "is gone and nothing else in the function makes it, so such input now passes.",
            )


def _lost_guards(old: Function, new: Function) -> Iterator[ast.If]:
    """Give the checks of a function that it no longer makes, those of its surroundings left out."""
    kept = {ast.dump(node.test) for node in own(new) if isinstance(node, ast.If)}
    for guard in own(old):
        if not isinstance(guard, ast.If) or not isinstance(guard.body[-1], ast.Raise):
            continue
        if ast.dump(guard.test) in kept or _raises_like(new, guard.body[-1]):
            continue
        if "sys." not in ast.unparse(guard.test) and not _is_caught(old, guard):
            yield guard


def _is_kept(old: Function, new: Function) -> bool:
    """Say whether half of a function's statements are as they were: others were written anew."""
    before, after = (
        {ast.dump(node) for node in own(each) if isinstance(node, _PLAIN)} for each in (old, new)
    )
    return not before or len(before & after) * 2 >= len(before)


def _is_caught(function: Function, guard: ast.If) -> bool:
    """Say whether the function itself handles what a check raises."""
    return any(
        isinstance(node, ast.Try) and node.handlers and guard in ast.walk(node)
        for node in own(function)
    )


def _is_elsewhere(index: Index, path: str, guard: ast.If) -> bool:
    """Say whether another file of the program makes the same check."""
    words = f"if {ast.unparse(guard.test)}:"
    others = (each for each in index.paths if each != path and not is_test_path(each))
    return any(words in index.text(each) for each in others)


def _calls(function: Function) -> int:
    kinds = [node for node in own(function) if isinstance(node, ast.Call)]
    return sum(
        not isinstance(each.func, ast.Name) or not each.func.id.endswith("Error") for each in kinds
    )


def _raises_like(function: Function, old: ast.Raise) -> bool:
    return any(isinstance(node, ast.Raise) and same(node.exc, old.exc) for node in own(function))


def _first_diff(view: View, function: Function) -> ast.AST:
    """Give the first statement of a function that the diff is about."""
    for node in function.body:
        if any(line in view.file.diff for line in range(node.lineno, (node.end_lineno or 0) + 1)):
            return node
    return function


def missing_self(view: View) -> Iterator[Spot]:
    """Find methods without a parameter for their object."""
    for function in view.functions:
        owner = view.parents.get(function)
        if not isinstance(owner, ast.ClassDef) or function.lineno not in view.file.touched:
            continue
        if not arguments_of(function) and not function.decorator_list:
            yield spot(
                function,
                f"Method `{function.name}` has no `self`",
                f"`{owner.name}().{function.name}()` raises TypeError: the object is passed as the "
                "first argument, and the method takes none.",
            )


def parameter_unused(view: View) -> Iterator[Spot]:
    """Find parameters that the body used before the change and ignores now."""
    for function in view.functions:
        old = view.before(function)
        if old is None or same(old, function) or is_empty_body(function.body):
            continue
        for argument in arguments_of(function):
            name = argument.arg
            if name in ("self", "cls"):
                continue
            before = name in {each.arg for each in arguments_of(old)} and any(loads(old, name))
            if before and not any(loads(function, name)) and not name.startswith("_"):
                yield spot(
                    _first_diff(view, function),
                    f"`{function.name}` ignores its parameter `{name}` now",
                    f"Before the change the body read `{name}`; now callers can pass any value "
                    "and nothing changes. Either the use got lost, or the parameter should go.",
                )


_MUTATORS = {
    "append", "extend", "insert", "add", "update", "pop", "popitem", "remove", "discard", "clear",
    "setdefault", "sort", "reverse", "appendleft",
}  # fmt: skip


def mutable_default(view: View) -> Iterator[Spot]:
    """Find defaults that are made once and then changed, kept or handed out."""
    for function in view.functions:
        names = [*function.args.posonlyargs, *function.args.args]
        plain = list(zip(names[len(names) - len(function.args.defaults) :], function.args.defaults))
        only = zip(function.args.kwonlyargs, function.args.kw_defaults)
        for argument, default in [*plain, *((a, d) for a, d in only if d is not None)]:
            meant = re.search("cache|memo", argument.arg)  # kept from call to call on purpose
            if default.lineno in view.file.touched and _is_mutable(default) and not meant:
                use = _escape(function, argument.arg)
                if use:
                    yield spot(
                        default,
                        f"Mutable default of `{argument.arg}` is shared between calls",
                        f"`{argument.arg}={short(default)}` is made once, when the function is "
                        f"defined, and the body {use} it: call `{function.name}` twice without "
                        f"`{argument.arg}` and the second call sees what the first one left. Use "
                        "None and make a new one inside.",
                        made_inside(view, function, argument, default),
                    )


def _is_mutable(node: ast.expr) -> bool:
    if isinstance(node, (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)):
        return True
    kinds = ("list", "dict", "set", "defaultdict", "deque", "OrderedDict", "Counter")
    return isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in kinds


def _escape(function: Function, name: str) -> str:
    """Say how a body changes a parameter or lets it out; "" if it only reads it."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == name for target in node.targets
        ):
            return ""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in _MUTATORS and is_name(node.func.value, name):
                return "changes"
        elif isinstance(node, (ast.Subscript, ast.AugAssign)):
            target = node.value if isinstance(node, ast.Subscript) else node.target
            stored = isinstance(node, ast.AugAssign) or isinstance(node.ctx, (ast.Store, ast.Del))
            if stored and is_name(target, name):
                return "changes"
        elif isinstance(node, ast.Return) and node.value is not None and is_name(node.value, name):
            return "returns"
        elif isinstance(node, ast.Assign) and is_name(node.value, name):
            return "keeps"
    return ""


def is_name(node: ast.AST, name: str) -> bool:
    """Say whether a node is this name."""
    return isinstance(node, ast.Name) and node.id == name
