"""Calls borrowed from the project's tests, with the objects that those make first."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Sequence
from typing import Union

from .testgen_guesses import remembered
from .testgen_recipes import Made, Names, Recipe
from .testgen_resolve import NONE, Resolver
from .testgen_scripts import MOST_STEPS, Script, Step
from .testgen_subjects import Plan, Subject

_MOST_CALLS = 25  # for one subject
_MOST_ROWS = 8  # of one parametrized test
_BEFORE = ("setUp", "setup_method", "setup")
_OPERATORS: dict[type, str] = {
    ast.Add: "__add__", ast.Sub: "__sub__", ast.Mult: "__mul__", ast.Div: "__truediv__",
    ast.FloorDiv: "__floordiv__", ast.Mod: "__mod__", ast.BitAnd: "__and__", ast.BitOr: "__or__",
    ast.BitXor: "__xor__", ast.Pow: "__pow__", ast.Eq: "__eq__", ast.Lt: "__lt__",
    ast.LtE: "__le__", ast.Gt: "__gt__", ast.GtE: "__ge__",
}  # fmt: skip
_CALLED = {
    "len": "__len__", "str": "__str__", "repr": "__repr__", "bool": "__bool__",
    "list": "__iter__", "abs": "__abs__", "int": "__int__", "float": "__float__",
}  # fmt: skip
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_Function = Union[ast.FunctionDef, ast.AsyncFunctionDef]


def borrowed(
    trees: list[ast.AST], plan: Plan, names: Names, own: str
) -> Iterator[tuple[Subject, Script]]:
    """Yield scripts from tests; `own` is the project's package, which may be imported."""
    counts: dict[str, int] = {}
    for tree in trees:
        for subject, script in Borrower(tree, plan, names, own).scripts():
            counts[subject.qualified] = counts.get(subject.qualified, 0) + 1
            if counts[subject.qualified] <= _MOST_CALLS:
                _remember(subject, script.steps[-1].call)
                yield subject, script


def _remember(subject: Subject, call: Made) -> None:
    ways = [each for each in subject.parameters if each.way == "positional"]
    values = {**{each.name: value for each, value in zip(ways, call.arguments)}, **dict(call.named)}
    for parameter in subject.parameters:
        if parameter.name in values:
            remembered(parameter, [values[parameter.name]])


