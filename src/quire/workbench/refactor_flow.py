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


def locals_of(function: ast.AST) -> set[str]:
    """Give the names that a function binds: its parameters and what it sets."""
    body = [each for each in ast.iter_child_nodes(function) if isinstance(each, ast.stmt)]
    names = {name for each in body for name in stores(each)}
    return names | {each.arg for each in _arguments(function)}


def flow(function: ast.AST, block: list[ast.stmt], loops: list[ast.stmt]) -> Flow:
    """Work out the flow of `block` inside `function`; `loops` are the loops around it."""
    first, last = block[0].lineno, block[-1].end_lineno or block[-1].lineno
    inside = {id(node) for each in block for node in ast.walk(each)}
    others = [node for node in ast.walk(function) if id(node) not in inside]
    earlier = [node for node in others if getattr(node, "lineno", first) < first]
    before = {each.arg for each in _arguments(function)}
    before |= {name for node in earlier for name in (*_other_stores(node), *_stored(node))}
    rounds = [needed([loop]) for loop in loops]  # the next round reads what this one leaves
    after = set().union(_captured(function, inside), *rounds)
    if _is_handled(function, block):
        after |= {node.id for node in others if isinstance(node, ast.Name)
                  and isinstance(node.ctx, ast.Load) and (node.lineno > last or loops)}  # fmt: skip
    else:
        after |= needed(_following(function, block))
    local = locals_of(function)
    read = needed(block) & local
    outputs = {name for node in block for name in stores(node)} & after
    sure = definite(block)
    kept = (outputs - sure) & before
    lost = (outputs - sure - before) | (read - before if loops else set())
    return Flow(sorted((read | kept) & before), sorted(outputs), sorted(lost))


def _stored(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id


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
    elif type(inner).__name__ in ("MatchAs", "MatchStar", "MatchMapping"):  # Python 3.10
        name = getattr(inner, "name", None) or getattr(inner, "rest", None)
        if name:
            yield name


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


def _is_handled(function: ast.AST, block: list[ast.stmt]) -> bool:
    """Say whether the statements stand in a `try`, from which they may be left at any point."""
    tries = (each for each in ast.walk(function) if isinstance(each, ast.Try))
    return any(inner is block[0] for each in tries for inner in ast.walk(each))


def _following(node: ast.AST, block: list[ast.stmt]) -> list[ast.stmt]:
    """Give the statements that run after the block: those of its own body, then of those around."""
    for name in ("body", "orelse"):
        found = getattr(node, name, None)
        body = found if isinstance(found, list) else []
        for at, each in enumerate(body):
            if each is block[0]:
                return list(body[at + len(block) :])
            if any(inner is block[0] for inner in ast.walk(each)):
                return [*_following(each, block), *body[at + 1 :]]
    for case in getattr(node, "cases", ()):
        if any(inner is block[0] for inner in ast.walk(case)):
            return _following(case, block)
    return []


def needed(block: Iterable[ast.stmt]) -> set[str]:
    """Give the names that statements read before they have surely set them."""
    known: set[str] = set()
    found: set[str] = set()
    for node in block:
        found |= _needs(node) - known
        known |= definite([node])
    return found


def _needs(node: ast.stmt) -> set[str]:
    """Give the names that one statement reads before it has set them itself."""
    if isinstance(node, (ast.For, ast.AsyncFor)):
        return reads(node.iter) | (needed(node.body) - set(stores(node.target))) | needed(
            node.orelse)  # fmt: skip
    if isinstance(node, (ast.If, ast.While)):
        return reads(node.test) | needed(node.body) | needed(node.orelse)
    if isinstance(node, (ast.With, ast.AsyncWith)):
        bound = {name for item in node.items if item.optional_vars
                 for name in stores(item.optional_vars)}  # fmt: skip
        opened = {name for item in node.items for name in reads(item.context_expr)}
        return opened | (needed(node.body) - bound)
    if isinstance(node, ast.Try):
        found = needed([*node.body, *node.orelse]) | needed(node.finalbody)
        for each in node.handlers:
            found |= (reads(each.type) if each.type is not None else set()) | (
                needed(each.body) - {each.name or ""})  # fmt: skip
        return found
    return reads(node)


def reads(node: ast.AST) -> set[str]:
    """Give every name that a node reads, in the scopes inside it too."""
    if isinstance(node, _COMPREHENSIONS):
        inner = {name for each in ast.iter_child_nodes(node) for name in reads(each)}
        bound = {name for each in node.generators for name in stores(each.target)}
        return (inner - bound) | reads(node.generators[0].iter)
    found = {name for each in ast.iter_child_nodes(node) for name in reads(each)}
    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store):
        found.add(node.id)
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        found.add(node.target.id)
    return found


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
