"""Functions of the project as units that can be compiled alone and swapped while they live."""

from __future__ import annotations
import __future__

import ast
import gc
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from types import CodeType, FunctionType
from typing import Callable, ClassVar, Union

from .calling import plain_defaults
from .outcome import relative
from .source import Edit, SourceFile, Span, first_line, splice

FUEL = "__quire_fuel__"
Function = Union[ast.FunctionDef, ast.AsyncFunctionDef]
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(eq=False)
class Unit:
    """An outermost function, the classes around it, and the live objects that run it."""

    whole: ClassVar[bool] = False  # its signature can be edited too
    source: SourceFile
    node: Function
    owners: tuple[str, ...]
    live: list[FunctionType] = field(default_factory=list)

    def __post_init__(self) -> None:
        source = self.source
        self.start = source.line_start(source.offset(self.node.lineno, self.node.col_offset))
        self.end = source.next_line(max(source.end(self.node) - 1, 0))
        indent = source.indent(self.start)
        prefix = "".join(" " * i + f"class {name}:\n" for i, name in enumerate(self.owners))
        self.prefix = prefix or ("if 1:\n" if indent else "")
        self.flags = _future_flags(source.tree)
        self.text = source.text[self.start : self.end]
        self.fuel = tuple(_fuel_spans(source, self.node))
        self.codes = [function.__code__ for function in self.live]
        self.defaults = plain_defaults(self.live[0]) if self.live else {}

    @property
    def name(self) -> str:
        """Give the dotted name inside the module."""
        return ".".join((*self.owners, self.node.name))

    @property
    def first_line(self) -> int:
        """Give the line where it begins, by which code objects know it."""
        return first_line(self.node)

    @property
    def body_start(self) -> int:
        """Give the offset of the first statement: before it lie decorators and signature."""
        return self.source.start(self.node.body[0])

    def holds(self, edit: Edit) -> bool:
        """Say whether an edit changes only the body of this function."""
        low, high = self.body_start, self.end
        inside = all(self._inner_line(low, s.start) and s.end <= high for s in edit.spans)
        return edit.path == self.source.path and inside

    def _inner_line(self, low: int, start: int) -> bool:
        return start >= low or start == self.source.line_start(low) >= self.start + 1

    def compile(self, spans: tuple[Span, ...], fueled: bool = True) -> CodeType:
        """Compile the function with spans (in file offsets) replaced; raise SyntaxError."""
        extra = [
            fuel
            for fuel in (self.fuel if fueled else ())
            if not any(span.start < fuel.start < span.end for span in spans)
        ]
        inner = [Span(s.start - self.start, s.end - self.start, s.text) for s in (*extra, *spans)]
        text = self.prefix + splice(self.text, inner)
        code: CodeType = compile(text, self.source.path, "exec", self.flags, True)
        for name in (*self.owners, self.node.name):
            code = inner_code(code, name)
        return code

    def fueled(self) -> None:
        """Let the live functions count their calls and turns from now on, unchanged or edited."""
        try:
            code = self.compile(())
            self.swap(code)
        except (SyntaxError, ValueError):
            self.restore()
        else:
            self.codes = [code] * len(self.live)

    def placed(self) -> CodeType:
        """Compile the function as it is, with the lines that it has in its file."""
        above = self.source.line_of(self.start) - 1 - self.prefix.count("\n")
        text = "\n" * above + self.prefix + self.text
        code: CodeType = compile(text, self.source.path, "exec", self.flags, True)
        for name in (*self.owners, self.node.name):
            code = inner_code(code, name)
        return code

    def swap(self, code: CodeType) -> None:
        """Make all live copies of the function run `code`; raise ValueError if it cannot."""
        for function in self.live:
            function.__code__ = code

    def restore(self) -> None:
        """Give the live functions their own code back."""
        for function, code in zip(self.live, self.codes):
            function.__code__ = code


def places_run(units: list[Unit], ran: Callable[[str, int], bool]) -> set[tuple[str, str, int]]:
    """List the lines that were run: the file, the function, and how far down it is when fueled."""
    found: set[tuple[str, str, int]] = set()
    for unit in units:
        source = unit.source
        more = [source.line_of(span.start) for span in unit.fuel if span.text.endswith("\n")]
        for node in ast.walk(unit.node):
            if isinstance(node, FUNCTIONS):
                first = first_line(node)
                for line in range(first, (node.end_lineno or first) + 1):
                    if ran(source.path, line):
                        below = line - first + sum(first < each <= line for each in more)
                        found.add((source.path, node.name, below))
    return found


def inner_code(code: CodeType, name: str) -> CodeType:
    """Give the code of a class or function inside a code; raise SyntaxError if it is gone."""
    for const in code.co_consts:
        if isinstance(const, CodeType) and const.co_name == name:
            return const
    raise SyntaxError(f"{name} is gone")


def _future_flags(tree: ast.Module) -> int:
    flags = 0
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            for alias in node.names:
                feature = getattr(__future__, alias.name, None)
                flags |= feature.compiler_flag if feature is not None else 0
    return flags


def _fuel_spans(source: SourceFile, function: Function) -> Iterator[Span]:
    """Give the insertions that count each call and each turn of a loop."""
    for node in ast.walk(function):
        if not isinstance(node, (ast.While, ast.For, ast.AsyncFor, *FUNCTIONS)):
            continue
        body = node.body
        if isinstance(node, FUNCTIONS) and ast.get_docstring(node, clean=False) is not None:
            body = body[1:]
        if not body:
            continue
        start = source.start(body[0])
        line = source.line_start(start)
        if source.text[line:start].strip():
            yield Span(start, start, f"{FUEL}();")
        else:
            yield Span(line, line, f"{source.text[line:start]}{FUEL}()\n")


def units_of(
    source: SourceFile, live: dict[tuple[str, str, int], list[FunctionType]]
) -> list[Unit]:
    """List the outermost functions of a file, each with its live objects."""
    found: list[Unit] = []

    def visit(body: list[ast.stmt], owners: tuple[str, ...]) -> None:
        for node in body:
            if isinstance(node, FUNCTIONS):
                functions = live.get((source.path, node.name, first_line(node)), [])
                found.append(Unit(source, node, owners, functions))
            elif isinstance(node, ast.ClassDef):
                visit(node.body, (*owners, node.name))
            elif isinstance(node, (ast.If, ast.Try, ast.With)):
                for _, value in ast.iter_fields(node):
                    if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                        visit(value, owners)

    visit(source.tree.body, ())
    return found


def live_functions(root: Path) -> dict[tuple[str, str, int], list[FunctionType]]:
    """Find every function object of the project by file, name and first line."""
    found: dict[tuple[str, str, int], list[FunctionType]] = {}
    known: dict[str, str | None] = {}
    gc.unfreeze()  # what is frozen is not among the objects
    for value in gc.get_objects():
        if type(value) is not FunctionType:
            continue
        code = value.__code__
        if code.co_filename not in known:
            known[code.co_filename] = relative(root, code.co_filename)
        path = known[code.co_filename]
        if path is not None:
            found.setdefault((path, code.co_name, code.co_firstlineno), []).append(value)
    return found


def refuel(units: list[Unit], amount: int) -> list[object]:
    """Fill the tanks of all modules of the units and give the tank, empty when used up."""
    tank = repeat(None, amount)
    turn = tank.__next__
    for unit in units:
        for function in unit.live:
            function.__globals__[FUEL] = turn
    return [tank]
