"""Strings, comments and pages that speak of a name: changed on request, reported otherwise."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from .refactor_tree import Mention, Plan, Tree
from .source import SourceFile

_MOST_LINE = 120


def rename_exports(tree: Tree, plan: Plan, paths: set[str], old: str, new: str) -> None:
    """Change the name in `__all__` of the files that bind it."""
    for path in paths:
        file = tree.files[path]
        for node in file.tree.body:
            for string in exported(node):
                if string.value == old:
                    _inside(plan, file, string, old, new)


def rename_paths(tree: Tree, plan: Plan, names: dict[str, str]) -> None:
    """Change strings that are nothing but the dotted path of what is renamed, and say so.

    A name without a dot is a word like any other: it counts where a module's name is expected.
    """
    for path in sorted({path for old in names for path in tree.holding(old)}):
        file = tree.files[path]
        expected = {id(each) for each in _module_names(file.tree)}
        for node in ast.walk(file.tree):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            for old, new in names.items():
                if "." not in old and id(node) not in expected:
                    continue
                if node.value == old or node.value.startswith(f"{old}."):
                    _inside(plan, file, node, old, new)
                    plan.notes.append(f"The text {node.value!r} at {path}:{node.lineno} names it "
                                      "by its full path, so I changed it too.")  # fmt: skip


_TAKE_MODULES = frozenset({"patch", "import_module", "__import__", "importorskip", "find_spec",
                           "run_module", "setattr", "delattr"})  # fmt: skip


def _module_names(tree: ast.Module) -> Iterator[ast.expr]:
    """Yield what is given where the name of a module is expected."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
        if called in _TAKE_MODULES:
            yield from node.args[:1]
        for each in node.keywords:
            if each.arg == "py_modules" and isinstance(each.value, (ast.List, ast.Tuple)):
                yield from each.value.elts


def mentions(tree: Tree, plan: Plan, old: str, new: str, *, docs: bool) -> None:
    """Report every other mention of a name; with `docs` change comments, docstrings and pages."""
    word = re.compile(rf"(?<![\w]){re.escape(old)}(?!\w)")
    for path in tree.holding(old):
        if path in plan.deleted:
            continue
        file = tree.files[path]
        words = {file.start(each) for each in docstrings(file)}
        for start, text, is_comment in _spoken(file):
            for found in word.finditer(text):
                place = start + found.start()
                if any(span.start <= place < span.end for span in plan.spans.get(path, ())):
                    continue
                if docs and (is_comment or start in words):
                    plan.edit(path, place, place + len(old), new)
                elif (mention := _mention(file, place)) not in plan.mentions:
                    plan.mentions.append(mention)
    for path, before in tree.documents().items():
        text = plan.texts.get(path, before)
        found_lines = [n for n, line in enumerate(text.splitlines(), 1) if word.search(line)]
        if docs and found_lines and path.endswith((".md", ".rst", ".txt")):
            plan.texts[path] = word.sub(new, text)
            continue
        rows = text.splitlines()
        plan.mentions.extend(Mention(path, n, rows[n - 1].strip()[:_MOST_LINE])
                             for n in found_lines)  # fmt: skip


def _mention(file: SourceFile, place: int) -> Mention:
    start = file.line_start(place)
    text = file.text[start : file.next_line(place)].strip()[:_MOST_LINE]
    return Mention(file.path, file.line_of(place), text)


def _inside(plan: Plan, file: SourceFile, node: ast.expr, old: str, new: str) -> None:
    place = file.text.find(old, file.start(node), file.end(node))
    if place >= 0:
        plan.edit(file.path, place, place + len(old), new)


def exported(node: ast.stmt) -> Iterator[ast.Constant]:
    """Yield the strings of a statement that says what a module exports."""
    called = node.value if isinstance(node, ast.Expr) else None
    if isinstance(called, ast.Call) and isinstance(called.func, ast.Attribute):
        targets: list[ast.expr | None] = [called.func.value]  # `__all__.extend([...])`
    elif isinstance(node, ast.Assign):
        targets = list(node.targets)
    else:
        targets = [getattr(node, "target", None)]
    if not any(isinstance(each, ast.Name) and each.id == "__all__" for each in targets):
        return
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner


def docstrings(file: SourceFile) -> Iterator[ast.stmt]:
    """Yield the statements of a file that are docstrings."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(file.tree):
        if isinstance(node, kinds) and ast.get_docstring(node, clean=False) is not None:
            yield node.body[0]


def _spoken(file: SourceFile) -> Iterator[tuple[int, str, bool]]:
    """Yield the offset and the text of each string and comment, and whether it is a comment.

    In an f-string only what stands outside the braces is speech.
    """
    names = (tokenize.STRING, tokenize.COMMENT, getattr(tokenize, "FSTRING_MIDDLE", -1))
    for token in tokenize.generate_tokens(io.StringIO(file.text, newline="").readline):
        if token.type in names:
            start = file.starts[token.start[0] - 1] + token.start[1]
            text = file.text[start : file.starts[token.end[0] - 1] + token.end[1]]
            yield start, _outside_braces(text), token.type == tokenize.COMMENT


def _outside_braces(text: str) -> str:
    if not re.match(r"(?i)(f|rf|fr)['\"]", text):
        return text
    return re.sub(r"\{[^{}]*\}", lambda found: " " * len(found.group()), text)
