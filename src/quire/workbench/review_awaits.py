"""Checks of a review for coroutines: awaited before and not now, tasks that nobody keeps."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .review_index import Index
from .review_view import Function, Spot, View, own, short, spot

_TASKS = {"asyncio.create_task", "asyncio.ensure_future"}
# Who takes a coroutine and waits for it, or hands it on.
_TAKERS = {
    "gather", "create_task", "ensure_future", "wait", "wait_for", "shield", "run", "as_completed",
    "run_until_complete", "run_coroutine_threadsafe", "start_soon", "append", "add", "timeout",
    "spawn", "iscoroutine", "isawaitable", "close",
}  # fmt: skip


def lost_await(view: View, index: Index) -> Iterator[Spot]:
    """Find calls that every function awaited before the change and that it does not await now."""
    for function in view.functions:
        old = view.before(function)
        if old is None or not view.touches(function):
            continue
        awaited = {ast.dump(each.func) for each in _calls(old, awaited=True)}
        awaited -= {ast.dump(each.func) for each in _calls(old, awaited=False)}
        for call in _calls(function, awaited=False):
            fresh = ast.dump(call.func) in awaited and call.lineno in view.file.touched
            if fresh and not _is_handed_on(view, call) and not _is_plain_now(index, call):
                yield spot(
                    call,
                    f"`{short(call.func, 30)}` is not awaited any more",
                    f"Before the change `{function.name}` awaited `{short(call)}`; now it goes on "
                    "with the coroutine itself, whose body has not run. Put `await` before.",
                )


def _calls(function: Function, *, awaited: bool) -> Iterator[ast.Call]:
    waited = {id(node.value) for node in own(function) if isinstance(node, ast.Await)}
    for node in own(function):
        if isinstance(node, ast.Call) and (id(node) in waited) is awaited:
            yield node


def _is_handed_on(view: View, call: ast.Call) -> bool:
    """Say whether somebody else may await what a call makes."""
    for node in view.above(call):
        if isinstance(node, ast.stmt):
            # `task = f()` may be awaited further down.
            kept = isinstance(node, ast.Assign) and _is_awaited_later(view, node)
            context = isinstance(node, (ast.AsyncWith, ast.AsyncFor))
            return kept or context or isinstance(node, (ast.Return, ast.Raise))
        if isinstance(node, ast.Call) and _name_of(node) in _TAKERS:
            return True
        if isinstance(node, (ast.Yield, ast.Lambda, ast.Starred, ast.ListComp, ast.GeneratorExp)):
            return True
    return False


def _name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)


def _is_awaited_later(view: View, node: ast.Assign) -> bool:
    names = {each.id for target in node.targets for each in ast.walk(target)
             if isinstance(each, ast.Name)}  # fmt: skip
    for each in ast.walk(view.scope(node)):
        taker = _name_of(each) if isinstance(each, ast.Call) else ""
        waits = isinstance(each, ast.Await) or taker in _TAKERS
        if waits and names & {part.id for part in ast.walk(each) if isinstance(part, ast.Name)}:
            return True
    return any(not isinstance(target, ast.Name) for target in node.targets)


def _is_plain_now(index: Index, call: ast.Call) -> bool:
    """Say whether the project has a function of this name that is no coroutine."""
    name = ast.unparse(call.func).rpartition(".")[2]
    return any(
        isinstance(node, ast.FunctionDef) and node.name == name
        for module in index.mentioning(f"def {name}")
        for node in ast.walk(module.tree)
    )


def dropped_task(view: View) -> Iterator[Spot]:
    """Find tasks that are started and kept nowhere."""
    for node in view.touched(ast.Expr):
        if isinstance(node.value, ast.Call) and view.called(node.value) in _TASKS:
            yield spot(
                node,
                "Task is started and kept nowhere",
                f"The event loop holds tasks weakly: `{short(node)}` may be collected before it is "
                "done, and an error in it is seen by nobody. Keep it, and await it or add a "
                "callback.",
            )
