"""The imports of a file: what they bind, how one is added, how a name is taken out."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from .refactor_tree import Plan, Tree, Unable
from .source import SourceFile

# The modules that Python brings along; known from Python 3.10 on.
PYTHONS: frozenset[str] = getattr(sys, "stdlib_module_names", frozenset())


@dataclass(frozen=True)
class Binding:
    """One name that an import binds: its module, what it is there, and the statement."""

    name: str
    module: str
    attribute: str
    node: ast.stmt
    alias: ast.alias

    def statement(self) -> str:
        """Give an import of this name alone, with its module's full path."""
        if not self.attribute:
            plain = self.name in (self.module, self.module.partition(".")[0])
            return f"import {self.module}" + ("" if plain else f" as {self.name}")
        also = "" if self.name == self.attribute else f" as {self.name}"
        return f"from {self.module} import {self.attribute}{also}"


def bindings(tree: Tree | None, file: SourceFile) -> list[Binding]:
    """List what the imports of a file bind, relative ones with their full path."""
    found: list[Binding] = []
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.asname or alias.name.partition(".")[0]
                found.append(Binding(name, alias.name, "", node, alias))
        elif isinstance(node, ast.ImportFrom):
            module = _absolute(tree, file.path, node)
            found.extend(Binding(alias.asname or alias.name, module, alias.name, node, alias)
                         for alias in node.names)  # fmt: skip
    return found


def bound_names(file: SourceFile) -> dict[str, int]:
    """Give the names that a file binds at its top, each with its first line."""
    found: dict[str, int] = {}
    for node in file.tree.body:
        for name in _bound_by(node):
            found.setdefault(name, node.lineno)
    return found


def is_free(file: SourceFile, name: str, module: str) -> bool:
    """Say whether a file can import a name from a module: it has no other thing of that name."""
    known = [each for each in bindings(None, file) if each.name == name]
    taken = name in bound_names(file) and not known
    return not taken and all((each.module, each.attribute) == (module, name) for each in known)


