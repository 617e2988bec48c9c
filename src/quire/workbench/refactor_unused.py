"""Imports that nothing needs any more, once a definition has left their file."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator

from .refactor_imports import Binding, bindings, drop_aliases
from .refactor_tree import Plan, Tree
from .source import SourceFile


def drop_unused(
    tree: Tree, plan: Plan, file: SourceFile, gone: tuple[int, int]
) -> tuple[ast.stmt, ...]:
    """Plan to take out the imports of a file that only the characters `gone` of it have used.

    What another file takes from there stays, and so does an import that is marked (`noqa`).
    Gives the statements that go as a whole.
    """
    if file.path.endswith("__init__.py"):
        return ()
    imports: list[ast.stmt] = [
        node for node in file.tree.body if isinstance(node, (ast.Import, ast.ImportFrom))
    ]
    spans = [(file.start(node), file.end(node)) for node in imports]
    rest = _without(file.text, [*spans, gone])
    left = file.text[gone[0] : gone[1]]
    found = [
        each for each in bindings(tree, file)
        if each.node in imports and each.module != "__future__" and each.attribute != "*"
        and _is_word(each.name, left) and not _is_word(each.name, rest)
        and not _is_kept(file, each) and not _is_taken(tree, file, each.name)
    ]  # fmt: skip
    whole = [each for each in found if _all_gone(each, found)]
    drop_aliases(plan, file, [each for each in found if each not in whole])
    nodes = tuple({id(each.node): each.node for each in whole}.values())
    for first, last in _runs(imports, nodes):
        plan.edit(file.path, *_lines(file, first, last), "")
    return nodes


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]}\n{text[end:]}"
    return text


def _is_word(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _is_kept(file: SourceFile, binding: Binding) -> bool:
    """Say whether an import is there for others: `import x as x`, or with a mark."""
    row = file.text[file.start(binding.node) : file.next_line(file.end(binding.node))]
    return binding.alias.asname == binding.alias.name or "noqa" in row


def _is_taken(tree: Tree, file: SourceFile, name: str) -> bool:
    """Say whether another file may take an imported name from this one."""
    module = tree.module(file.path)
    last = module.rpartition(".")[2]
    through = re.compile(rf"(?<!\w){re.escape(last)}\.{re.escape(name)}(?!\w)")
    return any(
        through.search(tree.files[path].text)
        or any(each.module == module and each.attribute in (name, "*")
               for each in bindings(tree, tree.files[path]))
        for path in tree.holding(last)
    )  # fmt: skip


def _all_gone(binding: Binding, found: list[Binding]) -> bool:
    names: list[ast.alias] = getattr(binding.node, "names", [])
    return all(any(name is each.alias for each in found) for name in names)


def _runs(
    imports: list[ast.stmt], gone: tuple[ast.stmt, ...]
) -> Iterator[tuple[ast.stmt, ast.stmt]]:
    """Yield the first and the last of imports that follow each other and all go."""
    for goes, run in itertools.groupby(imports, key=lambda each: each in gone):
        if goes:
            nodes = list(run)
            yield nodes[0], nodes[-1]


def _lines(file: SourceFile, first: ast.stmt, last: ast.stmt) -> tuple[int, int]:
    """Give the lines of some imports, with the blank ones that would stand there twice."""
    start, end = file.line_start(file.start(first)), file.next_line(file.end(last))
    after = end
    while after < len(file.text) and not file.text[after : file.next_line(after)].strip():
        after = file.next_line(after)
    if after == end:
        return start, end
    if start == 0:
        return start, after
    above = start
    while above > 0 and not file.text[file.line_start(above - 1) : above].strip():
        above = file.line_start(above - 1)
    return above, end
