"""Mutants by changes of the syntax tree; knows nothing of the engine's own templates."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator

_COMPARE: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_ARITHMETIC: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mult, ast.Div),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
}
Change = Callable[[ast.AST], None]


def mutants(source: str) -> list[tuple[int, str, str]]:
    """Return line, kind and the whole changed text of each mutant, duplicates left out."""
    tree = ast.parse(source)
    skipped = _not_mutated(tree)
    count = len(list(ast.walk(tree)))
    found: dict[str, tuple[int, str, str]] = {}
    plain = ast.unparse(tree)
    for place in range(count):
        node = list(ast.walk(tree))[place]
        if id(node) in skipped:
            continue
        for kind, change in changes(node):
            mutated = copy.deepcopy(tree)
            change(list(ast.walk(mutated))[place])
            try:
                text = ast.unparse(ast.fix_missing_locations(mutated))
                compile(text, "<mutant>", "exec")
            except (SyntaxError, ValueError):
                continue
            if text != plain:
                found.setdefault(text, (getattr(node, "lineno", 0), kind, text))
    return sorted(found.values(), key=lambda mutant: mutant[:2])


def _not_mutated(tree: ast.Module) -> set[int]:
    """Leave documentation, annotations and imports alone."""
    found: set[int] = set()
    for node in ast.walk(tree):
        parts: list[ast.AST | None] = [getattr(node, "annotation", None),
                                       getattr(node, "returns", None)]  # fmt: skip
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            parts.append(body[0])
        if isinstance(node, ast.Import | ast.ImportFrom):
            parts.append(node)
        for part in parts:
            if part is not None:
                found.update(id(inner) for inner in ast.walk(part))
    return found


def changes(node: ast.AST) -> Iterator[tuple[str, Change]]:
    """Yield the changes that one node allows."""
    if isinstance(node, ast.Compare):
        for place, op in enumerate(node.ops):
            for other in _COMPARE.get(type(op), ()):
                yield "compare", _operator(place, other)
    elif isinstance(node, ast.BinOp | ast.AugAssign):
        for kind in _ARITHMETIC.get(type(node.op), ()):
            yield "arithmetic", _set("op", kind())
    elif isinstance(node, ast.BoolOp):
        yield "logic", _set("op", ast.Or() if isinstance(node.op, ast.And) else ast.And())
    elif isinstance(node, ast.Constant):
        yield from _constants(node)
    elif isinstance(node, ast.If | ast.While | ast.IfExp):
        yield "negate", _negate
    elif isinstance(node, ast.Return) and node.value is not None:
        yield "return", _set("value", ast.Constant(None))
    yield from _statements(node)


def _constants(node: ast.Constant) -> Iterator[tuple[str, Change]]:
    value = node.value
    if isinstance(value, bool):
        yield "constant", _set("value", not value)
    elif isinstance(value, int | float):
        yield "constant", _set("value", value + 1)
        yield "constant", _set("value", value - 1)
    elif isinstance(value, str):
        yield "constant", _set("value", f"XX{value}XX")


def _statements(node: ast.AST) -> Iterator[tuple[str, Change]]:
    """Yield the removal of each simple statement of a body."""
    for name in ("body", "orelse"):
        body = getattr(node, name, None)
        if not isinstance(body, list) or isinstance(node, ast.Module | ast.ClassDef):
            continue
        for place, statement in enumerate(body):
            kinds = (ast.Assign, ast.AugAssign, ast.Raise, ast.Continue, ast.Break, ast.Expr)
            words = isinstance(getattr(statement, "value", None), ast.Constant)
            if isinstance(statement, kinds) and not (isinstance(statement, ast.Expr) and words):
                yield "remove", _remove(name, place)


def _set(name: str, value: object) -> Change:
    def change(node: ast.AST) -> None:
        setattr(node, name, value)

    return change


def _operator(place: int, kind: type[ast.cmpop]) -> Change:
    def change(node: ast.AST) -> None:
        assert isinstance(node, ast.Compare)
        node.ops[place] = kind()

    return change


def _negate(node: ast.AST) -> None:
    assert isinstance(node, ast.If | ast.While | ast.IfExp)
    node.test = ast.UnaryOp(ast.Not(), node.test)


def _remove(name: str, place: int) -> Change:
    def change(node: ast.AST) -> None:
        getattr(node, name)[place] = ast.Pass()

    return change
