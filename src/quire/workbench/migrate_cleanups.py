"""Cleaning up that a test asks for on its way: a stack of contexts that the teardown closes."""

from __future__ import annotations

import ast
from typing import NamedTuple

from .migrate_family import Family, Known, uses
from .migrate_testcase import FIXTURES
from .refactor_imports import insert, is_free
from .refactor_tree import Plan, Unable
from .source import SourceFile


class _Kind(NamedTuple):
    """Cleaning up after each test or after a class: what is called, and where the stack stands."""

    calls: dict[str, str]
    owner: str
    stack: str
    begins: str
    ends: str
    mark: str


KINDS = (
    _Kind({"addCleanup": "callback", "enterContext": "enter_context", "doCleanups": "close"},
          "self", "cleanups", "setUp", "tearDown", ""),
    _Kind({"addClassCleanup": "callback", "enterClassContext": "enter_context",
           "doClassCleanups": "close"}, "cls", "class_cleanups", "setUpClass", "tearDownClass",
          "@classmethod"),
)  # fmt: skip
CALLS = {name: f"{kind.stack}.{new}" for kind in KINDS for name, new in kind.calls.items()}
IMPORT = "from contextlib import ExitStack"


def clean_up(family: Family, path: str, plan: Plan) -> set[str]:
    """Plan the stacks of a file's classes; return the files that need `ExitStack`.

    Raise Unable where a class mixes in what cleans up, or its fixtures do not call one another.
    """
    found: dict[tuple[str, str, str], _Kind] = {}
    for node in family.mixins.get(path, {}).values():
        for kind in KINDS:
            for each in uses(ast.walk(node), kind.calls):
                raise _unable(path, each, f"self.{each.attr} in a plain class")
    for node in family.cases.get(path, {}).values():
        for kind in KINDS:
            if any(uses(ast.walk(node), kind.calls)):
                owner = _owner(family, Known(path, node), kind)
                found[(owner.path, owner.node.name, kind.stack)] = kind
    for (where, name, _), kind in found.items():
        file = family.tree.files[where]
        if not is_free(file, "ExitStack", "contextlib"):
            raise _unable(where, file.tree.body[0], "an ExitStack of its own")
        _written(file, Known(where, family.cases[where][name]), kind, plan)
    return {where for where, _, _ in found}


def _owner(family: Family, known: Known, kind: _Kind) -> Known:
    """Give the class that shall hold the stack: the highest with fixtures or cleaning up."""
    owner, here = known, known
    while above := family.above(*here):
        cases = [each for each in above if each.node.name in family.cases.get(each.path, {})]
        plain = [each for each in above if each not in cases]
        if len(cases) > 1 or any(_has(each.node, name) for each in plain
                                 for name in (kind.begins, kind.ends)):  # fmt: skip
            raise _unable(known.path, known.node, "cleaning up in a class of several parts")
        if not cases:
            break
        here = cases[0]
        if (
            _has(here.node, kind.begins)
            or _has(here.node, kind.ends)
            or any(uses(ast.walk(here.node), kind.calls))
        ):
            owner = here
    for each in family.below(owner.node):
        for name in (kind.begins, kind.ends):
            method = _method(each.node, name)
            if method is not None and f".{name}()" not in ast.unparse(method):
                raise _unable(each.path, method, f"a {name} that does not call that of its base")
    return owner


def _written(file: SourceFile, known: Known, kind: _Kind, plan: Plan) -> None:
    begin, end = _method(known.node, kind.begins), _method(known.node, kind.ends)
    made = f"{kind.owner}.{kind.stack} = ExitStack()"
    closed = f"{kind.owner}.{kind.stack}.close()"
    if begin is not None:
        _line(file, begin, plan, made, behind=False)
    if end is not None:
        if any(isinstance(each, ast.Return) for each in ast.walk(end)):
            raise _unable(known.path, end, f"a return in {kind.ends}")
        _line(file, end, plan, closed, behind=True)
    new = [_fixture(file, known, kind, name, line)
           for method, name, line in ((begin, kind.begins, made), (end, kind.ends, closed))
           if method is None]  # fmt: skip
    if not new:
        return
    if begin is not None:
        place = file.next_line(file.end(begin))
        insert(plan, file, place, "".join(f"{file.newline}{each}" for each in new))
        return
    methods = [each for each in known.node.body
               if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef))]  # fmt: skip
    place = file.line_start(file.start(methods[0]))
    insert(plan, file, place, "".join(f"{each}{file.newline}" for each in new))


def _fixture(file: SourceFile, known: Known, kind: _Kind, name: str, line: str) -> str:
    indent = file.indent(file.start(known.node.body[-1]))
    rows = [*([f"{indent}{kind.mark}"] if kind.mark else []),
            f"{indent}def {FIXTURES[name]}({kind.owner}):", f"{indent}    {line}"]  # fmt: skip
    return "".join(f"{row}{file.newline}" for row in rows)


def _line(
    file: SourceFile, method: ast.FunctionDef, plan: Plan, text: str, *, behind: bool
) -> None:
    """Plan a line at the end of a method or at its beginning, below the docstring."""
    told = ast.get_docstring(method) is not None and len(method.body) > 1
    node = method.body[-1 if behind else int(told)]
    start = file.start(node)
    if file.text[file.line_start(start) : start].strip():
        raise _unable(file.path, method, f"a {method.name} of one line")
    place = file.next_line(file.end(node)) if behind else file.line_start(start)
    ended = "" if file.text[place - 1 : place] == "\n" else file.newline
    insert(plan, file, place, f"{ended}{file.indent(start)}{text}{file.newline}")


def _method(node: ast.ClassDef, name: str) -> ast.FunctionDef | None:
    return next((each for each in node.body
                 if isinstance(each, ast.FunctionDef) and each.name == name), None)  # fmt: skip


def _has(node: ast.ClassDef, name: str) -> bool:
    return _method(node, name) is not None


def _unable(path: str, node: ast.AST, what: str) -> Unable:
    line = getattr(node, "lineno", 0)
    return Unable(f"{path} holds {what}, which I do not convert", "", (f"{path}:{line}",))
