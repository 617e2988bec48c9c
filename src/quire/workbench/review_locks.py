"""Checks of a review for what a lock guarded before the change and guards no longer."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from .review_view import Function, Spot, View, dotted, own, short, spot

_LOCK = re.compile(r"(^|_)(r?lock|mutex|semaphore|sem|cond|condition)\d*$", re.IGNORECASE)
# What changes a value that others may hold too.
_CHANGING = {
    "append", "extend", "insert", "add", "update", "pop", "popitem", "remove", "discard", "clear",
    "setdefault", "appendleft", "popleft", "execute", "commit", "write",
}  # fmt: skip


def unlocked(view: View) -> Iterator[Spot]:
    """Find statements that change shared values without the lock that they had before."""
    for function in view.functions:
        old = view.before(function)
        if old is None or not view.is_near(function):
            continue
        held = {ast.dump(node): name for name, node in _guarded(old)}
        kept = {ast.dump(node) for _, node in _guarded(function)}
        taken = _taken(function)
        for node in own(function):
            text = ast.dump(node) if isinstance(node, ast.stmt) else ""
            if text not in held or text in kept or held[text] in taken or not _is_shared(node):
                continue
            name = held[text]
            yield spot(
                node,
                f"No longer done under `{name}`"[:75],
                f"Before the change `{short(node)}` ran with `{name}` held; now two threads can "
                "be in it at once, and one of them loses what it did or sees it half done. Keep "
                f"it inside `with {name}`.",
            )
            break


def _guarded(function: Function) -> Iterator[tuple[str, ast.stmt]]:
    """Yield each statement below a `with` of a lock, with the name of the lock."""
    for node in own(function):
        if not isinstance(node, (ast.With, ast.AsyncWith)):
            continue
        names = [dotted(item.context_expr) for item in node.items]
        name = next((each for each in names if _LOCK.search(each)), "")
        for each in ast.walk(node) if name else ():
            if isinstance(each, ast.stmt) and each is not node:
                yield name, each


def _taken(function: Function) -> set[str]:
    """Give the locks that a function takes by a call: what these guard is not followed."""
    calls = [node.func for node in own(function) if isinstance(node, ast.Call)]
    return {
        dotted(each.value)
        for each in calls
        if isinstance(each, ast.Attribute) and each.attr == "acquire"
    }


def _is_shared(node: ast.AST) -> bool:
    """Say whether a statement changes what belongs to an object: `self.hits += 1`."""
    if isinstance(node, ast.AugAssign):
        return not isinstance(node.target, ast.Name)
    if isinstance(node, ast.Assign):
        return any(isinstance(each, (ast.Attribute, ast.Subscript)) for each in node.targets)
    if isinstance(node, ast.Delete):
        return any(isinstance(each, (ast.Attribute, ast.Subscript)) for each in node.targets)
    call = node.value if isinstance(node, ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return False
    return call.func.attr in _CHANGING and not isinstance(call.func.value, ast.Name)


def left_locked(view: View) -> Iterator[Spot]:
    """Find new ways out of a function between taking a lock and giving it back."""
    for function in view.functions:
        old = view.before(function)
        for block in _blocks(function):
            for place, node in enumerate(block):
                lock = _locked(node)
                rest = block[place + 1 :]
                freed = next((n for n, each in enumerate(rest) if _frees(each, lock)), None)
                if not lock or freed is None or node.lineno in view.file.touched:
                    continue
                way = next(_ways_out(rest[:freed], view.file.touched, lock), None)
                if way is not None and old is not None:
                    yield spot(
                        way,
                        f"`{lock}` stays taken on this way out"[:75],
                        f"`{lock}.acquire()` comes before and its release after: "
                        f"`{short(way)}` leaves with the lock, and the next one who wants it waits "
                        "for ever. Use `with`, or release in `finally`.",
                    )


def _blocks(function: Function) -> Iterator[list[ast.stmt]]:
    for node in [function, *own(function)]:
        for _, body in ast.iter_fields(node):
            if isinstance(body, list) and body and isinstance(body[0], ast.stmt):
                yield body


def _locked(node: ast.stmt) -> str:
    """Give the lock that a statement takes, "" for others."""
    return _called_on(node, "acquire")


def _called_on(node: ast.stmt, name: str) -> str:
    call = node.value if isinstance(node, ast.Expr) else None
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
        return dotted(call.func.value) if call.func.attr == name else ""
    return ""


def _frees(node: ast.stmt, lock: str) -> bool:
    """Say whether a statement gives a lock back, in a `finally` or by itself."""
    inside = node.finalbody if isinstance(node, ast.Try) else [node]
    return any(_called_on(each, "release") == lock for each in inside)


def _ways_out(body: list[ast.stmt], touched: frozenset[int], lock: str) -> Iterator[ast.stmt]:
    """Yield the new returns and raises of some statements that release nothing before."""
    for block in _blocks_below(body):
        for place, node in enumerate(block):
            freed = any(_called_on(each, "release") == lock for each in block[:place])
            leaves = isinstance(node, (ast.Return, ast.Raise))
            if leaves and node.lineno in touched and not freed:
                yield node


def _blocks_below(body: list[ast.stmt]) -> Iterator[list[ast.stmt]]:
    yield body
    for statement in body:
        for node in (statement, *own(statement)):
            for _, inner in ast.iter_fields(node):
                if isinstance(inner, list) and inner and isinstance(inner[0], ast.stmt):
                    yield inner
