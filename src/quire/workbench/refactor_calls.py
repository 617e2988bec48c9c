"""The calls of a function: where their arguments are, and what they are bound to."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

from .refactor_definitions import Definition, hierarchy, members, name_offset, node_of
from .refactor_occurrences import Found, Occurrence, occurrences
from .refactor_tree import Plan, Tree, Unable
from .source import SourceFile

_Function = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Listed:
    """What stands between parentheses: the offsets of its parts, and of the closing one."""

    parts: list[tuple[int, int]]
    opened: int
    closed: int


@dataclass(frozen=True)
class Site:
    """A call: where its arguments are, and how many parameters are bound before the first."""

    path: str
    node: ast.Call
    listed: Listed
    bound: int


def listed(file: SourceFile, opened: int) -> Listed:
    """Split what stands in the parentheses that open at an offset at its own commas."""
    text = file.text[opened:]
    starts = [0] + [found.end() for found in re.finditer(r"\r\n|\r|\n", text)]
    parts: list[tuple[int, int]] = []
    first = last = -1
    depth = lambdas = 0
    for token in tokenize.generate_tokens(io.StringIO(text, newline="").readline):
        begin = opened + starts[token.start[0] - 1] + token.start[1]
        end = opened + starts[token.end[0] - 1] + token.end[1]
        depth += (token.string in ("(", "[", "{")) - (token.string in (")", "]", "}"))
        over = depth == 0
        if depth == 1:
            lambdas += (token.string == "lambda") - (token.string == ":" and lambdas > 0)
        if over or (token.string == "," and depth == 1 and not lambdas):
            if first >= 0:
                parts.append((first, last))
            first = -1
        elif begin > opened and token.type not in (tokenize.NL, tokenize.COMMENT):
            first, last = (begin if first < 0 else first), end
        if over:
            return Listed(parts, opened, begin)
    raise Unable(f"the parentheses at {file.path}:{file.line_of(opened)} have no end")


def sites_of(tree: Tree, plan: Plan, found: Found, definition: Definition) -> list[Site]:
    """Find the calls among the uses, those by another name too; a use as a value is noted."""
    classes = {node.name for file in tree.files.values() for node in ast.walk(file.tree)
               if isinstance(node, ast.ClassDef)}  # fmt: skip
    node = node_of(tree.files[definition.path], definition)
    static = _decorated(node, "staticmethod")
    sites: list[Site] = list(_makings(tree, plan, definition))
    for name, uses in ((definition.name, found.certain), *_by_other_names(tree, found)):
        called: set[Occurrence] = set()
        for use, each in _calls_of(tree, name, uses):
            called.add(use)
            file = tree.files[use.path]
            bound = _bound(definition, each.func, classes) and not static
            sites.append(Site(use.path, each, listed(file, _opened(file, each)), int(bound)))
        plan.notes.extend(
            f"It is used as a value at {tree.place(use.path, use.start)}; calls made through that "
            "were not checked."
            for use in sorted(uses - called) if _is_value(tree.files[use.path], use.start)
        )  # fmt: skip
    return sites


def _by_other_names(tree: Tree, found: Found) -> list[tuple[str, set[Occurrence]]]:
    """Give the names that imports give it (`import total as t`), each with its uses."""
    aliases: list[tuple[str, set[Occurrence]]] = []
    for use in sorted(found.certain):
        file = tree.files[use.path]
        alias = re.compile(r"\w+\s+as\s+(\w+)").match(file.text, use.start)
        if alias and not _is_value(file, use.start):
            origin = Definition("variable", "", alias[1], use.path, alias.start(1), 0)
            inner = occurrences(tree, [origin])
            uses = {each for each in inner.certain if each.start != alias.start(1)}
            aliases.append((alias[1], uses))
    return aliases


def _bound(definition: Definition, func: ast.expr, classes: set[str]) -> bool:
    if definition.kind != "method":
        return False
    if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name):
        return func.value.id not in classes
    return True


def _decorated(node: ast.AST | None, name: str) -> bool:
    decorators = node.decorator_list if isinstance(node, _Function) else []
    return any(isinstance(each, ast.Name) and each.id == name for each in decorators)


def _is_value(file: SourceFile, start: int) -> bool:
    line = file.text[file.line_start(start) : start].lstrip()
    return not re.match(r"(async\s+)?(def|class|from|import)\b", line)


def _opened(file: SourceFile, call: ast.Call) -> int:
    """Give the offset of the parenthesis that opens the arguments of a call."""
    return file.text.index("(", file.end(call.func))


def _makings(tree: Tree, plan: Plan, definition: Definition) -> Iterator[Site]:
    """Yield the calls of the classes whose objects an `__init__` makes; raise Unable."""
    if definition.kind != "method" or definition.name != "__init__":
        return
    for path, owner in _made_by(tree, definition):
        file = tree.files[path]
        place = name_offset(file, owner)
        origin = Definition("class", tree.module(path), owner.name, path, place, owner.lineno)
        _refuse_makers(tree, path, owner)
        found = occurrences(tree, [origin])
        for name, uses in ((owner.name, found.certain), *_by_other_names(tree, found)):
            called: set[Occurrence] = set()
            for use, call in _calls_of(tree, name, uses):
                called.add(use)
                inner = tree.files[use.path]
                yield Site(use.path, call, listed(inner, _opened(inner, call)), 1)
            for use in sorted(uses - called):
                if _is_passed(tree.files[use.path], use.start):
                    plan.notes.append(f"{owner.name} is used as a value at "
                                      f"{tree.place(use.path, use.start)}; objects made through "
                                      "that were not checked.")  # fmt: skip


def _made_by(tree: Tree, definition: Definition) -> list[tuple[str, ast.ClassDef]]:
    """List the class of an `__init__`, and the classes below that take it over."""
    own = definition.owner.rpartition(".")[2]
    kept: list[tuple[str, ast.ClassDef]] = []
    names = {own}
    family = hierarchy(tree, definition)
    for _ in family:
        for path, node in family:
            bases = {ast.unparse(each).rpartition(".")[2] for each in node.bases}
            takes = bool(bases & names) and all(name != "__init__" for name, _ in members(node))
            first = node.name == own and path == definition.path
            if (first or takes) and (path, node) not in kept:
                kept.append((path, node))
                names.add(node.name)
    return kept


def _refuse_makers(tree: Tree, path: str, owner: ast.ClassDef) -> None:
    """Raise Unable for calls that make an object of whatever class they stand in."""
    makers = {"cls", "type(self)", "self.__class__"}
    places = tuple(
        f"{path}:{node.lineno}" for node in ast.walk(owner)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in makers
    )  # fmt: skip
    if places:
        raise Unable(f"{owner.name} makes objects of its own class and of those below it, whose "
                     "parameters may be others", "calls that name the class", places)  # fmt: skip
    del tree


def _calls_of(
    tree: Tree, name: str, uses: set[Occurrence]
) -> Iterator[tuple[Occurrence, ast.Call]]:
    for path in sorted({use.path for use in uses}):
        file = tree.files[path]
        for each in ast.walk(file.tree):
            if isinstance(each, ast.Call) and isinstance(each.func, (ast.Name, ast.Attribute)):
                use = Occurrence(path, file.end(each.func) - len(name))
                if use in uses:
                    yield use, each


def _is_passed(file: SourceFile, start: int) -> bool:
    """Say whether a use of a class may hand it on: an argument, a value, part of a collection."""
    text = file.text[file.line_start(start) : start].rstrip()
    return _is_value(file, start) and text.endswith(("=", "(", ",", "[", "return", "{"))
