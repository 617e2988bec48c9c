"""Names of a function that are read where they may have no value yet."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from .units import FUNCTIONS, Function

_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_NESTED = (*FUNCTIONS, ast.Lambda, ast.ClassDef, ast.ListComp, ast.SetComp, ast.DictComp)


def unset(function: Function) -> int:
    """Count the reads of names that only some ways through a function give a value.

    What a `for` loop sets counts as set behind it: whoever reads it there knows that it turned.
    """
    stored = {
        node.id
        for node in _walk(function.body)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    every = (*function.args.args, *function.args.kwonlyargs, *function.args.posonlyargs)
    given = {each.arg for each in every}
    shared = {name for node in _walk(function.body) for name in getattr(node, "names", ())
              if isinstance(name, str)}  # fmt: skip
    flow = _Flow(stored - given - shared)
    flow.block(function.body, set())
    return flow.count


def _walk(nodes: Iterable[ast.AST]) -> Iterable[ast.AST]:
    """Walk through nodes, but not into what has names of its own."""
    for node in nodes:
        if not isinstance(node, (*_NESTED, ast.GeneratorExp)):
            yield node
            yield from _walk(ast.iter_child_nodes(node))


class _Flow:
    """One walk through a function, with the names that surely have a value."""

    def __init__(self, names: set[str]) -> None:
        self.names = names
        self.count = 0

    def block(self, body: list[ast.stmt], known: set[str]) -> set[str] | None:
        """Go through a block; give what is known behind it, None where it never goes on."""
        left: set[str] | None = set(known)
        for each in body:
            if left is None:
                return None
            left = self._statement(each, left)
        return left

    def _statement(self, node: ast.stmt, known: set[str]) -> set[str] | None:
        if isinstance(node, ast.If):
            self._look([node.test], known)
            return _either(self.block(node.body, known), self.block(node.orelse, known))
        if isinstance(node, _LOOPS):
            return self._loop(node, known)
        if isinstance(node, ast.Try):
            inside = self.block(node.body, known)
            ways = [self.block(each.body, set(known)) for each in node.handlers]
            left = inside if not node.orelse or inside is None else self.block(node.orelse, inside)
            for way in ways:
                left = _either(left, way)
            return left if not node.finalbody else self._last(node.finalbody, known, left)
        if isinstance(node, (ast.With, ast.AsyncWith)):
            self._look(node.items, known)
            return self.block(node.body, known)
        self._look([node], known)
        return None if isinstance(node, (ast.Return, ast.Raise, ast.Continue, ast.Break)) else known

    def _last(
        self, body: list[ast.stmt], known: set[str], left: set[str] | None
    ) -> set[str] | None:
        behind = self.block(body, set(known))
        return None if left is None or behind is None else left | behind

    def _loop(self, node: ast.For | ast.AsyncFor | ast.While, known: set[str]) -> set[str] | None:
        if isinstance(node, ast.While):
            self._look([node.test], known)
            self.block(node.body, set(known))
            always = isinstance(node.test, ast.Constant) and bool(node.test.value)
            return known | _stored(node) if always else known
        self._look([node.iter], known)
        self.block(node.body, known | _stored_by([node.target]))
        return known | _stored(node)

    def _look(self, nodes: Iterable[ast.AST], known: set[str]) -> None:
        """Count the reads of what is not known, then take note of what is set."""
        found = list(_walk(nodes))
        for node in found:
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                self.count += node.id in self.names - known
        known |= {node.id for node in found if isinstance(node, ast.Name)} & _stored_by(found)


def _stored(node: ast.AST) -> set[str]:
    return _stored_by(_walk([node]))


def _stored_by(nodes: Iterable[ast.AST]) -> set[str]:
    return {n.id for each in nodes for n in ast.walk(each)
            if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}  # fmt: skip


def _either(one: set[str] | None, other: set[str] | None) -> set[str] | None:
    if one is None or other is None:
        return other if one is None else one
    return one & other