class Borrower:
    """Follows the statements of one test file and what its variables hold."""

    def __init__(self, tree: ast.AST, plan: Plan, names: Names, own: str) -> None:
        self.tree = tree
        self.plan = plan
        self.resolver = Resolver(tree, names, own)
        self.plain = {s.qualified: s for s in plan.subjects}
        self.known: dict[str, Recipe] = {}
        self.steps: dict[str, list[Step]] = {}

    def scripts(self) -> Iterator[tuple[Subject, Script]]:
        """Yield what each test function calls, in its order."""
        body = getattr(self.tree, "body", [])
        yield from self._block([node for node in body if isinstance(node, ast.Assign)], {})
        above = dict(self.known)
        for node in body:
            if isinstance(node, _FUNCTIONS):
                yield from self._function(node, above)
            elif isinstance(node, ast.ClassDef):
                yield from self._class(node, above)

    def _class(
        self, node: ast.ClassDef, above: dict[str, Recipe]
    ) -> Iterator[tuple[Subject, Script]]:
        inside = [each for each in node.body if isinstance(each, _FUNCTIONS)]
        for each in inside:
            if each.name in _BEFORE:
                yield from self._block(each.body, above)
                above = dict(self.known)
        for each in inside:
            if each.name not in _BEFORE:
                yield from self._function(each, above)

    def _function(
        self, node: _Function, above: dict[str, Recipe]
    ) -> Iterator[tuple[Subject, Script]]:
        for row in self._rows(node):
            yield from self._block(node.body, {**above, **row})

    def _rows(self, node: _Function) -> list[dict[str, Recipe]]:
        """Give what a parametrized test is given, one dictionary a row."""
        for mark in node.decorator_list:
            if not (isinstance(mark, ast.Call) and getattr(mark.func, "attr", "") == "parametrize"):
                continue
            if len(mark.args) < 2 or not isinstance(mark.args[1], (ast.List, ast.Tuple)):
                continue
            try:
                given = ast.literal_eval(mark.args[0])
            except ValueError:
                continue
            words = given.replace(",", " ").split() if isinstance(given, str) else list(given)
            rows = [self._row(words, each) for each in mark.args[1].elts[:_MOST_ROWS]]
            return rows or [{}]
        return [{}]

    def _row(self, words: list[str], node: ast.expr) -> dict[str, Recipe]:
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "param":
            parts = node.args
        else:
            parts = [node] if len(words) == 1 else list(getattr(node, "elts", []))
        made = ((word, self.resolver.recipe(part, {})) for word, part in zip(words, parts))
        return {word: recipe for word, recipe in made if recipe is not NONE}

    def _block(
        self, body: Sequence[ast.stmt], known: dict[str, Recipe]
    ) -> Iterator[tuple[Subject, Script]]:
        self.known, self.steps = dict(known), {}
        yield from self._statements(body)

    def _statements(self, body: Sequence[ast.stmt]) -> Iterator[tuple[Subject, Script]]:
        for node in body:
            if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
                continue
            inner = [getattr(node, name, []) for name in ("body", "orelse", "finalbody")]
            head = _without_body(node) if any(inner) else node
            yield from self._expressions(head)
            if isinstance(node, ast.Assign) and len(node.targets) == 1:
                self._bind(node.targets[0], node.value)
            elif isinstance(node, ast.For) and isinstance(node.iter, (ast.List, ast.Tuple)):
                for first in node.iter.elts[:1]:
                    self._bind(node.target, first)
            for part in inner:
                yield from self._statements(part)

    def _bind(self, target: ast.expr, value: ast.expr) -> None:
        parts: list[ast.expr] = getattr(value, "elts", [])
        if isinstance(target, ast.Tuple) and len(target.elts) == len(parts):
            for each, part in zip(target.elts, parts):
                self._bind(each, part)
            return
        name = ast.unparse(target)
        recipe = self.resolver.recipe(value, self.known)
        self.steps.pop(name, None)
        self.known.pop(name, None)
        if recipe is not NONE:
            self.known[name] = recipe

    def _expressions(self, node: ast.AST) -> Iterator[tuple[Subject, Script]]:
        for each in ast.walk(node):
            if isinstance(each, ast.Call):
                yield from self._called(each)
            elif isinstance(each, ast.BinOp) and type(each.op) in _OPERATORS:
                yield from self._on(each.left, _OPERATORS[type(each.op)], [each.right], [])
            elif isinstance(each, ast.Compare) and len(each.ops) == 1:
                yield from self._compared(each)
            elif isinstance(each, ast.Subscript) and isinstance(each.ctx, ast.Load):
                yield from self._on(each.value, "__getitem__", [each.slice], [])
            elif isinstance(each, ast.Attribute):
                yield from self._on(each.value, each.attr, [], [], "property")

    def _compared(self, node: ast.Compare) -> Iterator[tuple[Subject, Script]]:
        op, right = type(node.ops[0]), node.comparators[0]
        if op in _OPERATORS:
            yield from self._on(node.left, _OPERATORS[op], [right], [])
        elif op in (ast.In, ast.NotIn):
            yield from self._on(right, "__contains__", [node.left], [])

    def _called(self, node: ast.Call) -> Iterator[tuple[Subject, Script]]:
        name = self.resolver.own_name(node.func)
        subject = self.plain.get(name)
        if subject is not None and subject.kind in ("function", "static", "class"):
            call = self._call(subject, node.args, node.keywords)
            if call is not None:
                yield subject, Script((Step(subject.qualified, call),))
        elif isinstance(node.func, ast.Attribute):
            yield from self._on(node.func.value, node.func.attr, node.args, node.keywords)
        elif isinstance(node.func, ast.Name):
            form = _CALLED.get(node.func.id, "")
            if form and len(node.args) == 1:
                yield from self._on(node.args[0], form, [], [])
            elif isinstance(self.known.get(node.func.id), Made):
                yield from self._on(node.func, "__call__", node.args, node.keywords)

    def _on(
        self, owner: ast.expr, name: str, args: list[ast.expr], keywords: list[ast.keyword],
        kind: str = "method",
    ) -> Iterator[tuple[Subject, Script]]:  # fmt: skip
        """Yield a call on an object of a class of the module, after those that came before it."""
        receiver = self.resolver.recipe(owner, self.known)
        if not isinstance(receiver, Made) or receiver.name not in self.plan.makers:
            return
        subject = self.plain.get(f"{receiver.name}.{name}")
        if subject is None or subject.kind != kind:
            return
        call = self._call(subject, args, keywords)
        if call is None:
            return
        step = Step(subject.qualified, call)
        before = self.steps.setdefault(ast.unparse(owner), [])
        if len(before) < MOST_STEPS:
            yield subject, Script((*before, step), receiver)
        if kind == "method" and not subject.form:
            before.append(step)

    def _call(
        self, subject: Subject, args: list[ast.expr], keywords: list[ast.keyword]
    ) -> Made | None:
        positional = [self.resolver.recipe(each, self.known) for each in args]
        named = [(each.arg, self.resolver.recipe(each.value, self.known)) for each in keywords]
        values = [*positional, *(value for _, value in named)]
        if any(value is NONE for value in values) or any(name is None for name, _ in named):
            return None
        return Made(subject.name, tuple(positional), tuple((str(n), v) for n, v in named))


def _without_body(node: ast.stmt) -> ast.AST:
    """Give a compound statement without the statements inside it."""
    head: ast.AST = copy.copy(node)
    for name in ("body", "orelse", "finalbody", "handlers"):
        if hasattr(head, name):
            setattr(head, name, [])
    return head
