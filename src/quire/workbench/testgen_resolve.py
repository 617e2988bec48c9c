"""Expressions of test files as recipes: constants, displays, and calls of what a file imports."""

from __future__ import annotations

import ast
import builtins
import importlib
import inspect
import sys
from collections.abc import Callable, Iterator
from types import FunctionType, ModuleType
from typing import Union

from .limits import attempt
from .testgen_recipes import Made, Named, Names, Recipe

NONE: Recipe = object()  # no recipe: the expression is none of these
_MOST_TEXT = 300
_SAFE = frozenset(("datetime", "decimal", "fractions", "uuid", "collections", "math", "operator"))
_MAKES = frozenset(
    ("set", "frozenset", "dict", "list", "tuple", "range", "bytes", "bytearray", "iter", "complex",
     "int", "float", "str", "slice", "object")
)  # fmt: skip
_PASSED = frozenset(("str", "int", "float", "bool", "len", "list", "tuple", "set", "dict", "sorted",
                     "sum", "min", "max", "abs", "repr", "bytes", "type", "object"))  # fmt: skip
_Display = Union[ast.List, ast.Tuple, ast.Set]
_BRACKETS: dict[type, Callable[[list[Recipe]], Recipe]] = {
    ast.List: list,
    ast.Tuple: tuple,
    ast.Set: set,
}


