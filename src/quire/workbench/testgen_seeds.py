"""Calls that the project itself shows: examples in its documentation, its tests, its own code."""

from __future__ import annotations

import ast
import doctest
import inspect
import itertools
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from .documented import same_value
from .limits import limited
from .testgen_guesses import remembered
from .testgen_recipes import Made, Names, Recipe
from .testgen_scripts import Script, Step
from .testgen_subjects import Plan, Subject
from .testgen_verdicts import Flaw

_MOST_FILES = 60
_MOST_CALLS = 12
_FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


def shown_calls(trees: list[ast.AST], plan: Plan) -> Iterator[tuple[Subject, Script]]:
    """Yield scripts from calls with literal arguments; their values are remembered too."""
    by_name: dict[str, list[Subject]] = {}
    for subject in plan.subjects:
        by_name.setdefault(subject.name, []).append(subject)
    counts: dict[str, int] = {}
    for tree in trees:
        for node in ast.walk(tree):
            name = called(node)
            for subject in by_name.get(name, ()):
                if counts.get(subject.qualified, 0) >= _MOST_CALLS:
                    continue
                call = literal_call(node, subject)
                if call is None:
                    continue
                counts[subject.qualified] = counts.get(subject.qualified, 0) + 1
                _remember(subject, call)
                if subject.kind in ("function", "static", "class"):
                    yield subject, Script((Step(subject.qualified, call),))


def called(node: ast.AST) -> str:
    """Give the last part of the name that a node calls; nothing where it calls none."""
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Name):
        return node.func.id
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def literal_call(node: Any, subject: Subject) -> Made | None:
    """Give a call with its plain arguments, or None where one of them is no plain value."""
    if any(keyword.arg is None for keyword in node.keywords):
        return None
    try:
        positional = tuple(ast.literal_eval(each) for each in node.args)
        named = tuple((each.arg, ast.literal_eval(each.value)) for each in node.keywords)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None
    if len(str(positional)) + len(str(named)) > 300:
        return None
    return Made(subject.name, positional, named)


def _remember(subject: Subject, call: Made) -> None:
    values: dict[str, Recipe] = dict(call.named)
    ways = [each for each in subject.parameters if each.way == "positional"]
    values.update((each.name, value) for each, value in zip(ways, call.arguments))
    for parameter in subject.parameters:
        if parameter.name in values:
            remembered(parameter, [values[parameter.name]])


def trees_of(root: Path, paths: list[str]) -> list[ast.AST]:
    """Parse files of the project; those that do not parse are left out."""
    found: list[ast.AST] = []
    for path in paths[:_MOST_FILES]:
        try:
            found.append(ast.parse((root / path).read_bytes()))
        except (OSError, SyntaxError, ValueError):
            continue
    return found


def examples(plan: Plan, documentation: str, names: Names) -> Iterator[tuple[str, Any]]:
    """Run the `>>>` examples: yield ("tree", parsed call) for seeds and ("flaw", Flaw)."""
    texts = [(None, documentation), *((s, s.documentation) for s in plan.subjects)]
    for subject, text in texts:
        if ">>>" not in text:
            continue
        try:
            found = doctest.DocTestParser().get_examples(inspect.cleandoc(text))
        except ValueError:
            continue
        space = dict(names.values)
        for example in found[:_MOST_CALLS]:
            if "SKIP" in example.source:
                continue
            yield "tree", ast.parse(example.source)
            said = _told(example, space)
            if said is not None:
                name = subject.qualified if subject else "the module"
                line = subject.node.lineno if subject and subject.node else 1
                wanted = " ".join(example.want.split())[:80]
                told = f"the documentation promises {wanted}, it gives {said}"
                yield "flaw", Flaw("example", name, line, example.source.strip(), told)


def _told(example: doctest.Example, space: dict[str, Any]) -> str | None:
    """Give what a failing example gives instead, or None if it holds."""
    given: list[str] = []
    error = limited(partial(_run, example, space, given), 0.5, 2.0)
    if isinstance(error, (NameError, ImportError, OSError)) and not isinstance(
        error, UnboundLocalError
    ):
        return None  # the example leaves out what it needs, or needs what is not there
    if error is not None:
        said = f"{type(error).__name__}: {error}"
        if example.exc_msg and type(error).__name__ in example.exc_msg:
            return None
        return " ".join(said.split())[:80]
    text = "".join(given)
    holds = doctest.OutputChecker().check_output(example.want, text, _FLAGS)
    if holds or same_value(example.want, text) or not example.want.strip():
        return None
    return " ".join(text.split())[:80] or "nothing"


def _run(example: doctest.Example, space: dict[str, Any], given: list[str]) -> None:
    import contextlib
    import io

    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        try:
            code = compile(example.source, "<example>", "eval")
        except SyntaxError:
            exec(compile(example.source, "<example>", "exec"), space)
            given.append(printed.getvalue())
            return
        value = eval(code, space)
    if inspect.isgenerator(value):
        value = list(itertools.islice(value, 300))
    given.append(printed.getvalue())
    if value is not None:
        given.append(f"{value!r}\n")
