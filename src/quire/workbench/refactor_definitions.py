"""What a project defines under a name, and which of it an order means."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from .refactor_tree import Tree, Unable
from .source import SourceFile

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_MOST_SHOWN = 12
# What a person calls a thing, and the kinds of definition that it may be.
_KINDS = {
    "function": ("function",), "method": ("method",), "class": ("class",),
    "variable": ("variable", "local"), "constant": ("variable",), "parameter": ("parameter",),
    "argument": ("parameter",), "attribute": ("attribute", "method"), "field": ("attribute",),
    "property": ("method",), "module": ("module",), "package": ("module",), "file": ("module",),
}  # fmt: skip
# Without a word for the kind, a definition that others can see is meant before an inner one.
_OUTER = ("function", "class", "method", "variable", "attribute", "module")


@dataclass(frozen=True)
class Definition:
    """One definition: its kind, module, name inside the module, file and place of its name."""

    kind: str
    module: str
    qualified: str
    path: str
    offset: int
    line: int

    @property
    def name(self) -> str:
        """Give the last part of its name."""
        return (self.qualified or self.module).rpartition(".")[2]

    @property
    def owner(self) -> str:
        """Give what it is defined in, inside its module."""
        return self.qualified.rpartition(".")[0]

    @property
    def words(self) -> str:
        """Give the definition as people call it."""
        return f"{self.kind} {self.qualified or self.module} ({self.path}:{self.line})"


@dataclass(frozen=True)
class Wanted:
    """What an order names: a name, maybe dotted, maybe its kind and where it is."""

    name: str
    kind: str = ""
    place: str = ""


def definitions(tree: Tree, name: str) -> list[Definition]:
    """List everything that the project defines under the last part of a dotted name."""
    last = name.rpartition(".")[2]
    found: list[Definition] = []
    for path, file in tree.files.items():
        module = tree.module(path)
        if module.rpartition(".")[2] == last:
            found.append(Definition("module", module, "", path, 0, 1))
        if last in file.text:
            seen = _Seen(file, module, last)
            seen.visit(file.tree, "", "module")
            found.extend(seen.found)
    return found


def chosen(tree: Tree, wanted: Wanted) -> Definition:
    """Give the one definition that is meant; raise Unable with the candidates otherwise."""
    known = definitions(tree, wanted.name)
    found = [each for each in known if _fits(each, wanted)]
    if wanted.kind in ("parameter", "argument"):
        found += [each for each in known if _is_given(tree, each, wanted)]
    if not wanted.kind:
        outer = [each for each in found if each.kind in _OUTER]
        found = outer or found
    if not found:
        raise Unable(_absent(wanted), "the name of something that the project defines")
    groups = _grouped(tree, found)
    if len(groups) > 1:
        listed = tuple(each.words for each in groups[:_MOST_SHOWN])
        raise Unable(
            f"{len(groups)} things are called {wanted.name}",
            "the one you mean: by kind, as module.name or Class.name, or with `in FILE`", listed,
        )  # fmt: skip
    return groups[0]


def hierarchy(tree: Tree, definition: Definition) -> list[tuple[str, ast.ClassDef]]:
    """List the classes that share the members of the class that owns a definition.

    They are related by the names of their bases: those above that have the member, and all below.
    """
    classes, above = _related(tree)
    start = (definition.path, definition.owner.rpartition(".")[2])
    if start not in classes:
        return []
    tops = {key for key in _closed({start}, above) if _has(classes[key], definition.name)}
    below: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for key, bases in above.items():
        for base in bases:
            below.setdefault(base, set()).add(key)
    family = _closed(tops | {start}, below)
    return [(path, classes[path, name]) for path, name in sorted(family)]


def ancestry(tree: Tree, definition: Definition) -> list[tuple[str, ast.ClassDef]]:
    """List the class that owns a definition and every class of the project above it."""
    classes, above = _related(tree)
    start = (definition.path, definition.owner.rpartition(".")[2])
    found = _closed({start}, above) if start in classes else set()
    return [(path, classes[path, name]) for path, name in sorted(found)]


_Key = tuple[str, str]


def _related(tree: Tree) -> tuple[dict[_Key, ast.ClassDef], dict[_Key, set[_Key]]]:
    """Give the classes of the project, and those that each names as its bases."""
    classes = {
        (path, node.name): node
        for path, file in tree.files.items()
        for node in ast.walk(file.tree)
        if isinstance(node, ast.ClassDef)
    }
    above = {
        key: {base for name in _bases(node) for base in _called(classes, key[0], name)}
        for key, node in classes.items()
    }
    return classes, above


def _called(classes: dict[_Key, ast.ClassDef], path: str, name: str) -> set[_Key]:
    """Give the classes that a name may mean in a file: its own, or those of other files."""
    if (path, name) in classes:
        return {(path, name)}
    return {key for key in classes if key[1] == name}


def _closed(start: set[_Key], steps: dict[_Key, set[_Key]]) -> set[_Key]:
    """Give everything that is reached from `start`, itself included."""
    seen: set[_Key] = set()
    waiting = list(start)
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            waiting.extend(steps.get(key, ()))
    return seen


def members(node: ast.ClassDef) -> Iterator[tuple[str, ast.AST]]:
    """Yield the names that a class gives its objects, each with the node that binds it."""
    for inner in node.body:
        if isinstance(inner, (*_FUNCTIONS, ast.ClassDef)):
            yield inner.name, inner
        for target in _targets(inner):
            yield target.id, target
    stored = (each for each in ast.walk(node)
              if isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Store))  # fmt: skip
    for each in stored:
        if isinstance(each.value, ast.Name) and each.value.id in ("self", "cls"):
            yield each.attr, each


def _bases(node: ast.ClassDef) -> list[str]:
    parts = (base.value if isinstance(base, ast.Subscript) else base for base in node.bases)
    return [
        part.attr if isinstance(part, ast.Attribute) else part.id
        for part in parts
        if isinstance(part, (ast.Attribute, ast.Name))
    ]


def _has(node: ast.ClassDef, name: str) -> bool:
    return any(each == name for each, _ in members(node))


def _targets(node: ast.AST) -> Iterator[ast.Name]:
    """Yield the names that one statement binds by assignment."""
    if isinstance(node, ast.Assign):
        targets: list[ast.expr] = node.targets
    elif isinstance(node, (ast.AnnAssign, ast.AugAssign, ast.For, ast.AsyncFor, ast.NamedExpr)):
        targets = [node.target]
    elif isinstance(node, (ast.With, ast.AsyncWith)):
        targets = [item.optional_vars for item in node.items if item.optional_vars]
    else:
        return
    for target in targets:
        for inner in ast.walk(target):
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                yield inner


def _absent(wanted: Wanted) -> str:
    kind = f"{wanted.kind} " if wanted.kind else ""
    place = f" in {wanted.place}" if wanted.place else ""
    return f"there is no {kind}{wanted.name}{place} in this project"


def _fits(each: Definition, wanted: Wanted) -> bool:
    if wanted.kind and each.kind not in _KINDS.get(wanted.kind, (wanted.kind,)):
        return False
    whole = f"{each.module}.{each.qualified}".rstrip(".")
    if not f".{whole}".endswith(f".{wanted.name}"):
        return False
    place = wanted.place
    if not place:
        return True
    if place.endswith(".py") or "/" in place:
        return f"/{each.path}".endswith(f"/{place.lstrip('./')}")
    return re.search(rf"(^|\.){re.escape(place)}(\.|$)", whole.rpartition(".")[0]) is not None


def _is_given(tree: Tree, each: Definition, wanted: Wanted) -> bool:
    """Say whether an attribute is what a class is made with, as the fields of data classes are."""
    owner = (wanted.place or wanted.name.rpartition(".")[0]).rpartition(".")[2]
    if each.kind != "attribute" or each.owner.rpartition(".")[2] != owner:
        return False
    if not _fits(each, Wanted(wanted.name, "attribute", wanted.place)):
        return False
    return any(
        isinstance(node, ast.ClassDef) and node.name == owner and _takes_fields(node)
        for node in ast.walk(tree.files[each.path].tree)
    )


def _takes_fields(node: ast.ClassDef) -> bool:
    """Say whether a class is made with the fields that it annotates, as far as its marks tell."""
    marks = [each.func if isinstance(each, ast.Call) else each for each in node.decorator_list]
    names = {ast.unparse(each).rpartition(".")[2] for each in (*marks, *node.bases)}
    made = names & {"dataclass", "define", "frozen", "attrs", "NamedTuple", "BaseModel", "Struct"}
    return bool(made) and not _has(node, "__init__")


def _grouped(tree: Tree, found: list[Definition]) -> list[Definition]:
    """Keep one definition of each thing: overrides are one method, assignments one variable."""
    kept: list[Definition] = []
    known: set[tuple[str, str]] = set()
    for each in found:
        if (each.path, each.qualified) in known:
            continue
        kept.append(each)
        known.add((each.path, each.qualified))
        inner = method_of(each) if each.kind == "parameter" else each
        if inner.kind in ("method", "attribute", "parameter"):
            tail = each.qualified[len(inner.owner) :]
            known.update((path, f"{node.name}{tail}") for path, node in hierarchy(tree, inner))
    return kept


def method_of(parameter: Definition) -> Definition:
    """Give the function of a parameter, as far as its name tells."""
    kind = "method" if "." in parameter.owner else "function"
    return Definition(kind, parameter.module, parameter.owner, parameter.path,
                      parameter.offset, parameter.line)  # fmt: skip


class _Seen:
    """Collects the definitions of one name in one file."""

    def __init__(self, file: SourceFile, module: str, name: str) -> None:
        self.file = file
        self.module = module
        self.name = name
        self.found: list[Definition] = []

    def visit(self, node: ast.AST, owner: str, scope: str) -> None:
        """Visit what stands inside a node; `scope` is module, class or function.

        A name that a function declares `global` is the module's own variable.
        """
        if isinstance(node, _FUNCTIONS) and self.name in _declared(node):
            return
        for inner in ast.iter_child_nodes(node):
            if isinstance(inner, ast.ClassDef):
                self._named(inner, owner, "class")
                self.visit(inner, f"{owner}{inner.name}.", "class")
                self._attributes(inner, f"{owner}{inner.name}.")
            elif isinstance(inner, _FUNCTIONS):
                self._named(inner, owner, "method" if scope == "class" else "function")
                self._parameters(inner, f"{owner}{inner.name}.")
                self.visit(inner, f"{owner}{inner.name}.", "function")
            else:
                kind = {"class": "attribute", "function": "local"}.get(scope, "variable")
                for target in _targets(inner):
                    self._add(kind, owner, target.id, self.file.start(target))
                self.visit(inner, owner, scope)

    def _named(self, node: ast.AST, owner: str, kind: str) -> None:
        name = str(getattr(node, "name", ""))
        if name == self.name:
            self._add(kind, owner, name, name_offset(self.file, node))

    def _parameters(self, node: ast.AST, owner: str) -> None:
        for each in ast.walk(node.args) if isinstance(node, _FUNCTIONS) else ():
            if isinstance(each, ast.arg):
                self._add("parameter", owner, each.arg, self.file.start(each))

    def _attributes(self, node: ast.ClassDef, owner: str) -> None:
        known = {each.qualified for each in self.found}
        for name, place in members(node):
            if isinstance(place, ast.Attribute) and f"{owner}{name}" not in known:
                self._add("attribute", owner, name, self.file.end(place) - len(name))

    def _add(self, kind: str, owner: str, name: str, offset: int) -> None:
        if name == self.name:
            line = self.file.line_of(offset)
            self.found.append(
                Definition(kind, self.module, f"{owner}{name}", self.file.path, offset, line)
            )


def _declared(node: ast.AST) -> set[str]:
    return {name for each in ast.walk(node) if isinstance(each, ast.Global) for name in each.names}


def name_offset(file: SourceFile, node: ast.AST) -> int:
    """Give the offset of the name after `def` or `class`."""
    placed = cast("ast.stmt", node)
    start = file.offset(placed.lineno, placed.col_offset)
    found = re.compile(r"(?:async\s+def|def|class)\s+").match(file.text, start)
    return found.end() if found else start


def node_of(file: SourceFile, definition: Definition) -> ast.AST | None:
    """Give the function or class whose name stands at a definition's place."""
    for node in ast.walk(file.tree):
        named = isinstance(node, (*_FUNCTIONS, ast.ClassDef))
        if named and name_offset(file, node) == definition.offset:
            return node
    return None
