"""One changed file as the checks of a review see it: its tree, what was touched, who owns what."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Callable, TypeVar, Union

from .project import is_test_path
from .review_diff import ChangedFile

MOST_LINES = 10
_EXPECTS = re.compile("raises|warns|suppress", re.IGNORECASE)
Function = Union[ast.FunctionDef, ast.AsyncFunctionDef]
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
# Calls that never come back.
_ENDING = {
    "sys.exit", "exit", "quit", "os._exit", "os.abort", "pytest.fail", "pytest.skip", "self.fail",
    "self.skipTest", "assert_never", "typing.assert_never", "parser.error", "os.execv",
}  # fmt: skip
_Node = TypeVar("_Node", bound=ast.AST)


@dataclass(frozen=True)
class Spot:
    """A flaw where a check sees it: lines, a short title, one paragraph.

    `suggestion` has the lines `start` to `end` and the `text` that mends them.
    """

    first: int
    last: int
    title: str
    body: str
    suggestion: dict[str, object] | None = None


class View:
    """A changed file that parses."""

    def __init__(self, file: ChangedFile, tree: ast.Module) -> None:
        self.file = file
        self.tree = tree
        self.is_test = is_test_path(file.path)
        self.parents = parents_of(tree)

    def touched(self, kind: type[_Node]) -> Iterator[_Node]:
        """Yield the nodes of a kind whose first line the change touches."""
        for node in ast.walk(self.tree):
            if isinstance(node, kind) and getattr(node, "lineno", 0) in self.file.touched:
                yield node

    def touching(self, kind: type[_Node]) -> Iterator[_Node]:
        """Yield the nodes of a kind of which the change touches any line."""
        for node in ast.walk(self.tree):
            if isinstance(node, kind) and self.touches(node):
                yield node

    def touches(self, node: ast.AST) -> bool:
        """Say whether the change touches any line of a node."""
        return any(line in self.file.touched for line in lines_of(node))

    def is_near(self, node: ast.AST) -> bool:
        """Say whether the diff is about any line of a node, or one beside it is gone."""
        return any(line in self.file.diff for line in lines_of(node))

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield the nodes around a node, the nearest first."""
        return climbed(self.parents, node)

    def function(self, node: ast.AST) -> Function | None:
        """Give the function around a node, None at the top of a module or a class."""
        return next((each for each in self.above(node) if isinstance(each, FUNCTIONS)), None)

    def expects_error(self, node: ast.AST, kinds: str = "") -> bool:
        """Say whether a node stands for the error that it may raise, one of these kinds."""
        return is_error_expected(self.above(node), kinds)

    def statement(self, node: ast.AST) -> ast.stmt:
        """Give the statement that holds a node."""
        if isinstance(node, ast.stmt):
            return node
        return next(each for each in self.above(node) if isinstance(each, ast.stmt))

    def scope(self, node: ast.AST) -> ast.AST:
        """Give the function around a node, or the module."""
        return self.function(node) or self.tree

    @cached_property
    def functions(self) -> list[Function]:
        """Give every function of the file."""
        return [node for node in ast.walk(self.tree) if isinstance(node, FUNCTIONS)]

    def before(self, function: Function) -> Function | None:
        """Give a function as it was before the change, by its full name."""
        return self._old_functions.get(self._names.get(function, ""))

    @cached_property
    def _names(self) -> dict[Function, str]:
        named = functions_by_name(self.tree).items()
        return {function: name for name, function in named if function is not None}

    @cached_property
    def _old_functions(self) -> dict[str, Function | None]:
        return functions_by_name(self.file.old_tree) if self.file.old_tree else {}

    @cached_property
    def imports(self) -> dict[str, str]:
        """Map the names that imports bind to what they stand for: `np` to `numpy`."""
        return imported(self.tree)

    def called(self, call: ast.Call) -> str:
        """Give the full dotted name of what is called, imports resolved: `subprocess.run`."""
        return self.dotted(call.func)

    def dotted(self, node: ast.expr) -> str:
        """Give the dotted name of an expression, imports resolved; "" for any other."""
        text = dotted(node)
        head, dot, rest = text.partition(".")
        return f"{self.imports.get(head, head)}{dot}{rest}" if text else ""


def parents_of(tree: ast.AST) -> dict[ast.AST, ast.AST]:
    """Map every node of a tree to the one around it."""
    return {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}


