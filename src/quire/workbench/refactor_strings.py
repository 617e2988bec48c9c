"""Names that are written as text and still are code: annotations, slots, `getattr`, doctests."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from .refactor_definitions import Definition, hierarchy
from .refactor_imports import bindings
from .refactor_mentions import docstrings
from .refactor_occurrences import Occurrence, instances
from .refactor_tree import Plan, Tree
from .source import SourceFile

_BY_NAME = frozenset({"getattr", "hasattr", "setattr", "delattr"})
_PATCHES = frozenset({"setattr", "delattr", "object"})  # of monkeypatch and mock.patch
_READERS = frozenset({"attrgetter", "methodcaller"})


def rename_annotations(tree: Tree, plan: Plan, paths: set[str], old: str, new: str) -> None:
    """Change the name in annotations that are written as text, of files that bind it."""
    for path in paths:
        file = tree.files[path]
        for node in typed_texts(file.tree):
            _words(plan, file, (file.start(node), file.end(node)), (old, new))
        for start, end in _type_comments(file):
            _words(plan, file, (start, end), (old, new))


def rename_doctests(tree: Tree, plan: Plan, paths: set[str], old: str, new: str, *,
                    member: bool) -> None:  # fmt: skip
    """Change the name in the examples of docstrings; a member only behind a dot."""
    before = r"(?<=\.)" if member else r"(?<![\w.])"
    word = re.compile(rf"{before}{re.escape(old)}(?!\w)")
    for path in paths:
        file = tree.files[path]
        for node in docstrings(file):
            for row in re.finditer(r"^\s*(>>>|\.\.\.) .*$", file.segment(node), re.MULTILINE):
                for found in word.finditer(row.group()):
                    place = file.start(node) + row.start() + found.start()
                    plan.edit(path, place, place + len(old), new)


def rename_slots(tree: Tree, plan: Plan, definition: Definition, new: str) -> None:
    """Change the name in `__slots__` and `__match_args__` of the classes that have the member."""
    for path, owner in hierarchy(tree, definition):
        file = tree.files[path]
        for node in owner.body:
            targets = node.targets if isinstance(node, ast.Assign) else []
            names = {each.id for each in targets if isinstance(each, ast.Name)}
            if not names & {"__slots__", "__match_args__"}:
                continue
            for each in ast.walk(node):
                if isinstance(each, ast.Constant) and each.value == definition.name:
                    _inside(plan, file, each, definition.name, new)


def rename_looked_up(
    tree: Tree, plan: Plan, definition: Definition, new: str, *, alone: bool
) -> None:
    """Change the name where it is the text of `getattr` and its like, and say so.

    Those on the class, or on an object that is known to be of it, are certain; others are taken if
    `alone` is true: if no other class has such a member.
    """
    old = definition.name
    family = hierarchy(tree, definition)
    owners = {node.name for _, node in family}
    enums = {node.name for _, node in family if _is_enum(node)}
    left: dict[Occurrence, tuple[SourceFile, ast.Constant]] = {}
    taken: list[tuple[SourceFile, ast.Constant]] = []
    for path in tree.holding(old):
        file = tree.files[path]
        inside = {id(inner) for where, node in family if where == path for inner in ast.walk(node)}
        for call, text in _lookups(file.tree, old):
            first = ast.unparse(call.args[0])
            certain = first.rpartition(".")[2] in owners
            certain = certain or (first in ("self", "cls") and id(call) in inside)
            if certain or alone:
                taken.append((file, text))
            elif isinstance(call.args[0], (ast.Name, ast.Attribute)):
                left[Occurrence(path, file.end(call.args[0]) - 1)] = (file, text)
        taken += [(file, text) for text in _keys(file.tree, enums, old)]
    members = {(path, node.name) for path, node in family}
    taken += [left[place] for place in sorted(instances(tree, list(left), members))]
    for file, text in taken:
        _inside(plan, file, text, old, new)
        plan.notes.append(f"The text {old!r} at {file.path}:{text.lineno} looks it up, so I "
                          "changed it too.")  # fmt: skip


def rename_module_lookups(tree: Tree, plan: Plan, definition: Definition, new: str) -> None:
    """Change the name where `getattr` and its like look it up in its module, and say so."""
    old = definition.name
    for path in tree.holding(old):
        file = tree.files[path]
        modules = {
            each.name
            for each in bindings(tree, file)
            if ".".join(filter(None, (each.module, each.attribute))) == definition.module
        }
        for call, text in _lookups(file.tree, old):
            if ast.unparse(call.args[0]) in {*modules, definition.module} and modules:
                _inside(plan, file, text, old, new)
                plan.notes.append(f"The text {old!r} at {path}:{text.lineno} looks it up, so I "
                                  "changed it too.")  # fmt: skip


def _lookups(tree: ast.Module, name: str) -> Iterator[tuple[ast.Call, ast.Constant]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        plain = getattr(node.func, "id", "")
        called = plain or getattr(node.func, "attr", "")
        looked = plain in _BY_NAME or (not plain and called in _PATCHES)
        at = 0 if called in _READERS else 1 if looked and len(node.args) > 1 else -1
        text = node.args[at] if at >= 0 else None
        if isinstance(text, ast.Constant) and text.value == name:
            yield node, text


def _keys(tree: ast.Module, enums: set[str], name: str) -> Iterator[ast.Constant]:
    """Yield a member's name where an enumeration is asked for it: `Status["NEW"]`."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Subscript) or not enums:
            continue
        asked = ast.unparse(node.value).rpartition(".")[2] in enums
        if asked and isinstance(node.slice, ast.Constant) and node.slice.value == name:
            yield node.slice


def _is_enum(node: ast.ClassDef) -> bool:
    bases = {ast.unparse(each).rpartition(".")[2] for each in node.bases}
    return any(each.endswith(("Enum", "Flag", "Choices")) for each in bases)


def _inside(plan: Plan, file: SourceFile, node: ast.expr, old: str, new: str) -> None:
    place = file.text.find(old, file.start(node), file.end(node))
    if place >= 0:
        plan.edit(file.path, place, place + len(old), new)


def _words(plan: Plan, file: SourceFile, where: tuple[int, int], names: tuple[str, str]) -> None:
    word = re.compile(rf"(?<![\w.]){re.escape(names[0])}(?!\w)")
    for found in word.finditer(file.text, *where):
        plan.edit(file.path, found.start(), found.end(), names[1])


def typed_texts(tree: ast.AST) -> Iterator[ast.Constant]:
    """Yield the strings that are annotations, or parts of one, and not values like `Literal`s."""
    for node in ast.walk(tree):
        found = [getattr(node, "annotation", None), getattr(node, "returns", None)]
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
            if name == "cast":
                found += node.args[:1]
            elif name in ("TypeVar", "ForwardRef", "NewType"):
                found += [each.value for each in node.keywords if each.arg == "bound"]
                found += node.args[1:] if name != "ForwardRef" else node.args
        for each in found:
            if isinstance(each, ast.expr):
                yield from _strings(each)


def _strings(node: ast.AST) -> Iterator[ast.Constant]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    if isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("Literal"):
        return
    for each in ast.iter_child_nodes(node):
        yield from _strings(each)


def _type_comments(file: SourceFile) -> Iterator[tuple[int, int]]:
    if "# type:" not in file.text:
        return
    for token in tokenize.generate_tokens(io.StringIO(file.text, newline="").readline):
        if token.type != tokenize.COMMENT:
            continue
        if re.match(r"#\s*type:(?!\s*ignore)", token.string):
            start = file.starts[token.start[0] - 1] + token.start[1]
            yield start, start + len(token.string)
