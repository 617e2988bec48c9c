"""Stubs (`.pyi`) say again what a module defines: a rename has to reach them too."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from .refactor_definitions import Definition, hierarchy, method_of, name_offset
from .refactor_imports import bindings
from .refactor_mentions import exported
from .refactor_tree import Plan, Tree, Unable
from .source import SourceFile

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_DEFINED = (*_FUNCTIONS, ast.ClassDef)


def rename_in_stubs(
    tree: Tree, plan: Plan, definition: Definition, paths: set[str], new: str
) -> None:
    """Change the name in the stub of the module, and in stubs that import it from there.

    `paths` are the files that bind the name at their top.
    """
    old = definition.name
    homes = {tree.module(path) for path in (*paths, definition.path)}
    for path, stub in tree.stubs.items():
        if old not in stub.text:
            continue
        if definition.kind == "parameter":
            places = set(_parameters(tree, stub, definition))
        elif "." in definition.qualified:
            places = set(_members(tree, stub, definition))
        else:
            places = set(_plain(tree, stub, old, homes))
        for place in places:
            if stub.text[place : place + len(old)] == old:
                plan.edit(path, place, place + len(old), new)


def declared(tree: Tree, definition: Definition) -> list[Definition]:
    """List what stubs declare for a function or method, as definitions like the first."""
    place = Definition("parameter", definition.module, f"{definition.qualified}.", definition.path,
                       definition.offset, definition.line)  # fmt: skip
    return [
        Definition(definition.kind, definition.module, definition.qualified, path,
                   name_offset(stub, each), each.lineno)
        for path, stub in tree.stubs.items()
        for each in _functions(tree, stub, place)
    ]  # fmt: skip


def refuse_stubs(tree: Tree, names: set[str], what: str) -> None:
    """Raise Unable if a stub speaks of one of some names: only some changes reach stubs."""
    places = tuple(
        f"{path}:{stub.line_of(found.start())}"
        for path, stub in tree.stubs.items()
        for name in sorted(names)
        for found in [re.search(rf"(?<!\w){re.escape(name)}(?!\w)", stub.text)]
        if found
    )
    if places:
        raise Unable(f"stubs declare it too, and I do not {what} there",
                     "a project whose types stand in its modules", places)  # fmt: skip


def module_of(tree: Tree, path: str) -> str:
    """Give the dotted name of the module that a stub is for."""
    return tree.module(path.removesuffix("i"))


def _plain(tree: Tree, stub: SourceFile, name: str, homes: set[str]) -> Iterator[int]:
    imported = [each for each in bindings(tree, stub)
                if each.attribute == name and each.module in homes]  # fmt: skip
    for each in imported:
        start = stub.start(each.alias)
        yield start
        # `import x as x` hands the name on.
        again = re.compile(rf"{re.escape(name)}\s+as\s+").match(stub.text, start)
        if again and each.alias.asname == name:
            yield again.end()
    bound = any(each.alias.asname in (None, name) for each in imported)
    if not bound and module_of(tree, stub.path) not in homes:
        return
    for node in stub.tree.body:
        yield from (stub.start(each) + 1 for each in exported(node) if each.value == name)
    inner = {id(each) for owner in ast.walk(stub.tree) if isinstance(owner, ast.ClassDef)
             for each in owner.body}  # fmt: skip
    for part in ast.walk(stub.tree):
        if isinstance(part, ast.Name) and part.id == name:
            yield stub.start(part)
        elif isinstance(part, _DEFINED) and part.name == name and id(part) not in inner:
            yield name_offset(stub, part)


def _members(tree: Tree, stub: SourceFile, definition: Definition) -> Iterator[int]:
    owners = {(tree.module(path), node.name) for path, node in hierarchy(tree, definition)}
    name = definition.name
    for owner in ast.walk(stub.tree):
        if not isinstance(owner, ast.ClassDef):
            continue
        if (module_of(tree, stub.path), owner.name) not in owners:
            continue
        for each in ast.walk(owner):
            if isinstance(each, _DEFINED) and each.name == name:
                yield name_offset(stub, each)
            elif isinstance(each, ast.Name) and each.id == name:
                yield stub.start(each)


def _parameters(tree: Tree, stub: SourceFile, definition: Definition) -> Iterator[int]:
    for each in _functions(tree, stub, definition):
        yield from (stub.start(arg) for arg in ast.walk(each.args)
                    if isinstance(arg, ast.arg) and arg.arg == definition.name)  # fmt: skip


def _functions(
    tree: Tree, stub: SourceFile, definition: Definition
) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield what a stub declares for the function of a parameter."""
    method = method_of(definition)
    *owners, function = definition.owner.split(".")
    families = {(tree.module(path), node.name) for path, node in hierarchy(tree, method)}
    module = module_of(tree, stub.path)
    classes = [each for each in ast.walk(stub.tree) if isinstance(each, ast.ClassDef)
               and (module, each.name) in families]  # fmt: skip
    bodies: list[ast.ClassDef | ast.Module] = [*classes]
    if not owners and module == definition.module:
        bodies = [stub.tree]
    for body in bodies:
        for each in body.body:
            if isinstance(each, _FUNCTIONS) and each.name == function:
                yield each
