"""The types of every expression of a function, seen while the tests run it."""

from __future__ import annotations

import ast
import copy
from types import CodeType
from typing import Any, Callable

from .forks import Child, Send
from .limits import attempt, limited
from .outcome import Test
from .units import Unit, inner_code

NOTE = "__quire_note__"
_NOTED = (ast.Call, ast.Subscript, ast.Attribute, ast.BinOp, ast.IfExp, ast.Name)
_MOST_RUNS = 200_000


class _Noting(ast.NodeTransformer):
    """Wraps expressions so that their values pass by a function that notes the type."""

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        """Leave formatted strings alone: their positions are not exact everywhere."""
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """Visit the body only."""
        node.body = [self.visit(child) for child in node.body]
        return node

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        """Visit the body only."""
        node.body = [self.visit(child) for child in node.body]
        return node

    def generic_visit(self, node: ast.AST) -> ast.AST:
        """Wrap a value that is read."""
        super().generic_visit(node)
        if not isinstance(node, _NOTED) or not isinstance(
            getattr(node, "ctx", ast.Load()), ast.Load
        ):
            return node
        place = (node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)
        constants: list[ast.expr] = [ast.Constant(number) for number in place]
        key = ast.Tuple(constants, ast.Load())
        wrapped = ast.Call(ast.Name(NOTE, ast.Load()), [key, node], [])
        return ast.copy_location(wrapped, node)


def noting_code(unit: Unit) -> CodeType:
    """Compile a function so that it notes the types of its expressions."""
    node = copy.deepcopy(unit.node)
    node.decorator_list = []
    body: list[ast.stmt] = [_Noting().visit(node)]
    for name in reversed(unit.owners):
        body = [ast.ClassDef(name=name, bases=[], keywords=[], body=body, decorator_list=[])]
        if "type_params" in ast.ClassDef._fields:
            body[0].type_params = []  # type: ignore[attr-defined]
    module = ast.fix_missing_locations(ast.Module(body, []))
    code: CodeType = compile(module, unit.source.path, "exec", unit.flags, True)
    for name in (*unit.owners, unit.node.name):
        code = inner_code(code, name)
    return code


def types_seen(
    units: list[Unit], tests: list[Test], prepare: Callable[[], None], seconds: float
) -> dict[tuple[str, Any], set[str]]:
    """Run tests in a child with noting code; give types by path and place of expression."""
    found: dict[tuple[str, Any], set[str]] = {}

    def work(send: Send) -> None:
        prepare()
        for unit in units:
            attempt(lambda unit=unit: _install(unit, found))  # type: ignore[misc]
        for test in tests:
            limited(test.direct or test.run, 0.15, 1.0)
            send(found)

    import time

    result: dict[tuple[str, Any], set[str]] = {}
    for message in Child(work).messages(3.0, time.monotonic() + seconds):
        result = message
    return result


def _install(unit: Unit, found: dict[tuple[str, Any], set[str]]) -> None:
    code = noting_code(unit)
    path = unit.source.path
    runs = [0]

    def note(place: Any, value: Any) -> Any:
        runs[0] += 1
        if runs[0] < _MOST_RUNS:
            found.setdefault((path, place), set()).add(type(value).__name__)
        return value

    for function in unit.live:
        function.__globals__[NOTE] = note
    unit.swap(code)
