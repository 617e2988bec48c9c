"""Lists, sets and tables that are filled and that nothing ever looks at."""

from __future__ import annotations

import ast
from collections.abc import Iterable

_MAKES = {"set", "list", "dict", "deque", "defaultdict", "Counter", "OrderedDict", "bytearray"}
_FILLS = {"add", "append", "appendleft", "extend", "extendleft", "insert", "update", "setdefault",
          "discard", "remove", "clear"}  # fmt: skip


def hoarded(nodes: Iterable[ast.AST]) -> set[str]:
    """Name what a function makes empty or of one value, fills, and never reads.

    `seen = set()` and `seen.add(each)` are no use without `each in seen`.
    """
    made: set[str] = set()
    filled: set[ast.AST] = set()
    read: list[ast.Name] = []
    for node in nodes:
        if isinstance(node, ast.Assign) and _makes(node.value):
            made |= {each.id for each in node.targets if isinstance(each, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and node.value is not None and _makes(node.value):
            made |= {node.target.id} if isinstance(node.target, ast.Name) else set()
        elif isinstance(node, ast.Expr):
            filled |= _receiver(node.value)
        elif isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
            filled.add(_root(node.value))
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            read.append(node)
    names = {each.id for each in read if each in filled}
    return made & names - {each.id for each in read if each not in filled}


def _makes(value: ast.expr) -> bool:
    """Say whether a value is a new list, set or table without anything of others in it."""
    if isinstance(value, ast.Call):
        return getattr(value.func, "id", "") in _MAKES
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Mult):
        return isinstance(value.left, ast.List)
    return isinstance(value, (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp))


def _receiver(value: ast.expr) -> set[ast.AST]:
    """Give what a statement fills by calling one of its methods."""
    called = value.func if isinstance(value, ast.Call) else None
    if isinstance(called, ast.Attribute) and called.attr in _FILLS:
        return {_root(called.value)}
    return set()


def _root(node: ast.expr) -> ast.expr:
    """Give the table whose entry, or entry's entry, an expression is."""
    while isinstance(node, ast.Subscript):
        node = node.value
    return node
