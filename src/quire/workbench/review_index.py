"""The project after a change, by name: what is defined where, and what each call calls."""

from __future__ import annotations

import ast
import datetime
import decimal
import logging
import re
import subprocess
import sys
import threading
import unittest
from collections import Counter, OrderedDict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Union

from .project import python_files
from .review_diff import parsed
from .review_view import (
    FUNCTIONS,
    Function,
    climbed,
    dotted,
    imported,
    is_error_expected,
    parents_of,
)

_OF_THE_LANGUAGE: frozenset[str] = getattr(sys, "stdlib_module_names", frozenset())
_MOST_FILES = 3_000
_MOST_BYTES = 500_000
_KINDS: tuple[type, ...] = (
    str, bytes, list, dict, set, tuple, int, float, Path, object, type(iter([])), Counter,
    OrderedDict, deque, datetime.datetime, datetime.timedelta, datetime.tzinfo, decimal.Decimal,
    logging.Logger, logging.Handler, re.Match, re.Pattern, subprocess.Popen, threading.Thread,
    threading.Event, threading.Condition, unittest.TestCase, Exception,
)  # fmt: skip
# Methods that values of the language have: a call of one says nothing about whose it is.
ORDINARY = frozenset(name for kind in _KINDS for name in dir(kind)) | {
    "close", "read", "write", "get", "run", "start", "stop", "send", "put", "submit", "wait",
    "execute", "commit", "connect", "main", "setUp", "tearDown", "open", "flush", "load",
    "save", "search", "group", "info", "debug", "error", "warning",
}  # fmt: skip

Owned = Union[Function, ast.ClassDef]


@dataclass(frozen=True)
class Definition:
    """A function or class of the project; `owner` is the class of a method."""

    path: str
    name: str
    node: Owned
    owner: str = ""

    @property
    def title(self) -> str:
        """Give the name as people write it: `Cart.add`."""
        return f"{self.owner}.{self.name}" if self.owner else self.name


@dataclass(frozen=True)
class Use:
    """A call of a definition; `bound` when the first parameter is already given.

    Not `sure` when only the method's name tells whose it is, which one class alone has.
    """

    path: str
    call: ast.Call
    target: Definition
    bound: bool
    sure: bool = True


class Module:
    """One file of the project, by name."""

    def __init__(self, path: str, tree: ast.Module) -> None:
        self.path = path
        self.tree = tree
        self.top = bound_at_top(tree)

    @cached_property
    def imports(self) -> dict[str, str]:
        """Map imported names to full dotted names."""
        return imported(self.tree)

    @cached_property
    def definitions(self) -> dict[tuple[str, str], Definition]:
        """Give the functions and classes at the top and the methods, by owner and name."""
        found: dict[tuple[str, str], Definition] = {}
        for node in self.tree.body:
            if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
                found["", node.name] = Definition(self.path, node.name, node)
            if isinstance(node, ast.ClassDef):
                for child in node.body:
                    if isinstance(child, FUNCTIONS):
                        owned = Definition(self.path, child.name, child, node.name)
                        found[node.name, child.name] = owned
        return found

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """Map every node to the one around it."""
        return parents_of(self.tree)

    @cached_property
    def is_open(self) -> bool:
        """Say whether names may come from elsewhere than the file shows."""
        stars = any(name.endswith(".*") for name in self.imports.values())
        words = ast.dump(self.tree)
        made = ("globals", "modules", "setattr", "__dict__")
        written = any(f"'{name}'" in words for name in made)
        return stars or "__getattr__" in self.top or written