class Resolver:
    """Knows what the names of one test file mean; `own` is the package that may be imported."""

    def __init__(self, tree: ast.AST, names: Names, own: str) -> None:
        self.names = names
        self.own = own
        self.modules: dict[str, str] = {}
        self.members: dict[str, tuple[str, str]] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for each in node.names:
                    self.modules[each.asname or each.name] = each.name
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                for each in node.names:
                    self.members[each.asname or each.name] = (node.module, each.name)

    def _module(self, name: str) -> ModuleType | None:
        mine = name.split(".")[0] == self.own
        if name not in sys.modules and (mine or name in _SAFE):
            attempt(lambda: importlib.import_module(name))
        return sys.modules.get(name) if mine or name in _SAFE else None

    def _meant(self, node: ast.expr) -> tuple[str, str, object] | None:
        """Give the module, the name in it and the value that an expression means."""
        text = ast.unparse(node) if isinstance(node, (ast.Name, ast.Attribute)) else ""
        if not text.replace(".", "").replace("_", "a").isalnum():
            return None
        home, name = self.members.get(text, ("", ""))
        if not home:
            head, _, name = text.rpartition(".")
            home = self.modules.get(head, "")
            if not home and head in self.members:  # `from package import module`
                home = ".".join(self.members[head])
        module = self._module(home) if home else None
        if module is None or not hasattr(module, name):
            return None
        return home, name, getattr(module, name)

    def own_name(self, node: ast.expr) -> str:
        """Give the qualified name in its module of what an expression means, else its word."""
        found = self._meant(node)
        if found is not None:
            return str(getattr(found[2], "__qualname__", found[1]))
        if isinstance(node, ast.Attribute) and (owner := self._meant(node.value)) is not None:
            return f"{getattr(owner[2], '__qualname__', '')}.{node.attr}"
        return node.id if isinstance(node, ast.Name) else ""

    def recipe(self, node: ast.expr, known: dict[str, Recipe]) -> Recipe:
        """Give the recipe of an expression, NONE where it has none; `known` are variables."""
        if isinstance(node, ast.Constant):
            plain = isinstance(node.value, (int, float, complex, str, bytes, type(None)))
            return node.value if plain and len(repr(node.value)) < _MOST_TEXT else NONE
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            return self._display(node, known)
        if isinstance(node, ast.Dict):
            return self._mapping(node, known)
        if isinstance(node, (ast.Name, ast.Attribute)):
            return self._name(node, known)
        if isinstance(node, ast.Call):
            return self._call(node, known)
        if isinstance(node, ast.Lambda):
            return Named(ast.unparse(node)) if _is_closed(node) else NONE
        if isinstance(node, (ast.UnaryOp, ast.BinOp)):
            return _calculated(node)
        return NONE

    def _display(self, node: _Display, known: dict[str, Recipe]) -> Recipe:
        parts = [self.recipe(each, known) for each in node.elts]
        if any(part is NONE for part in parts):
            return NONE
        found: list[Recipe] = []
        attempt(lambda: found.append(_BRACKETS[type(node)](parts)))
        return found[0] if found else NONE

    def _mapping(self, node: ast.Dict, known: dict[str, Recipe]) -> Recipe:
        keys = [NONE if key is None else self.recipe(key, known) for key in node.keys]
        values = [self.recipe(each, known) for each in node.values]
        if any(each is NONE for each in (*keys, *values)):
            return NONE
        found: list[Recipe] = []
        attempt(lambda: found.append(dict(zip(keys, values))))
        return found[0] if found else NONE

    def _name(self, node: ast.expr, known: dict[str, Recipe]) -> Recipe:
        text = ast.unparse(node)
        if text in known:
            return known[text]
        if text in _PASSED:
            return Named(text)
        found = self._meant(node)
        if found is not None:
            home, name, value = found
            if isinstance(value, ModuleType) or not self.names.add(name, home, value):
                return NONE
            return Named(name)
        if isinstance(node, ast.Attribute) and (owner := self._meant(node.value)) is not None:
            home, name, value = owner
            if isinstance(value, type) and hasattr(value, node.attr):
                return Named(f"{name}.{node.attr}") if self.names.add(name, home, value) else NONE
        return NONE

    def _call(self, node: ast.Call, known: dict[str, Recipe]) -> Recipe:
        arguments = tuple(self.recipe(each, known) for each in node.args)
        named = tuple((each.arg or "", self.recipe(each.value, known)) for each in node.keywords)
        every = (*arguments, *(value for _, value in named))
        if any(value is NONE for value in every) or any(not name for name, _ in named):
            return NONE
        name = self._callee(node.func)
        return Made(name, arguments, named) if name else NONE

    def _callee(self, node: ast.expr) -> str:
        if isinstance(node, ast.Name) and node.id in _MAKES and node.id not in self.members:
            return node.id
        found = self._meant(node)
        if found is not None:
            home, name, value = found
            fits = inspect.isclass(value) or isinstance(value, FunctionType)
            return name if fits and self.names.add(name, home, value) else ""
        if isinstance(node, ast.Attribute) and (owner := self._meant(node.value)) is not None:
            home, name, value = owner
            if inspect.isclass(value) and callable(getattr(value, node.attr, None)):
                return f"{name}.{node.attr}" if self.names.add(name, home, value) else ""
        return ""


def _is_closed(node: ast.Lambda) -> bool:
    """Say whether a lambda needs nothing but its arguments and what is built in."""
    taken = {each.arg for each in ast.walk(node) if isinstance(each, ast.arg)}
    return all(name in taken or hasattr(builtins, name) for name in _free(node.body))


def _free(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Name):
            yield each.id


def _calculated(node: ast.expr) -> Recipe:
    """Give the value of a small calculation with constants."""
    kinds = (ast.UnaryOp, ast.BinOp, ast.Constant, ast.operator, ast.unaryop)
    if not all(isinstance(each, kinds) for each in ast.walk(node)):
        return NONE
    big = any(isinstance(each, (ast.Pow, ast.LShift)) for each in ast.walk(node))
    numbers = [each.value for each in ast.walk(node) if isinstance(each, ast.Constant)]
    large = any(isinstance(each, int) and abs(each) > 1000 for each in numbers)
    if (big or large) and not isinstance(node, ast.UnaryOp):
        return NONE
    found: list[Recipe] = []
    attempt(lambda: found.append(eval(compile(ast.Expression(node), "<test>", "eval"), {})))
    return found[0] if found and len(repr(found[0])) < _MOST_TEXT else NONE
