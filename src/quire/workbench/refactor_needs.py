"""What a definition needs in another module: imports, also those for types alone, own names."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .refactor_imports import Binding, bindings, bound_names
from .refactor_strings import typed_texts
from .refactor_tree import Tree, Unable
from .source import SourceFile


@dataclass(frozen=True)
class Needs:
    """Import statements, those that only type checkers run, and names of its own module.

    `late` says that its annotations are not computed (`from __future__ import annotations`).
    """

    imports: list[str]
    typed: list[str]
    own: list[str]
    late: bool


def needs(tree: Tree, source: SourceFile, node: ast.stmt, name: str) -> Needs:
    """Work out what a statement needs elsewhere; raise Unable if it cannot have it there."""
    used = {*names_of(node), *_written(node)} - {name}
    stored = [each for each in ast.walk(node) if isinstance(each, ast.Global)]
    if stored:
        raise Unable(f"{name} assigns global names of its module", "",
                     (f"{source.path}:{stored[0].lineno}",))  # fmt: skip
    known = bindings(tree, source)
    imported = {each.name: each for each in known if each.node in source.tree.body}
    inside = {id(each) for block in type_blocks(source.tree) for each in block.body}
    typed = {each.name: each for each in known if id(each.node) in inside}
    typed = {key: each for key, each in typed.items() if key not in imported}
    own = (used & set(bound_names(source))) - set(imported) - set(typed)
    _refuse_rebound(source, name, own)
    return Needs(
        imports=_statements(imported, used), typed=_statements(typed, used), own=sorted(own),
        late=has_late_annotations(source),
    )  # fmt: skip


def _statements(known: dict[str, Binding], used: set[str]) -> list[str]:
    return [known[each].statement() for each in sorted(used & set(known))
            if known[each].module != "__future__"]  # fmt: skip


def names_of(node: ast.AST) -> set[str]:
    """Give every plain name inside a node."""
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def _annotations(node: ast.AST) -> Iterator[ast.expr]:
    for each in ast.walk(node):
        for found in (getattr(each, "annotation", None), getattr(each, "returns", None)):
            if isinstance(found, ast.expr):
                yield found


def _written(node: ast.AST) -> set[str]:
    """Give the names in annotations that are written as text."""
    return {
        word
        for each in typed_texts(node)
        if isinstance(each.value, str)
        for word in re.findall(r"(?<![\w.])[A-Za-z_]\w*", each.value)
    }


def has_late_annotations(file: SourceFile) -> bool:
    """Say whether a module leaves its annotations uncomputed."""
    return any(
        isinstance(each, ast.ImportFrom) and each.module == "__future__"
        and any(alias.name == "annotations" for alias in each.names)
        for each in file.tree.body
    )  # fmt: skip


def type_blocks(tree: ast.Module) -> list[ast.If]:
    """List the blocks at the top of a module that only type checkers run."""
    return [each for each in tree.body if isinstance(each, ast.If)
            and ast.unparse(each.test).rpartition(".")[2] == "TYPE_CHECKING"]  # fmt: skip


def refuse_computed(target: SourceFile, node: ast.stmt, needed: Needs) -> None:
    """Raise Unable if a module would compute annotations that are not computed now."""
    if not needed.late or has_late_annotations(target):
        return
    plain = (ast.Name, ast.Constant, ast.Attribute, ast.expr_context)
    typed = {statement.split()[-1] for statement in needed.typed}
    for found in _annotations(node):
        simple = all(isinstance(each, plain) for each in ast.walk(found))
        known = names_of(found) - typed - set(needed.own)
        sure = {each for each in known if hasattr(builtins, each)}
        sure |= {each for each in known if any(text.split()[-1] == each for text in needed.imports)}
        if not simple or sure != names_of(found):
            raise Unable(f"{target.path} computes its annotations, the present module does not",
                         f"`from __future__ import annotations` in {target.path}",
                         (f"{target.path}:1",))  # fmt: skip


def _refuse_rebound(source: SourceFile, name: str, own: set[str]) -> None:
    """Raise Unable for names that functions set anew: an import would keep the old value."""
    for each in ast.walk(source.tree):
        if not isinstance(each, ast.Global):
            continue
        place = (f"{source.path}:{each.lineno}",)
        if name in each.names:
            raise Unable(f"functions of its module set {name} anew", "a name that is set once",
                         place)  # fmt: skip
        if taken := sorted(own & set(each.names)):
            raise Unable(f"{name} uses {', '.join(taken)}, which functions of its module set anew",
                         "a function that takes the value as an argument", place)  # fmt: skip
