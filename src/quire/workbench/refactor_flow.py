"""Which names flow into a run of statements and out of it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_SCOPES = (*_FUNCTIONS, ast.Lambda, ast.ClassDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True)
class Flow:
    """The names that a run of statements reads from before it, and those needed after it."""

    inputs: list[str]
    outputs: list[str]
    unsure: list[str]  # needed after, and not set on every path


def flow(function: ast.AST, block: list[ast.stmt], loop: ast.AST | None) -> Flow:
    """Work out the flow of `block` inside `function`; `loop` is the outermost loop around it."""
    first, last = block[0].lineno, block[-1].end_lineno or block[-1].lineno
    body = [each for each in ast.iter_child_nodes(function) if isinstance(each, ast.stmt)]
    local = {name for each in body for name in stores(each)}
    local |= {each.arg for each in _arguments(function)}
    written = set(name for node in block for name in stores(node))
    inside = {id(node) for each in block for node in ast.walk(each)}
    before = {each.arg for each in _arguments(function)}
    after: set[str] = set()
    within_loop = {id(node) for node in ast.walk(loop)} if loop is not None else set()
    for node in ast.walk(function):
        if not isinstance(node, ast.Name) or id(node) in inside:
            continue
        again = id(node) in within_loop
        if isinstance(node.ctx, ast.Store):
            if node.lineno < first or again:
                before.add(node.id)
        elif node.lineno > last or again:
            after.add(node.id)
    earlier = (node for node in ast.walk(function)
               if id(node) not in inside and getattr(node, "lineno", first) < first)  # fmt: skip
    before |= {name for node in earlier for name in _other_stores(node)}
    after |= _captured(function, inside)
    read = needed(block)
    if loop is not None:  # the next round reads what this one leaves
        after |= read
    outputs = written & after
    sure = definite(block)
    kept = (outputs - sure) & before
    lost = (outputs - sure - before) | (read & written - before)
    return Flow(sorted((read | kept) & local & before), sorted(outputs), sorted(lost))


def stores(node: ast.AST) -> Iterator[str]:
    """Yield the names that a node binds in its own scope."""
    for inner in _same_scope(node):
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, (ast.Store, ast.Del)):
            yield inner.id
        yield from _other_stores(inner)


def _other_stores(inner: ast.AST) -> Iterator[str]:
    if isinstance(inner, (*_FUNCTIONS, ast.ClassDef)):
        yield inner.name
    elif isinstance(inner, ast.alias):
        yield inner.asname or inner.name.partition(".")[0]
    elif isinstance(inner, ast.ExceptHandler) and inner.name:
        yield inner.name


def _same_scope(node: ast.AST) -> Iterator[ast.AST]:
    """Walk a node without entering the scopes inside it; their names are still yielded."""
    waiting: list[ast.AST] = [node]
    while waiting:
        each = waiting.pop()
        yield each
        if not isinstance(each, (*_SCOPES, *_COMPREHENSIONS)):
            waiting.extend(ast.iter_child_nodes(each))


def _arguments(function: ast.AST) -> list[ast.arg]:
    found = function.args if isinstance(function, _FUNCTIONS) else None
    return [each for each in ast.walk(found) if isinstance(each, ast.arg)] if found else []


def _captured(function: ast.AST, inside: set[int]) -> set[str]:
    """Give the names that functions inside the function read, wherever they stand."""
    return {
        name.id
        for node in ast.walk(function)
        if isinstance(node, (*_FUNCTIONS, ast.Lambda)) and node is not function
        and id(node) not in inside
        for name in ast.walk(node)
        if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Load)
    }  # fmt: skip


def needed(block: Iterable[ast.stmt]) -> set[str]:
    """Give the names that statements read before they have surely set them."""
    known: set[str] = set()
    found: set[str] = set()
    for node in block:
        found |= reads(node) - known
        known |= definite([node])
    return found


def reads(node: ast.AST) -> set[str]:
    """Give every name that a node reads, in the scopes inside it too."""
    found = {each.id for each in ast.walk(node)
             if isinstance(each, ast.Name) and not isinstance(each.ctx, ast.Store)}  # fmt: skip
    augmented = (each.target for each in ast.walk(node) if isinstance(each, ast.AugAssign))
    return found | {each.id for each in augmented if isinstance(each, ast.Name)}


def definite(block: list[ast.stmt]) -> set[str]:
    """Give the names that are set on every path through statements."""
    found: set[str] = set()
    for node in block:
        if isinstance(node, ast.If):
            found |= _branches([node.body, node.orelse])
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            found |= definite(node.body)
            found |= {name for item in node.items if item.optional_vars
                      for name in stores(item.optional_vars)}  # fmt: skip
        elif isinstance(node, ast.Try):
            found |= definite(node.finalbody)
            found |= _branches([[*node.body, *node.orelse],
                                *(each.body for each in node.handlers)])  # fmt: skip
        elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Import,
                               ast.ImportFrom, *_FUNCTIONS, ast.ClassDef)):  # fmt: skip
            own = set(_other_stores(node))
            bare = isinstance(node, ast.AnnAssign) and node.value is None
            found |= set() if bare else own or set(stores(node))
    return found


def _branches(bodies: list[list[ast.stmt]]) -> set[str]:
    """Give what all branches set; one that leaves the function or the loop does not count."""
    leaving = (ast.Return, ast.Raise, ast.Break, ast.Continue)
    sets = [definite(body) for body in bodies if not (body and isinstance(body[-1], leaving))]
    return set.intersection(*sets) if sets else set()
