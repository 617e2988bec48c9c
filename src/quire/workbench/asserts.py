"""How many of its asserts a failing test got past."""

from __future__ import annotations

import ast
import inspect
import textwrap
from functools import lru_cache
from types import CodeType, TracebackType

_MOST_TESTS = 2_000


def got_past(trace: TracebackType | None) -> tuple[int, int]:
    """Give how many asserts of a test lie before the line that failed, and how many there are.

    A test with one assert, or of which the source is not there, gives 0 of 1.
    """
    while trace is not None:
        lines = _asserts(trace.tb_frame.f_code)
        if len(lines) > 1:
            return sum(line < trace.tb_lineno for line in lines[:-1]), len(lines)
        trace = trace.tb_next
    return 0, 1


@lru_cache(maxsize=_MOST_TESTS)
def _asserts(code: CodeType) -> tuple[int, ...]:
    """Give the last lines of a function's asserts, in order."""
    if not code.co_name.startswith("test"):
        return ()
    try:
        lines, first = inspect.getsourcelines(code)
        tree = ast.parse(textwrap.dedent("".join(lines)))
    except (OSError, SyntaxError, ValueError, TypeError):
        return ()
    told = (node for node in ast.walk(tree) if isinstance(node, ast.stmt) and _is_assert(node))
    ends = (node.end_lineno or 0 for node in told)
    return tuple(sorted(first + end - 1 for end in ends))


def _is_assert(node: ast.stmt) -> bool:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return str(getattr(node.value.func, "attr", "")).startswith("assert")
    return isinstance(node, ast.Assert)
