"""What docstrings say of parameters: fields change with the name, other words are reported."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from .refactor_definitions import Definition
from .refactor_tree import Mention, Plan, Tree
from .source import SourceFile

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_MOST_LINE = 120
_SECTION = r"(?:Args|Arguments|Parameters|Params|Keyword Args|Keyword Arguments|Other Parameters)"
# How a docstring begins to tell of the parameter {0}: reStructuredText and Epytext, Google, NumPy.
_FIELDS = (
    r"^[ \t]*[:@](?:param|parameter|arg|argument|key|keyword|kwarg|type)\b[^:\n]*?"
    r"(?<!\w)(?P<name>{0})[ \t]*:",
    rf"^[ \t]*{_SECTION}:[ \t]*\n(?=(?P<in>[ \t]+)\S)(?:(?:(?P=in).*|[ \t]*)\n)*?"
    r"(?P=in)\*{{0,2}}(?P<name>{0})[ \t]*(?:\([^\n]*?\))?[ \t]*:",
    rf"^(?P<in>[ \t]*){_SECTION}[ \t]*\n[ \t]*-{{{{3,}}}}[ \t]*\n"
    r"(?:(?!(?P=in)[ \t]*-{{3,}}).*\n)*?"
    r"(?P=in)(?:\w+[ \t]*,[ \t]*)*\*{{0,2}}(?P<name>{0})(?=[ \t]*(?:,[ \t]*\w+[ \t]*)*(?::|$))",
)


def rename_described(
    tree: Tree, plan: Plan, origins: list[Definition], new: str, *, docs: bool
) -> None:
    """Change a parameter's name where a docstring of its function has a field for it.

    The other places of such a docstring are reported; with `docs` those that mark the name as
    code (`name`, *name*) change too.
    """
    for file, node in _docstrings(tree, origins):
        old = origins[0].name
        text = file.segment(node)
        places = set(_fields(text, old))
        if docs:
            marked = rf"(?<=`){re.escape(old)}(?=`)|(?<=\*){re.escape(old)}(?=\*)"
            places |= {found.start() for found in re.finditer(marked, text)}
        start = file.start(node)
        for place in places:
            plan.edit(file.path, start + place, start + place + len(old), new)
        _mention(plan, file, node, old, places)


def mention_described(tree: Tree, plan: Plan, origins: list[Definition], name: str) -> None:
    """Report where docstrings go on telling of a parameter that is removed."""
    for file, node in _docstrings(tree, origins):
        if _fields(file.segment(node), name):
            _mention(plan, file, node, name, set())


def _docstrings(tree: Tree, origins: list[Definition]) -> Iterator[tuple[SourceFile, ast.stmt]]:
    """Yield the docstrings of functions, told by themselves or by a parameter of theirs."""
    for origin in origins:
        file = tree.files.get(origin.path)
        if file is None:
            continue
        for node, owner in _owned(file.tree):
            head = file.start(node) <= origin.offset < file.start(node.body[0])
            if not head:
                continue
            made = [owner] if isinstance(owner, ast.ClassDef) and node.name == "__init__" else []
            for each in (node, *made):
                if ast.get_docstring(each, clean=False) is not None:
                    yield file, each.body[0]


def _owned(tree: ast.AST) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, ast.AST]]:
    for owner in ast.walk(tree):
        for node in ast.iter_child_nodes(owner):
            if isinstance(node, _FUNCTIONS):
                yield node, owner


def _fields(text: str, name: str) -> list[int]:
    """Give the offsets of a parameter's name in the fields of a docstring."""
    return [
        found.start("name")
        for form in _FIELDS
        for found in re.finditer(form.format(re.escape(name)), text, re.MULTILINE)
    ]


def _mention(plan: Plan, file: SourceFile, node: ast.stmt, name: str, but: set[int]) -> None:
    start = file.start(node)
    for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", file.segment(node)):
        if found.start() in but:
            continue
        place = start + found.start()
        row = file.text[file.line_start(place) : file.next_line(place)].strip()[:_MOST_LINE]
        mention = Mention(file.path, file.line_of(place), row)
        if mention not in plan.mentions:
            plan.mentions.append(mention)