def climbed(parents: dict[ast.AST, ast.AST], node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes around a node, the nearest first."""
    while node in parents:
        node = parents[node]
        yield node


def spot(node: ast.AST, title: str, body: str, suggestion: dict[str, object] | None = None) -> Spot:
    """Give the spot of a node, no longer than a finding may be."""
    first = getattr(node, "lineno", 1)
    last = getattr(node, "end_lineno", None) or first
    return Spot(first, min(last, first + MOST_LINES - 1), title, body, suggestion)


def lines_of(node: ast.AST) -> range:
    """Give the lines of a node."""
    first = getattr(node, "lineno", 1)
    return range(first, (getattr(node, "end_lineno", None) or first) + 1)


def dotted(node: ast.AST) -> str:
    """Give `a.b.c` for attributes of names, "" for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        inner = dotted(node.value)
        return f"{inner}.{node.attr}" if inner else ""
    return ""


def imported(tree: ast.Module) -> dict[str, str]:
    """Map the names that the imports of a module bind to full dotted names."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                found[alias.asname or alias.name.partition(".")[0]] = (
                    alias.name if alias.asname else alias.name.partition(".")[0]
                )
        elif isinstance(node, ast.ImportFrom):
            prefix = "." * node.level + (f"{node.module}." if node.module else "")
            for alias in node.names:
                found[alias.asname or alias.name] = f"{prefix}{alias.name}"
    return found


def own(scope: ast.AST, inner: Callable[[ast.AST], bool] = lambda _node: True) -> Iterator[ast.AST]:
    """Yield the nodes of a scope without those of the functions and classes inside it."""
    waiting = [child for child in ast.iter_child_nodes(scope)]
    while waiting:
        node = waiting.pop()
        if inner(node):
            yield node
        if not isinstance(node, SCOPES):
            waiting.extend(ast.iter_child_nodes(node))


def is_error_expected(above: Iterable[ast.AST], kinds: str = "") -> bool:
    """Say whether one of the nodes around a node is there for the error that it may raise.

    `kinds` is a pattern for the errors that a handler must catch; one without a type catches all.
    """
    return any(
        (isinstance(each, ast.Try) and any(_catches(each, kinds)))
        or (
            isinstance(each, (ast.With, ast.AsyncWith))
            and any(_EXPECTS.search(ast.unparse(item)) for item in each.items)
        )
        for each in above
    )


def _catches(tried: ast.Try, kinds: str) -> Iterator[bool]:
    for handler in tried.handlers:
        yield handler.type is None or bool(re.search(kinds, ast.unparse(handler.type)))


def functions_by_name(tree: ast.AST) -> dict[str, Function | None]:
    """Map the full name of every function (`Outer.method.inner`) to it; None if several have it.

    Declarations of types alone (`@overload`) and the other halves of properties do not count.
    """
    found: dict[str, Function | None] = {}
    waiting: list[tuple[ast.AST, str]] = [(tree, "")]
    while waiting:
        node, around = waiting.pop()
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, (*FUNCTIONS, ast.ClassDef)):
                waiting.append((child, around))
                continue
            name = f"{around}.{child.name}" if around else child.name
            waiting.append((child, name))
            if isinstance(child, FUNCTIONS) and not _is_half(child):
                found[name] = None if name in found else child
    return found


def _is_half(function: Function) -> bool:
    last = {dotted(each).rpartition(".")[2] for each in function.decorator_list}
    return bool(last & {"overload", "setter", "deleter", "register"})


def loads(scope: ast.AST, name: str) -> Iterator[ast.Name]:
    """Yield where a name is read below a node."""
    for node in ast.walk(scope):
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
            yield node


def arguments_of(function: Function | ast.Lambda) -> list[ast.arg]:
    """Give the parameters of a function in order, `*args` and `**kwargs` last."""
    names = function.args
    extra = [each for each in (names.vararg, names.kwarg) if each is not None]
    return [*names.posonlyargs, *names.args, *names.kwonlyargs, *extra]


def same(one: ast.AST | None, other: ast.AST | None) -> bool:
    """Say whether two trees are the same but for their places."""
    if one is None or other is None:
        return one is other
    return ast.dump(one) == ast.dump(other)


def short(node: ast.AST, most: int = 40) -> str:
    """Give the code of a node on one short line."""
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= most else f"{text[: most - 1]}…"


def is_empty_body(body: list[ast.stmt]) -> bool:
    """Say whether a body only documents: docstring, pass, ellipsis, NotImplementedError."""
    return all(
        isinstance(node, ast.Pass)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        or (isinstance(node, ast.Raise) and "NotImplemented" in ast.dump(node))
        for node in body
    )


def always_leaves(body: list[ast.stmt]) -> bool:
    """Say whether no path runs off the end of a body."""
    return any(_leaves(node) for node in body)


def _leaves(node: ast.stmt) -> bool:
    if isinstance(node, (ast.Return, ast.Raise)):
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return dotted(node.value.func) in _ENDING
    if isinstance(node, ast.Assert):
        return isinstance(node.test, ast.Constant) and not node.test.value
    if isinstance(node, ast.If):
        return bool(node.orelse) and always_leaves(node.body) and always_leaves(node.orelse)
    if isinstance(node, (ast.With, ast.AsyncWith)):
        return always_leaves(node.body)
    if isinstance(node, ast.While):
        endless = isinstance(node.test, ast.Constant) and bool(node.test.value)
        return (endless or always_leaves(node.orelse)) and not _breaks(node)
    if isinstance(node, (ast.For, ast.AsyncFor)):
        return always_leaves(node.orelse) and not _breaks(node)
    if isinstance(node, ast.Try):
        handled = all(always_leaves(handler.body) for handler in node.handlers)
        tried = always_leaves(node.body) or always_leaves(node.orelse)
        return always_leaves(node.finalbody) or (tried and handled)
    return _leaves_match(node)


def _breaks(loop: ast.For | ast.AsyncFor | ast.While) -> bool:
    """Say whether a `break` leaves this loop; those of loops inside it leave only these."""
    waiting: list[ast.AST] = list(loop.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Break):
            return True
        if isinstance(node, (ast.For, ast.AsyncFor, ast.While)):
            waiting.extend(node.orelse)
        elif not isinstance(node, SCOPES):
            waiting.extend(ast.iter_child_nodes(node))
    return False


def _leaves_match(node: ast.stmt) -> bool:
    """Say whether a `match` with a case for the rest leaves in each (Python 3.10)."""
    cases = getattr(node, "cases", None)
    if not cases:
        return False
    last = cases[-1]
    rest = last.guard is None and getattr(last.pattern, "pattern", last) is None
    return rest and all(always_leaves(case.body) for case in cases)
