"""Mutants: small changes of the code under test that good tests notice."""

from __future__ import annotations

import ast
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from types import CodeType

from .candidates import knowledge, lines_of_node
from .literals import Mined
from .scope import Place
from .source import Edit, SourceFile, quote_change
from .templates import edits
from .trace import Traces
from .units import Unit, refuel

_GROUPS = frozenset(
    ("compare", "arithmetic", "augment", "logic", "condition", "negate", "constant", "delete",
     "off", "jump", "return", "drop", "swap", "slice", "error", "unwrap", "arguments", "loop")
)  # fmt: skip
# What helps a repair, but that no test could or need tell from the code as it is.
_NO_MUTANT = re.compile(r"compare `|add the argument|.* also$|.*` if `.* is not None`$")
_CHANGE_IN_PLACE = frozenset(
    ("append", "extend", "add", "update", "insert", "remove", "clear", "sort", "reverse", "discard")
)
_MOST_BITS = 7.0
_MOST_LINE = 9
# Groups that a line's mutants are taken from first: they are what people get wrong.
_FIRST = ("compare", "logic", "negate", "arithmetic", "constant", "delete", "return", "jump")
_MOST = 900
FUEL = 30_000


@dataclass(eq=False)
class Mutant:
    """One change of one function; `lines` are those of the statement that it changes."""

    number: int
    unit: Unit
    edit: Edit
    lines: tuple[int, int]
    code: CodeType

    @property
    def told(self) -> tuple[int, str, str]:
        """Give the line, its text before and after."""
        line, before, after = quote_change(self.unit.source, self.edit)
        return line, before.strip(), after.strip()

    @cached_property
    def key(self) -> str:
        """Give what tells this mutant from others, in another search too."""
        changes = " ".join(f"{s.start}-{s.end} {s.text}" for s in self.edit.spans)
        return f"{self.unit.source.path} {changes}"

    def on(self) -> None:
        """Make the mutant live, with fuel for a short run; raise ValueError if it cannot."""
        self.unit.swap(self.code)
        refuel([self.unit], FUEL)

    def off(self) -> None:
        """Put the code back."""
        self.unit.restore()


def mutants(units: list[Unit], seed: int) -> list[Mutant]:
    """List mutants of functions, at most a few a line, equal for equal seeds."""
    chance = random.Random(seed)
    found: list[Mutant] = []
    for unit in units:
        if unit.live:
            found.extend(_of(unit, chance, len(found)))
    if len(found) > _MOST:
        found = sorted(chance.sample(found, _MOST), key=lambda mutant: mutant.number)
    for number, mutant in enumerate(found):
        mutant.number = number
    return found


def _of(unit: Unit, chance: random.Random, first: int) -> list[Mutant]:
    place = Place(unit, knowledge(unit, Traces(), Mined(), {}))
    notes = set(_annotations(unit.node))
    by_line: dict[int, list[tuple[ast.AST, Edit]]] = {}
    seen: set[object] = set()
    for node, edit in edits(place):
        if edit.group not in _GROUPS or edit.bits > _MOST_BITS or not unit.holds(edit):
            continue
        if _NO_MUTANT.match(edit.kind):
            continue
        if (
            node is place.function
            or edit.spans in seen
            or node in notes
            or _is_same(place, node, edit)
        ):
            continue
        seen.add(edit.spans)
        by_line.setdefault(lines_of_node(place, node)[0], []).append((node, edit))
    found: list[Mutant] = []
    for line in sorted(by_line):
        kept = 0
        for node, edit in _in_turn(by_line[line], chance):
            code = _compiled(unit, edit)
            if code is None:
                continue
            lines = lines_of_node(place, node)
            found.append(Mutant(first + len(found), unit, edit, lines, code))
            kept += 1
            if kept == _MOST_LINE:
                break
    return found


def _in_turn(line: list[tuple[ast.AST, Edit]], chance: random.Random) -> list[tuple[ast.AST, Edit]]:
    """Order the edits of a line: one of each group and place, then the second of each."""
    chance.shuffle(line)
    count: Counter[tuple[str, int]] = Counter()
    turns: list[tuple[tuple[int, int], tuple[ast.AST, Edit]]] = []
    for node, edit in line:
        key = (edit.group, id(node))
        rank = _FIRST.index(edit.group) if edit.group in _FIRST else len(_FIRST)
        turns.append(((count[key], rank), (node, edit)))
        count[key] += 1
    return [pair for _, pair in sorted(turns, key=lambda turn: turn[0])]


def _annotations(function: ast.AST) -> Iterator[ast.AST]:
    """Yield what stands in annotations, which nothing runs."""
    for node in ast.walk(function):
        note = getattr(node, "annotation", None)
        if note is not None:
            yield from ast.walk(note)


def _is_same(place: Place, node: ast.AST, edit: Edit) -> bool:
    """Say whether an edit cannot be noticed by what a function does."""
    texts = {span.text for span in edit.spans}
    if texts & {"False", "True", "None"} and edit.group == "constant":
        return True  # they equal a number, or only stand for another missing value
    if edit.group == "compare" and texts <= {"==", "is", "!=", "is not"}:
        return "None" in place.text(node)
    if edit.kind == "return the value":  # there is none
        called = getattr(getattr(node, "value", None), "func", None)
        return getattr(called, "attr", "") in _CHANGE_IN_PLACE
    return isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Store)


def _compiled(unit: Unit, edit: Edit) -> CodeType | None:
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            code = unit.compile(edit.spans)
            if _work(unit.compile(edit.spans, False)) == _work(unit.compile((), False)):
                return None
    except (SyntaxError, ValueError, OverflowError, MemoryError, RecursionError):
        return None
    return code


def _work(code: CodeType) -> tuple[object, ...]:
    """Give what code does, without the lines and columns that it stands at."""
    held = tuple(
        _work(each) if isinstance(each, CodeType) else (type(each).__name__, repr(each))
        for each in code.co_consts
    )
    return code.co_code, held, code.co_names, code.co_varnames, code.co_freevars


def lines_in(source: SourceFile, units: list[Unit]) -> set[int]:
    """List the lines of the functions that can be run, their headers left out."""
    found: set[int] = set()
    for unit in units:
        if unit.source is source:
            for code in unit.codes[:1]:
                found |= _lines(code)
    return found


def _lines(code: CodeType) -> set[int]:
    import dis

    found = {line for _, line in dis.findlinestarts(code) if line and line != code.co_firstlineno}
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            found |= _lines(inner)
    return found


Branch = tuple[int, int, str]  # lines of a header and of its body, the function's name


def branches_in(source: SourceFile, units: list[Unit]) -> list[Branch]:
    """List the headers that go one of two ways: into their body, or past it."""
    found: list[Branch] = []
    for unit in units:
        if unit.source is source:
            for node in ast.walk(unit.node):
                if isinstance(node, (ast.If, ast.While, ast.For)):
                    first = node.body[0].lineno
                    if first != node.lineno:
                        found.append((node.lineno, first, unit.name))
    return sorted(found)
