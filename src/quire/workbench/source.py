"""A source file with exact positions, edits of spans in it, and their rendering as hunks."""

from __future__ import annotations

import ast
import difflib
import io
import re
import tokenize
from bisect import bisect_right
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, cast

from . import overlay

_LINE_END = re.compile(r"\r\n|\r|\n")
_INDENT = re.compile(r"[ \t\f]*")


# Both are made by the ten thousand and compared as often: tuples, not data classes.
class Span(NamedTuple):
    """Characters `start` up to, not including, `end` of a text become `text`."""

    start: int
    end: int
    text: str


class Edit(NamedTuple):
    """One change of one file: disjoint spans, what it is in words, and its cost in bits."""

    path: str
    spans: tuple[Span, ...]
    kind: str
    bits: float
    group: str = ""

    def overlaps(self, other: Edit) -> bool:
        """Say whether the two edits touch the same characters of the same file."""
        if self.path != other.path:
            return False
        return any(
            (a.start < b.end and b.start < a.end) or a.start == b.start
            for a in self.spans
            for b in other.spans
        )


def splice(text: str, spans: tuple[Span, ...] | list[Span]) -> str:
    """Apply disjoint spans to a text."""
    parts: list[str] = []
    position = 0
    for span in sorted(spans):
        parts.append(text[position : span.start])
        parts.append(span.text)
        position = span.end
    parts.append(text[position:])
    return "".join(parts)


def first_line(node: ast.AST) -> int:
    """Give the line where a statement begins, that of its first decorator if it has any."""
    decorators = getattr(node, "decorator_list", None)
    return int(decorators[0].lineno if decorators else cast("ast.stmt", node).lineno)


class SourceFile:
    """The decoded text of one Python file, its tree, and the way back to its bytes."""

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        self.text = data.decode(self.encoding)
        self.tree = ast.parse(self.text)
        self.newline = "\r\n" if "\r\n" in self.text else "\n"
        self.starts = [0] + [found.end() for found in _LINE_END.finditer(self.text)]
        self._ascii = self.text.isascii()
        self._places: dict[ast.AST, tuple[int, int]] = {}

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Give all nodes of the tree, walked once."""
        return list(ast.walk(self.tree))

    @classmethod
    def read(cls, root: Path, path: str) -> SourceFile:
        """Read a file below `root`; raise OSError, SyntaxError or UnicodeDecodeError."""
        return cls(path, overlay.read(root / path))

    def encode(self, text: str) -> bytes:
        """Give the bytes of a changed text in the file's own encoding."""
        return text.encode(self.encoding)

    def offset(self, line: int, column: int) -> int:
        """Turn a line (from 1) and a column in UTF-8 bytes into a character offset."""
        start = self.starts[line - 1]
        if self._ascii:
            return start + column
        end = self.starts[line] if line < len(self.starts) else len(self.text)
        encoded = self.text[start:end].encode("utf-8")
        return start + len(encoded[:column].decode("utf-8", "replace"))

    def start(self, node: ast.AST) -> int:
        """Give the offset of a node's first character, decorators included."""
        return self._place(node)[0]

    def end(self, node: ast.AST) -> int:
        """Give the offset after a node's last character."""
        return self._place(node)[1]

    def _place(self, node: ast.AST) -> tuple[int, int]:
        known = self._places.get(node)
        if known is None:
            placed = cast("ast.expr", node)
            end = self.offset(placed.end_lineno or 0, placed.end_col_offset or 0)
            known = self._places[node] = (self._begin(node), end)
        return known

    def _begin(self, node: ast.AST) -> int:
        if getattr(node, "decorator_list", None):
            begin = self.starts[first_line(node) - 1]
            return begin + len(self.text[begin:]) - len(self.text[begin:].lstrip(" \t\f"))
        placed = cast("ast.expr", node)
        return self.offset(placed.lineno, placed.col_offset)

    def segment(self, node: ast.AST) -> str:
        """Give the author's own text of a node."""
        return self.text[self.start(node) : self.end(node)]

    def line_of(self, offset: int) -> int:
        """Give the line (from 1) that holds a character offset."""
        return bisect_right(self.starts, offset)

    def line_start(self, offset: int) -> int:
        """Give the offset at which the line of `offset` begins."""
        return self.starts[self.line_of(offset) - 1]

    def indent(self, offset: int) -> str:
        """Give the white space at the beginning of the line of `offset`."""
        found = _INDENT.match(self.text, self.line_start(offset))
        return found.group() if found else ""

    def next_line(self, offset: int) -> int:
        """Give the offset at which the line after the one of `offset` begins."""
        line = self.line_of(offset)
        return self.starts[line] if line < len(self.starts) else len(self.text)


def lines_of(text: str) -> list[str]:
    """Split a text into lines without their ends, as every editor of patches does."""
    lines = _LINE_END.split(text)
    if lines and lines[-1] == "":
        lines.pop()
    return lines


def hunks(before: str, after: str, context: int = 3) -> str:
    """Render the change of one file as V4A hunks that find their place only once."""
    old, new = lines_of(before), lines_of(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    parts: list[str] = []
    searched_from = 0
    for group in matcher.get_grouped_opcodes(context):
        low, high = group[0][1], group[-1][2]
        block = old[low:high]
        first = _find(old, block, searched_from)
        anchor = None if first == low else _anchor(old, block, low, searched_from)
        parts.append(f"@@ {anchor}" if anchor else "@@")
        for tag, a, b, c, d in group:
            if tag == "equal":
                parts.extend(" " + line for line in old[a:b])
                continue
            parts.extend("-" + line for line in old[a:b])
            parts.extend("+" + line for line in new[c:d])
        searched_from = high
    return "\n".join(parts) + "\n"


def _find(lines: list[str], block: list[str], position: int) -> int:
    for index in range(position, len(lines) - len(block) + 1):
        if lines[index : index + len(block)] == block:
            return index
    return -1


def _anchor(lines: list[str], block: list[str], low: int, position: int) -> str | None:
    """Find a line above the block from which its first exact match is the right one."""
    for index in range(low, position - 1, -1):
        line = lines[index].strip()
        if not line.startswith(("def ", "class ", "async def ")):
            continue
        jump = next((i for i in range(position, len(lines)) if lines[i].strip() == line), -1)
        if jump >= 0 and _find(lines, block, jump + 1) == low:
            return lines[index]
    return None


def quote_change(source: SourceFile, edit: Edit) -> tuple[int, str, str]:
    """Give line, text before and text after of an edit, for people."""
    low = source.line_start(min(span.start for span in edit.spans))
    high = max(span.end for span in edit.spans)
    end = source.next_line(max(high - 1, low))
    inner = tuple(Span(s.start - low, s.end - low, s.text) for s in edit.spans)
    old = source.text[low : max(end, high)]
    return source.line_of(low), old.rstrip("\r\n"), splice(old, inner).rstrip("\r\n")
