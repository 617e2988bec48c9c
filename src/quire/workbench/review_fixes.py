"""Edits that mend what a review finds, where the edit is certain, as new lines for old ones."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass

from .review_view import Function, View, dotted
from .source import first_line

_IDENTITY = re.compile(r"\bis(\s+not)?\b")
_EMPTY = ("list", "dict", "set")
# In bytes: a full report with all its suggestions still passes through a client's limit.
_MOST_TEXT = 2_000


@dataclass(frozen=True)
class Place:
    """A gap between characters: line from 1, column in characters from 0."""

    line: int
    column: int


@dataclass(frozen=True)
class Edit:
    """New text for what stands between two places."""

    start: Place
    end: Place
    text: str


def replaced(text: str, edits: Sequence[Edit]) -> dict[str, object] | None:
    """Give the lines that edits touch and what they become; None for long ones and misfits."""
    lines = text.split("\n")
    order = sorted(edits, key=lambda edit: (edit.start.line, edit.start.column))
    if not order or not all(_fits(lines, edit) for edit in order):
        return None
    for one, other in zip(order, order[1:]):
        if (other.start.line, other.start.column) < (one.end.line, one.end.column):
            return None
    first, last = order[0].start.line, max(edit.end.line for edit in order)
    new, at = "", Place(first, 0)
    for edit in order:
        new += _between(lines, at, edit.start) + edit.text
        at = edit.end
    # An edit that ends where a line begins leaves that line alone.
    if at.column == 0 and new[-1:] in ("", "\n") and at.line > first:
        last -= 1
    else:
        new += lines[last - 1][at.column :] + "\n"
    short = len(new.encode("utf-8", "replace")) <= _MOST_TEXT
    return {"start": first, "end": last, "text": new} if short else None


def _fits(lines: list[str], edit: Edit) -> bool:
    ends = (edit.start, edit.end)
    inside = all(
        1 <= place.line <= len(lines) and 0 <= place.column <= len(lines[place.line - 1])
        for place in ends
    )
    return inside and (edit.start.line, edit.start.column) <= (edit.end.line, edit.end.column)


def _between(lines: list[str], start: Place, end: Place) -> str:
    if start.line == end.line:
        return lines[start.line - 1][start.column : end.column]
    inner = lines[start.line : end.line - 1]
    return "\n".join(
        (lines[start.line - 1][start.column :], *inner, lines[end.line - 1][: end.column])
    )


def equality(view: View, pair: Sequence[ast.expr], right: str) -> dict[str, object] | None:
    """Write `==` or `!=` for the `is` between two sides."""
    text = view.file.after or ""
    start, end = _end(text, pair[0]), _start(text, pair[1])
    found = list(_IDENTITY.finditer(_between(text.split("\n"), start, end)))
    if start.line != end.line or len(found) != 1:
        return None
    low, high = (Place(start.line, start.column + each) for each in found[0].span())
    return replaced(text, [Edit(low, high, right)])


def bare_assertion(view: View, node: ast.Assert) -> dict[str, object] | None:
    """Take the parentheses from an assertion of a condition and a text."""
    text = view.file.after or ""
    pair = node.test.elts if isinstance(node.test, ast.Tuple) else []
    plain = len(pair) == 2 and not isinstance(pair[0], (ast.NamedExpr, ast.Starred))
    if not plain or node.lineno != node.end_lineno or not _is_words(pair[1]):
        return None
    lines = text.split("\n")
    parts = (_between(lines, _start(text, each), _end(text, each)) for each in pair)
    return replaced(
        text, [Edit(_start(text, node), _end(text, node), "assert " + ", ".join(parts))]
    )


def _is_words(node: ast.expr) -> bool:
    constant = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return constant or isinstance(node, ast.JoinedStr)


def made_inside(
    view: View, function: Function, argument: ast.arg, default: ast.expr
) -> dict[str, object] | None:
    """Make an empty default None, and the value at the start of the body.

    A declared type would have to change with it, which no edit here is certain of.
    """
    text = view.file.after or ""
    skipped = 1 if ast.get_docstring(function, clean=False) is not None else 0
    body = function.body[skipped:]
    if argument.annotation is not None or not _is_empty(default) or not body:
        return None
    lines = text.split("\n")
    line, indent = first_line(body[0]), body[0].col_offset
    before = lines[line - 1][:indent]
    if before.strip() or line <= (default.end_lineno or line):
        return None
    start, end = _start(text, default), _end(text, default)
    made = _between(lines, start, end)
    step = before[function.col_offset :] or "    "
    put = f"{before}if {argument.arg} is None:\n{before}{step}{argument.arg} = {made}\n"
    top = Place(line, 0)
    return replaced(text, [Edit(start, end, "None"), Edit(top, top, put)])


def _is_empty(node: ast.expr) -> bool:
    if isinstance(node, ast.Call):
        return dotted(node.func) in _EMPTY and not node.args and not node.keywords
    return (isinstance(node, ast.List) and not node.elts) or (
        isinstance(node, ast.Dict) and not node.keys
    )


def _start(text: str, node: ast.expr | ast.stmt) -> Place:
    return _place(text, node.lineno, node.col_offset)


def _end(text: str, node: ast.expr | ast.stmt) -> Place:
    return _place(text, node.end_lineno or node.lineno, node.end_col_offset or 0)


def _place(text: str, line: int, column: int) -> Place:
    """Turn a column in bytes, as trees count, into one in characters."""
    encoded = text.split("\n")[line - 1].encode("utf-8")
    return Place(line, len(encoded[:column].decode("utf-8", "replace")))
