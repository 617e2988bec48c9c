"""Places in lists that run below zero: Python then counts from the end, which few mean."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from types import CodeType

from .source import Span, splice
from .units import Unit, inner_code

_AT = "__quire_at__"


class Watch:
    """Functions whose computed places in lists are looked at while they run."""

    def __init__(self, units: Sequence[Unit], spans: dict[Unit, tuple[Span, ...]]) -> None:
        self.below = 0
        self.codes: list[tuple[Unit, CodeType]] = []
        for unit in units:
            code = _watched(unit, spans.get(unit, ()))
            if code is not None:
                self.codes.append((unit, code))

    def at(self, place: object) -> object:
        """Take note of a place that is below zero, and give it back."""
        self.below += type(place) is int and place < 0
        return place

    def begin(self) -> bool:
        """Put the looked-at code in; say whether there is any."""
        for unit, code in self.codes:
            for function in unit.live:
                function.__globals__[_AT] = self.at
                function.__code__ = code
        return bool(self.codes)


def _watched(unit: Unit, spans: tuple[Span, ...]) -> CodeType | None:
    """Compile a function with all computed places handed to `at`; None where it has none."""
    inner = [Span(s.start - unit.start, s.end - unit.start, s.text) for s in spans]
    try:
        tree = ast.parse(unit.prefix + splice(unit.text, inner))
        found = [node for node in ast.walk(tree) if _is_computed(node)]
        for node in found:
            assert isinstance(node, ast.Subscript)
            call = ast.Call(ast.Name(_AT, ast.Load()), [node.slice], [])
            node.slice = ast.copy_location(call, node.slice)
        ast.fix_missing_locations(tree)
        code: CodeType = compile(tree, unit.source.path, "exec", unit.flags, True)
        for name in (*unit.owners, unit.node.name):
            code = inner_code(code, name)
    except (SyntaxError, ValueError, RecursionError):
        return None
    return code if found else None


def _is_computed(node: ast.AST) -> bool:
    return isinstance(node, ast.Subscript) and isinstance(node.slice, (ast.BinOp, ast.Name))
