"""Which test classes are converted together: those that build upon one another, over files."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .migrate_testcase import OF_TESTCASE, is_self
from .project import is_test_path
from .refactor_imports import Binding, bindings
from .refactor_tree import Tree

ROOTS = ("TestCase", "IsolatedAsyncioTestCase")


class Known(NamedTuple):
    """A class of the project and the file that holds it."""

    path: str
    node: ast.ClassDef


class Mention(NamedTuple):
    """A place that names a class: a name, an attribute of a module, or a part of an import."""

    path: str
    node: ast.Name | ast.Attribute | ast.alias


class Family:
    """The classes of unittest in a project's tests, and the plain ones that they build upon."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.cases: dict[str, dict[str, ast.ClassDef]] = {}
        self.mixins: dict[str, dict[str, ast.ClassDef]] = {}
        self._bindings: dict[str, list[Binding]] = {}
        self._paths = {tree.module(path): path for path in tree.files}
        self._defined = {path: {each.name: each for each in file.tree.body
                                if isinstance(each, ast.ClassDef)}
                         for path, file in tree.files.items()}  # fmt: skip
        self._find_cases()
        self._find_mixins()
        self._edges = list(self._built())

    def roots(self, path: str) -> set[str]:
        """Give how a file writes the classes of unittest that tests build upon."""
        return {name for root in ROOTS for name in self.written(path, root)}

    def written(self, path: str, wanted: str) -> set[str]:
        """Give how a file writes a name of unittest, taken from there or from its own helpers."""
        found: set[str] = set()
        for each in self._bound(path):
            star = each.attribute == "*"
            origin = self._origin(each.module, wanted if star else each.attribute)
            if origin == "unittest":
                found.add(f"{each.name}.{wanted}")
            elif origin == f"unittest.{wanted}":
                found.add(wanted if star else each.name)
        return found

    def _origin(self, module: str, name: str, steps: int = 5) -> str:
        """Give the full name of what a module hands on, `unittest` for its backport too."""
        path = self._paths.get(module, "")
        for each in self._bound(path) if path and steps and name else ():
            if each.name == name:
                return self._origin(each.module, each.attribute, steps - 1)
            if each.attribute == "*" and each.module in ("unittest", "unittest2"):
                return f"unittest.{name}"
        plain = "unittest" if module == "unittest2" else module
        return f"{plain}.{name}" if name else plain

    def files(self, path: str) -> list[str]:
        """List the files that are converted with one, itself among them."""
        found, left = {path}, [path]
        while left:
            here = left.pop()
            near = {b.path for a, b in self._edges if a.path == here}
            near |= {a.path for a, b in self._edges if b.path == here}
            left += sorted(near - found)
            found |= near
        return sorted(found)

    def above(self, path: str, node: ast.ClassDef) -> list[Known]:
        """List the classes that a class builds upon and that are converted with it."""
        found = [self.named(path, ast.unparse(each)) for each in node.bases]
        return [each for each in found if each is not None and self.is_ours(each)]

    def defined(self, path: str, node: ast.ClassDef) -> set[str]:
        """Give the names that a class has from itself and those above; "*" for what is not ours."""
        found = {getattr(each, "name", "") for each in node.body}
        found |= {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)
                  and isinstance(each.ctx, ast.Store)}  # fmt: skip
        found |= {each.id for each in ast.walk(node) if isinstance(each, ast.Name)
                  and isinstance(each.ctx, ast.Store)}  # fmt: skip
        above = self.above(path, node)
        strange = [each for each in node.bases
                   if ast.unparse(each) not in {*self.roots(path), "object"}]  # fmt: skip
        if len(strange) > len(above) or node in self._mixed():
            found.add("*")
        for each in above:
            found |= self.defined(each.path, each.node)
        return found

    def _mixed(self) -> list[ast.ClassDef]:
        return [node for found in self.mixins.values() for node in found.values()]

    def below(self, node: ast.ClassDef) -> list[Known]:
        """List the classes that build upon one, directly or not."""
        direct = [low for low, high in self._edges if high.node is node]
        return [*direct, *(each for low in direct for each in self.below(low.node))]

    def named(self, path: str, name: str) -> Known | None:
        """Give the class of the project that a name in a file stands for."""
        if name in self._defined[path]:
            return Known(path, self._defined[path][name])
        head, _, last = name.rpartition(".")
        for each in self._bound(path):
            if each.name == name and each.attribute:
                return self._exported(each.module, each.attribute)
            whole = f"{each.module}.{each.attribute}" if each.attribute else each.module
            if head and head == (each.name if each.attribute or each.alias.asname else whole):
                return self._exported(whole, last)
        return None

    def mentions(self, known: Known) -> Iterator[Mention]:
        """Yield where a class is named: in its file, and where it is imported by this name."""
        name = known.node.name
        for path in self.files(known.path):
            plain = path == known.path
            for each in self._bound(path):
                if each.attribute == name and self.named(path, each.name) == known:
                    yield Mention(path, each.alias)
                    plain = plain or not each.alias.asname
            for node in ast.walk(self.tree.files[path].tree):
                if isinstance(node, ast.Name):
                    found = plain and node.id == name
                else:
                    found = (isinstance(node, ast.Attribute) and node.attr == name
                             and self.named(path, ast.unparse(node)) == known)  # fmt: skip
                if found and isinstance(node, (ast.Name, ast.Attribute)):
                    yield Mention(path, node)

    def _exported(self, module: str, name: str, steps: int = 5) -> Known | None:
        path = self._paths.get(module, "")
        if not path or not steps:
            return None
        if name in self._defined[path]:
            return Known(path, self._defined[path][name])
        found = next((each for each in self._bound(path)
                      if each.name == name and each.attribute), None)  # fmt: skip
        return self._exported(found.module, found.attribute, steps - 1) if found else None

    def _bound(self, path: str) -> list[Binding]:
        if path not in self._bindings:
            self._bindings[path] = bindings(self.tree, self.tree.files[path])
        return self._bindings[path]

    def _find_cases(self) -> None:
        paths = [path for path, found in self._defined.items() if found and is_test_path(path)]
        roots = {path: self.roots(path) for path in paths}
        grown = True
        while grown:
            grown = False
            for path in paths:
                for node in self._defined[path].values():
                    known = self.cases.setdefault(path, {})
                    if node.name not in known and self._is_case(path, node, roots[path]):
                        known[node.name] = node
                        grown = True

    def _is_case(self, path: str, node: ast.ClassDef, roots: set[str]) -> bool:
        names = [ast.unparse(each) for each in node.bases]
        bases = [self.named(path, name) for name in names if name not in roots]
        return any(name in roots for name in names) or any(
            base is not None and self.cases.get(base.path, {}).get(base.node.name) is base.node
            for base in bases
        )

    def _find_mixins(self) -> None:
        left = [Known(path, node) for path, found in self.cases.items() for node in found.values()]
        while left:
            low = left.pop()
            for base in low.node.bases:
                high = self.named(low.path, ast.unparse(base))
                if high is None or self.is_ours(high) or not self._is_mixin(high, low.path):
                    continue
                self.mixins.setdefault(high.path, {})[high.node.name] = high.node
                left.append(high)

    def _is_mixin(self, known: Known, path: str) -> bool:
        """Say whether a class is converted with those that build upon it, or can stay as it is."""
        return known.path == path or (is_test_path(known.path) and not is_plain(known.node))

    def is_ours(self, known: Known) -> bool:
        """Say whether a class is converted with the tests that build upon it."""
        found = self.cases.get(known.path, {}), self.mixins.get(known.path, {})
        return any(each.get(known.node.name) is known.node for each in found)

    def _built(self) -> Iterator[tuple[Known, Known]]:
        for group in (self.cases, self.mixins):
            for path, found in group.items():
                for node in found.values():
                    for high in self.above(path, node):
                        yield Known(path, node), high


def is_plain(node: ast.ClassDef) -> bool:
    """Say whether a class builds upon nothing and has nothing of unittest in it."""
    names = {each.attr for each in ast.walk(node) if is_self(each)
             and isinstance(each, ast.Attribute)}  # fmt: skip
    methods = {getattr(each, "name", "") for each in node.body}
    plain = all(ast.unparse(each) == "object" for each in node.bases)
    return plain and not (names | methods) & OF_TESTCASE - set(dir(object))


def uses(nodes: Iterable[ast.AST], names: Iterable[str]) -> Iterator[ast.Attribute]:
    """Yield where something is asked for by one of some names: `self.addCleanup`."""
    wanted = set(names)
    for each in nodes:
        if isinstance(each, ast.Attribute) and is_self(each) and each.attr in wanted:
            yield each
