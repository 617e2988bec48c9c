"""Find where an expression with captures matches: by what names mean, however they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import libcst
from libcst.metadata import (
    MetadataWrapper,
    ParentNodeProvider,
    PositionProvider,
    QualifiedNameProvider,
    QualifiedNameSource,
)

from .refactor_tree import Unable
from .source import SourceFile

ONE, REST = "__one_", "__rest_"
_CHAINS = (libcst.Name, libcst.Attribute)
_LAYOUT = {"lpar", "rpar", "comma", "semicolon", "whitespace_before_args",
           "whitespace_after_func", "lbracket", "rbracket", "equal"}  # fmt: skip


@dataclass(frozen=True)
class Match:
    """A place: its span, the spans that were captured, and whether it needs its own brackets."""

    start: int
    end: int
    captures: dict[str, list[tuple[int, int]]]
    bare: bool  # stands where any expression can stand


def compiled(text: str) -> libcst.BaseExpression:
    """Read a pattern or a replacement; raise Unable if it is no expression."""
    plain = re.sub(r"\$\$(\w+)", rf"*{REST}\1", text)
    plain = re.sub(r"\$(\w+)", rf"{ONE}\1", plain)
    try:
        return libcst.parse_expression(plain)
    except libcst.ParserSyntaxError as error:
        raise Unable(f"{text!r} is no expression of Python with $captures") from error


class Finder:
    """One file, ready to be searched for patterns."""

    def __init__(self, file: SourceFile) -> None:
        self.file = file
        wrapper = MetadataWrapper(libcst.parse_module(file.text), unsafe_skip_copy=True)
        self.module = wrapper.module
        self.positions = wrapper.resolve(PositionProvider)
        self.names = wrapper.resolve(QualifiedNameProvider)
        self.parents = wrapper.resolve(ParentNodeProvider)

    def matches(
        self, pattern: libcst.BaseExpression, where: dict[str, str], inside: str
    ) -> Iterator[Match]:
        """Yield every place that a pattern matches, the outer one of two that overlap."""
        taken = -1
        found: list[Match] = []
        for node in self.positions:
            if type(node) is not type(pattern) and not isinstance(node, _CHAINS):
                continue
            captures: dict[str, list[libcst.CSTNode]] = {}
            if not self._same(pattern, node, captures) or not self._fits(captures, where):
                continue
            if inside == "async" and not self._in_coroutine(node):
                continue
            spans = {name: self._spans(name, nodes) for name, nodes in captures.items()}
            spans = {name.lstrip("$"): places for name, places in spans.items()}
            found.append(Match(*self.span(node), spans, self._is_bare(node)))
        for match in sorted(found, key=lambda each: (each.start, -each.end)):
            if match.start >= taken:
                taken = match.end
                yield match

    def span(self, node: libcst.CSTNode) -> tuple[int, int]:
        """Give the offsets of a node."""
        where = self.positions[node]
        starts = self.file.starts
        return (starts[where.start.line - 1] + where.start.column,
                starts[where.end.line - 1] + where.end.column)  # fmt: skip

    def _spans(self, name: str, nodes: list[libcst.CSTNode]) -> list[tuple[int, int]]:
        """Give the spans of a capture; the rest of the arguments as one, with all its layout."""
        if not name.startswith("$$"):
            return [self.span(each) for each in nodes]
        call, *left = nodes
        assert isinstance(call, libcst.Call)
        end = self.span(call)[1] - 1
        if list(call.args[len(call.args) - len(left) :]) != left:
            return [self.span(each) for each in left]
        if left and left[0] is not call.args[0]:
            return [(self.span(left[0])[0], end)]
        opened = self.file.text.index("(", self.span(call.func)[1]) + 1
        return [(opened, end)] if left else [(end, end)]

    def _fits(self, captures: dict[str, list[libcst.CSTNode]], where: dict[str, str]) -> bool:
        for name, pattern in where.items():
            for node in captures.get(name, ()):
                start, end = self.span(node)
                if not re.fullmatch(pattern, self.file.text[start:end]):
                    return False
        return True

    def _in_coroutine(self, node: libcst.CSTNode) -> bool:
        each: libcst.CSTNode | None = node
        while each is not None:
            if isinstance(each, libcst.Lambda):
                return False
            if isinstance(each, libcst.FunctionDef):
                return each.asynchronous is not None
            each = self.parents.get(each)
        return False

    def _is_bare(self, node: libcst.CSTNode) -> bool:
        kinds = (libcst.Arg, libcst.Assign, libcst.Return, libcst.Expr, libcst.AnnAssign)
        return isinstance(self.parents.get(node), kinds)

    def _means(self, node: libcst.CSTNode, dotted: str) -> bool:
        """Say whether a name comes from an import, or is built in, under its full path."""
        lazy = self.names.get(node, ())
        known = lazy() if callable(lazy) else lazy
        good = (QualifiedNameSource.IMPORT, QualifiedNameSource.BUILTIN)
        wanted = {dotted, f"builtins.{dotted}"}
        return any(each.name in wanted and each.source in good for each in known)

    def _same(
        self, pattern: object, node: object, captures: dict[str, list[libcst.CSTNode]]
    ) -> bool:
        if isinstance(pattern, libcst.Name) and pattern.value.startswith(ONE):
            return isinstance(node, libcst.BaseExpression) and _kept(
                captures, pattern.value[len(ONE) :], node)  # fmt: skip
        if not isinstance(pattern, libcst.CSTNode) or not isinstance(node, libcst.CSTNode):
            return pattern == node
        dotted = _dotted(pattern)
        if dotted:
            return isinstance(node, _CHAINS) and self._means(node, dotted)
        if type(pattern) is not type(node):
            return False
        if isinstance(pattern, libcst.Attribute) and isinstance(node, libcst.Attribute):
            named = pattern.attr.value == node.attr.value
            return named and self._same(pattern.value, node.value, captures)
        if isinstance(pattern, libcst.Call) and isinstance(node, libcst.Call):
            alike = self._same(pattern.func, node.func, captures)
            return alike and self._same_arguments(pattern.args, node, captures)
        return all(
            self._same_field(getattr(pattern, each.name), getattr(node, each.name), captures)
            for each in fields(pattern)
            if each.name not in _LAYOUT and not each.name.startswith("whitespace")
        )

    def _same_field(
        self, pattern: object, node: object, captures: dict[str, list[libcst.CSTNode]]
    ) -> bool:
        if isinstance(pattern, (list, tuple)) and isinstance(node, (list, tuple)):
            pairs = zip(pattern, node)
            return len(pattern) == len(node) and all(self._same(a, b, captures) for a, b in pairs)
        return self._same(pattern, node, captures)

    def _same_arguments(
        self, wanted: Sequence[libcst.Arg], call: libcst.Call,
        captures: dict[str, list[libcst.CSTNode]],
    ) -> bool:  # fmt: skip
        left = list(call.args)
        for arg in wanted:
            value = arg.value
            if isinstance(value, libcst.Name) and value.value.startswith(REST):
                captures["$$" + value.value[len(REST) :]] = [call, *left]
                return True
            found = next((each for each in left if _keyword(each) == _keyword(arg)), None)
            if (
                found is None
                or found.star != arg.star
                or (arg.keyword is None and found is not left[0])
            ):
                return False
            if not self._same(value, found.value, captures):
                return False
            left.remove(found)
        return not left


def _kept(captures: dict[str, list[libcst.CSTNode]], name: str, node: libcst.CSTNode) -> bool:
    known = captures.setdefault(name, [node])
    return known[0] is node or known[0].deep_equals(node)


def _keyword(arg: libcst.Arg) -> str:
    return arg.keyword.value if arg.keyword is not None else ""


def _dotted(node: libcst.CSTNode) -> str:
    """Give a chain of names without captures as text, or an empty one."""
    if isinstance(node, libcst.Name):
        return "" if node.value.startswith((ONE, REST)) else node.value
    if isinstance(node, libcst.Attribute):
        inner = _dotted(node.value)
        return f"{inner}.{node.attr.value}" if inner else ""
    return ""