class Index:
    """The Python files of a folder, parsed when they are asked for.

    `gone` are those that a change took away: they are found by name where no other is.
    """

    def __init__(self, folder: Path, gone: Iterable[str] = ()) -> None:
        self.folder = folder
        self._gone = frozenset(gone)
        self.paths = python_files(folder)[:_MOST_FILES]
        self._texts: dict[str, str] = {}
        self._modules: dict[str, Module | None] = {}

    def text(self, path: str) -> str:
        """Give the text of a file, "" where it cannot be read."""
        if path not in self._texts:
            whole = self.folder / path
            try:
                small = whole.stat().st_size <= _MOST_BYTES
                self._texts[path] = whole.read_text("utf-8", "replace") if small else ""
            except OSError:
                self._texts[path] = ""
        return self._texts[path]

    def _is_large(self, path: str) -> bool:
        whole = self.folder / path
        return whole.exists() and whole.stat().st_size > _MOST_BYTES

    def module(self, path: str) -> Module | None:
        """Give a file by its path; None where it does not parse."""
        if path not in self._modules:
            text = self.text(path) if path in self._known else None
            tree = parsed(text) if text or not self._is_large(path) else None
            self._modules[path] = Module(path, tree) if tree is not None else None
        return self._modules[path]

    def mentioning(self, name: str) -> Iterator[Module]:
        """Yield the files whose text holds a name."""
        for path in self.paths:
            if name in self.text(path):
                module = self.module(path)
                if module is not None:
                    yield module

    def expects_error(self, use: Use) -> bool:
        """Say whether a call is there for the error that it raises."""
        module = self.module(use.path)
        if module is None:
            return False
        return is_error_expected(climbed(module.parents, use.call), "TypeError|Exception")

    def path_of(self, name: str, origin: str) -> str | None:
        """Give the file of a module's dotted name, as seen from the file `origin`."""
        level = len(name) - len(name.lstrip("."))
        if level:
            parts = origin.split("/")[:-level] if level <= origin.count("/") + 1 else []
            whole = "/".join([*parts, *filter(None, name[level:].split("."))])
            return self._file(whole, self._known) or self._file(whole, self._gone)
        plain = "/".join(name.split("."))
        beside = origin.rpartition("/")[0]
        # Modules of a package do not see each other by their bare names, those of the language win.
        if f"{beside}/__init__.py" in self._known or name.partition(".")[0] in _OF_THE_LANGUAGE:
            beside = ""
        tops = ("", "src/", f"{beside}/" if beside else "")
        stems = [(f"{top}{plain}", known) for known in (self._known, self._gone) for top in tops]
        return next(filter(None, (self._file(stem, known) for stem, known in stems)), None)

    @staticmethod
    def _file(stem: str, known: frozenset[str]) -> str | None:
        options = (f"{stem}.py", f"{stem}/__init__.py")
        return next((path for path in options if path in known), None)

    @cached_property
    def stubs(self) -> frozenset[str]:
        """Give the stubs beside modules: these name types that only type checkers import."""
        beside = (f"{path}i" for path in self.paths)
        return frozenset(path for path in beside if (self.folder / path).is_file())

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.paths)

    def resolved(self, name: str, origin: str) -> tuple[str, str] | None:
        """Split `package.module.rest` into the module's file and the rest; None if not ours."""
        head = len(name) - len(name.lstrip("."))
        parts = name[head:].split(".")
        for count in range(len(parts), 0 if not head else -1, -1):
            path = self.path_of("." * head + ".".join(parts[:count]), origin)
            if path is not None:
                return path, ".".join(parts[count:])
        return None

    def definition(self, name: str, origin: str, depth: int = 0) -> Definition | None:
        """Give what a full dotted name stands for, through the imports of packages."""
        place = self.resolved(name, origin)
        module = self.module(place[0]) if place else None
        if place is None or module is None or not place[1]:
            return None
        owner, _, last = place[1].rpartition(".")
        found = module.definitions.get((owner, last))
        if found is None and last in module.imports and not owner and depth < 4:
            return self.definition(module.imports[last], module.path, depth + 1)
        return found

    @cached_property
    def methods(self) -> dict[str, list[Definition]]:
        """Give the methods of the whole project by their bare name."""
        found: dict[str, list[Definition]] = {}
        for path in self.paths:
            module = self.module(path)
            for (owner, name), definition in module.definitions.items() if module else ():
                if owner:
                    found.setdefault(name, []).append(definition)
        return found

    def uses(self, module: Module) -> Iterator[Use]:
        """Yield the calls of a file whose target is known."""
        yield from _Uses(self, module).found()