def _bound_by(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield node.name
        return
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
            yield inner.id
        elif isinstance(inner, ast.alias):
            yield inner.asname or inner.name.partition(".")[0]
        elif isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield inner.name


def imported_module(binding: Binding) -> tuple[str, ...]:
    """Give the modules that a bound name may stand for."""
    if binding.attribute:
        return (f"{binding.module}.{binding.attribute}",)
    return (binding.module,)


def is_relative(binding: Binding) -> bool:
    """Say whether an import tells its module with dots (`from .models import Order`)."""
    return isinstance(binding.node, ast.ImportFrom) and binding.node.level > 0


def relative(tree: Tree, path: str, module: str) -> str:
    """Give a module as the file at a path names it: with dots where they share a package."""
    own, other = tree.module(path).split("."), module.split(".")
    package = own if path.endswith("__init__.py") else own[:-1]
    pairs = list(zip(package, other))
    shared = next((n for n, (a, b) in enumerate(pairs) if a != b), len(pairs))
    if not shared:
        return module
    return "." * (len(package) - shared + 1) + ".".join(other[shared:])


def add_import(plan: Plan, file: SourceFile, statements: list[str]) -> None:
    """Plan to add imports behind those of a file, or behind its docstring."""
    if not statements:
        return
    tops = [node for node in file.tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    body = file.tree.body
    if tops:
        for text in statements:
            place = file.next_line(file.end(_neighbour(tops, text)))
            insert(plan, file, place, text + file.newline)
        return
    lines = "".join(f"{text}{file.newline}" for text in statements)
    if ast.get_docstring(file.tree) is not None:
        place = file.next_line(file.end(body[0]))
        plan.edit(file.path, place, place, f"{file.newline}{lines}")
    else:
        place = file.line_start(file.start(body[0])) if body else len(file.text)
        plan.edit(file.path, place, place, f"{lines}{file.newline if body else ''}")


def add_in_order(
    plan: Plan, file: SourceFile, statements: list[str], gone: tuple[ast.stmt, ...] = ()
) -> None:
    """Plan to add imports where those of a file, but `gone`, would have them by their order."""
    tops: list[ast.stmt] = [
        node
        for node in file.tree.body
        if isinstance(node, (ast.Import, ast.ImportFrom)) and node not in gone
    ]
    if tops:
        for text in statements:
            insert(plan, file, *_place(file, tops, text))
    elif gone and statements and ast.get_docstring(file.tree) is None:
        place = file.line_start(file.start(file.tree.body[0]))
        below = next((node for node in file.tree.body if node not in gone), None)
        defined = isinstance(below, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        gap = file.newline * (2 if defined else 1 if below else 0)
        lines = "".join(f"{text}{file.newline}" for text in statements)
        plan.edit(file.path, place, place, f"{lines}{gap}")
    elif gone and statements:
        place = file.next_line(file.end(file.tree.body[0]))
        lines = "".join(f"{text}{file.newline}" for text in statements)
        plan.edit(file.path, place, place, f"{file.newline}{lines}")
    else:
        add_import(plan, file, statements)


def insert(plan: Plan, file: SourceFile, place: int, text: str) -> None:
    """Plan to write lines at a place, behind those that are planned there already."""
    spans = plan.spans.setdefault(file.path, set())
    known = [span for span in spans if span.start == span.end == place]
    spans -= set(known)
    plan.edit(file.path, place, place, "".join(span.text for span in known) + text)


def add_typed(plan: Plan, file: SourceFile, plain: list[str], typed: list[str]) -> None:
    """Plan to add imports, and others in the block that only type checkers run."""
    blocks = [each for each in file.tree.body if isinstance(each, ast.If)
              and ast.unparse(each.test).rpartition(".")[2] == "TYPE_CHECKING"]  # fmt: skip
    switch = "from typing import TYPE_CHECKING"
    if not typed or blocks or "TYPE_CHECKING" in bound_names(file):
        add_in_order(plan, file, plain)
    else:
        add_in_order(plan, file, [*plain, switch])
    if not typed:
        return
    tops = [node for node in file.tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    if blocks:
        last = blocks[-1].body[-1]
        rows = [f"{file.indent(file.start(last))}{each}" for each in typed]
        place = file.next_line(file.end(last))
    elif tops:
        rows = ["", "if TYPE_CHECKING:", *(f"    {each}" for each in typed)]
        place = file.next_line(file.end(tops[-1]))
    else:
        raise Unable(f"{file.path} has no imports beside which those for types can stand", "",
                     (f"{file.path}:1",))  # fmt: skip
    insert(plan, file, place, "".join(f"{row}{file.newline}" for row in rows))


def _place(file: SourceFile, tops: list[ast.stmt], text: str) -> tuple[int, str]:
    """Give the line for a new import and its text, with the blank line of a block of its own.

    It stands beside imports of the same package, else of the same rank, in order where those are.
    """
    ranks = [_rank(file.segment(each)) for each in tops]
    near = _neighbours(file, tops, text) or [
        each for each, rank in zip(tops, ranks) if rank == _rank(text)
    ]
    line = text + file.newline
    if not near:
        below = [each for each, rank in zip(tops, ranks) if rank < _rank(text)]
        if not below:
            return file.line_start(file.start(tops[0])), line + file.newline
        return file.next_line(file.end(below[-1])), file.newline + line
    block = _block(tops, near[-1])
    keys = [_key(file.segment(each)) for each in block]
    if keys == sorted(keys):
        for each, key in zip(block, keys):
            if key > _key(text):
                return file.line_start(file.start(each)), line
        near = block
    return file.next_line(file.end(near[-1])), line


def _block(tops: list[ast.stmt], near: ast.stmt) -> list[ast.stmt]:
    """Give the imports that stand around one without a line between them."""
    first = last = tops.index(near)
    while first > 0 and tops[first].lineno == (tops[first - 1].end_lineno or 0) + 1:
        first -= 1
    while last + 1 < len(tops) and tops[last + 1].lineno == (tops[last].end_lineno or 0) + 1:
        last += 1
    return tops[first : last + 1]


def _key(statement: str) -> tuple[bool, bool, str]:
    """Give what sorters of imports go by: `import` first, dots last, then the module."""
    word, module = statement.split()[:2]
    return word == "from", module[:1] == ".", module.casefold()


def _rank(statement: str) -> int:
    """Give the block of an import: `__future__`, Python's own modules, others, those with dots."""
    module = statement.split()[1]
    top = module.partition(".")[0]
    if top == "__future__" or not top:
        return 3 if not top else 0
    return 1 if top in PYTHONS else 2


def _neighbours(file: SourceFile, tops: list[ast.stmt], text: str) -> list[ast.stmt]:
    """Give the imports of the package that a new one is of."""
    root = text.split()[1].partition(".")[0]
    return [
        node
        for node in tops
        if root in {each.strip().partition(".")[0]
                    for each in re.sub(r"^(import|from)\s+|\s+import\b.*", "", file.segment(node),
                                       flags=re.DOTALL).split(",")}
    ]  # fmt: skip


def _neighbour(tops: list[ast.Import | ast.ImportFrom], text: str) -> ast.stmt:
    """Give the import behind which a new one stands: one of the same package, else the last."""
    root = text.split()[1].partition(".")[0]
    same = [
        node
        for node in tops
        if root in {(name or "").partition(".")[0] for name in (
            [node.module] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
        )}
    ]  # fmt: skip
    return same[-1] if same else tops[-1]


def drop_alias(plan: Plan, file: SourceFile, binding: Binding) -> None:
    """Plan to take one name out of an import, or the whole line if it was the only one."""
    node = binding.node
    names: list[ast.alias] = getattr(node, "names", [])
    if len(names) == 1:
        start = file.line_start(file.start(node))
        plan.edit(file.path, start, file.next_line(file.end(node)), "")
        return
    at = names.index(binding.alias)
    if at + 1 < len(names):
        start, end = file.start(binding.alias), file.start(names[at + 1])
    else:
        start, end = file.end(names[at - 1]), file.end(binding.alias)
    plan.edit(file.path, start, end, "")


def drop_aliases(plan: Plan, file: SourceFile, found: list[Binding]) -> None:
    """Plan to take several names out of the imports of a file."""
    for node in {id(each.node): each.node for each in found}.values():
        gone = [each.alias for each in found if each.node is node]
        names: list[ast.alias] = getattr(node, "names", [])
        kept = [at for at, name in enumerate(names) if name not in gone]
        if not kept:
            start = file.line_start(file.start(node))
            plan.edit(file.path, start, file.next_line(file.end(node)), "")
            continue
        for at, name in enumerate(names[: kept[-1]]):
            if name in gone:
                plan.edit(file.path, file.start(name), file.start(names[at + 1]), "")
        if kept[-1] + 1 < len(names):
            plan.edit(file.path, file.end(names[kept[-1]]), file.end(names[-1]), "")


def close_up(plan: Plan, file: SourceFile, gone: list[ast.stmt]) -> None:
    """Plan that blank lines on both sides of imports that go become those of one side.

    Where new imports are planned in their place, the lines stay.
    """
    spans = plan.spans.get(file.path, set())
    for start, end in _runs(file, gone):
        if any(span.start == span.end and start <= span.start <= end for span in spans):
            continue
        below = _blank(file.text[end:])
        head = file.text[:start]
        above = _blank("".join(reversed(head))) - 1 if head.strip() else below
        eaten = end
        for _ in range(min(above, below)):
            eaten = file.next_line(eaten)
        if eaten > end:
            plan.edit(file.path, end, eaten, "")


def _runs(file: SourceFile, gone: list[ast.stmt]) -> list[tuple[int, int]]:
    """Give where statements stand that follow each other, whole lines, as one place each."""
    found: list[tuple[int, int]] = []
    for node in sorted(gone, key=file.start):
        start, end = file.line_start(file.start(node)), file.next_line(file.end(node))
        if found and found[-1][1] == start:
            start = found.pop()[0]
        found.append((start, end))
    return found


def _blank(text: str) -> int:
    """Count the ends of lines that a text begins with."""
    return text[: len(text) - len(text.lstrip("\r\n"))].count("\n")


def _absolute(tree: Tree | None, path: str, node: ast.ImportFrom) -> str:
    if not node.level or tree is None:
        return node.module or ""
    plain = path.removesuffix("i") if path.endswith(".pyi") else path  # a stub, as its module
    package = tree.module(plain).split(".")
    if plain.endswith("__init__.py"):
        package.append("")
    base = package[: len(package) - node.level]
    return ".".join([*base, *filter(None, [node.module])])
