"""What existing tests promise of a function: where they fail, no new test may say the opposite."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from .limits import TimeUp, limited
from .testgen_recipes import Made
from .testgen_seeds import called, literal_call
from .testgen_subjects import Plan, Subject
from .testgen_verdicts import Flaw

CONTRADICTED = "an existing test that fails expects otherwise; repair that first"
_MOST = 200
_EQUAL = ("assertEqual", "assertEquals", "assertListEqual", "assertDictEqual")


def broken_promises(plan: Plan, trees: dict[str, ast.AST]) -> Iterator[Flaw]:
    """Yield a flaw for each function that gives other than a test with plain values expects.

    `trees` are the test files by their path.
    """
    plain = {each.name: each for each in plan.subjects if each.kind in ("function", "static")}
    looked = 0
    for path, tree in trees.items():
        names = set(_imported(tree))
        for node, wanted in _promises(tree):
            subject = plain.get(called(node))
            if subject is None or (_home(subject), called(node)) not in names:
                continue
            call = literal_call(node, subject)
            if call is None or subject.coroutine or looked >= _MOST:
                continue
            looked += 1
            given = _given(subject, call)
            if given is not None and given[0] != wanted:
                told = f"gives {given[1]}, where {path}:{node.lineno} expects {wanted!r}"
                line = subject.node.lineno if subject.node else 1
                yield Flaw("test", subject.qualified, line, ast.unparse(node), told)


def _home(subject: Subject) -> str:
    return str(getattr(subject.call, "__module__", "")).rpartition(".")[2]


def _imported(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield the names that a test file takes from modules, each with its module's last name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            home = node.module.rpartition(".")[2]
            yield from ((home, each.name) for each in node.names if each.asname is None)


def _meant(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a test file, those of tests that may fail or do not run left out."""
    for node in ast.iter_child_nodes(tree):
        marks = " ".join(ast.unparse(each) for each in getattr(node, "decorator_list", ()))
        if not re.search(r"xfail|skip|expectedFailure|patch", marks):
            yield node
            yield from _meant(node)


def _promises(tree: ast.AST) -> Iterator[tuple[ast.Call, object]]:
    """Yield the calls that are compared with a plain value, and that value."""
    for node in _meant(tree):
        sides: list[ast.expr] = []
        if isinstance(node, ast.Assert) and isinstance(node.test, ast.Compare):
            if len(node.test.ops) == 1 and isinstance(node.test.ops[0], ast.Eq):
                sides = [node.test.left, node.test.comparators[0]]
        elif isinstance(node, ast.Call) and called(node) in _EQUAL:
            sides = node.args[:2]
        for call, value in (sides, sides[::-1]) if len(sides) == 2 else ():
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                try:
                    yield call, ast.literal_eval(value)
                except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
                    continue


def _given(subject: Subject, call: Made) -> tuple[object, str] | None:
    """Call a function; give its result and how that looks, None where it is cut off."""
    results: list[object] = []

    def run() -> None:
        results.append(subject.call(*call.arguments, **dict(call.named)))

    error = limited(run, 0.5, 2.0)
    if error is not None:
        return None if isinstance(error, TimeUp) else (error, type(error).__name__)
    return results[0], repr(results[0])[:80]