class _Uses:
    """Finds the targets of a file's calls."""

    def __init__(self, index: Index, module: Module) -> None:
        self.index = index
        self.module = module

    def found(self) -> Iterator[Use]:
        yield from self._walk(self.module.tree, "", frozenset())

    def _walk(self, node: ast.AST, owner: str, hidden: frozenset[str]) -> Iterator[Use]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.ClassDef):
                yield from self._walk(child, child.name, hidden)
                continue
            inner = hidden
            if isinstance(child, (*FUNCTIONS, ast.Lambda)):
                inner = hidden | _bound_in(child)
            if isinstance(child, ast.Call):
                use = self._target(child, owner, inner)
                if use is not None:
                    yield use
            yield from self._walk(child, owner, inner)

    def _target(self, call: ast.Call, owner: str, hidden: frozenset[str]) -> Use | None:
        name = dotted(call.func)
        head, _, rest = name.partition(".")
        if head in ("self", "cls") and owner and rest and "." not in rest:
            target = self.module.definitions.get((owner, rest))
            static = target is not None and _is_static(target.node)
            return Use(self.module.path, call, target, not static) if target else None
        if name and head not in hidden:
            target = self._named(name, head)
            if target is not None:
                bound = isinstance(target.node, ast.ClassDef) or _is_class_method(target.node)
                return Use(self.module.path, call, target, bound)
            if head in self.module.imports:
                return None
        if isinstance(call.func, ast.Attribute) and call.func.attr not in ORDINARY:
            methods = self.index.methods.get(call.func.attr, [])
            if len(methods) == 1 and not _is_static(methods[0].node) and self._is_ours(methods[0]):
                return Use(self.module.path, call, methods[0], bound=True, sure=False)
        return None

    def _is_ours(self, method: Definition) -> bool:
        """Say whether nothing but the project can have told a class of its method."""
        module = self.index.module(method.path)
        owner = module.definitions.get(("", method.owner)) if module else None
        if module is None or owner is None or not isinstance(owner.node, ast.ClassDef):
            return False
        for base in owner.node.bases:
            name = dotted(base.value if isinstance(base, ast.Subscript) else base)
            head, dot, rest = name.partition(".")
            full = f"{module.imports.get(head, head)}{dot}{rest}"
            plain = full.rpartition(".")[2] in ("object", "ABC", "Generic", "Protocol")
            known = ("", name) in module.definitions or self.index.definition(full, module.path)
            if not plain and not known:
                return False
        return True

    def _named(self, name: str, head: str) -> Definition | None:
        owner, _, last = name.rpartition(".")
        local = self.module.definitions.get((owner, last))
        if local is not None or head not in self.module.imports:
            return local
        full = f"{self.module.imports[head]}{name[len(head) :]}"
        return self.index.definition(full, self.module.path)


def _bound_in(scope: ast.AST) -> frozenset[str]:
    """Give the names that a function binds itself."""
    names = {node.arg for node in ast.walk(scope) if isinstance(node, ast.arg)}
    names |= {
        node.id
        for node in ast.walk(scope)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    names |= {
        node.name for node in ast.walk(scope) if isinstance(node, FUNCTIONS) and node is not scope
    }
    return frozenset(names)


def _decorators(node: Owned) -> set[str]:
    return {dotted(each) for each in node.decorator_list}


def _is_static(node: Owned) -> bool:
    return "staticmethod" in _decorators(node)


def _is_class_method(node: Owned) -> bool:
    return "classmethod" in _decorators(node)


def bound_at_top(tree: ast.Module) -> frozenset[str]:
    """Give every name that a module binds at its top, in branches too."""
    found: set[str] = set()
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            found.add(node.name)
            continue
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            found.update((a.asname or a.name).partition(".")[0] for a in node.names)
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.add(node.id)
        waiting.extend(ast.iter_child_nodes(node))
    return frozenset(found)
