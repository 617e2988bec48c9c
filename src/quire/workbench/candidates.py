"""All edits of the suspicious functions in order of cost."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Callable

from .hints import HINT, hinted, marks
from .literals import Mined
from .scope import Knowledge, Place
from .source import Edit, SourceFile
from .suspects import Suspect, Suspicion
from .templates import edits
from .templates_clues import idle, mentioned
from .trace import Traces
from .units import Unit

MOST = 120_000
_UNREACHED = 1.0  # bits for moving what no test reaches to where it is reached
_UNBOUND = re.compile(r"name '(\w+)' is not defined|variable '(\w+)'")
# What None has not says nothing of the object that should have been there.
_LACKING = re.compile(r"(?<!'NoneType' object )has no attribute '(\w+)'")
_UNKEYED = re.compile(r"^KeyError: '([\w-]+)'")
_OF_NOTHING = re.compile(r"'NoneType' object has no attribute '(\w+)'")

Write = Callable[[Place], Iterator[tuple[ast.AST, Edit]]]  # edits, and the nodes they start from


@dataclass(frozen=True)
class Candidate:
    """One or more edits of known functions, with the bits that they cost together."""

    edits: tuple[Edit, ...]
    units: tuple[Unit, ...]
    bits: float
    parts: int = 1  # changes in it; one edit may hold several that touch each other
    steps: int = 0  # edits that helped tests one after the other, 0 if that is not known

    @property
    def order(self) -> tuple[float, tuple[tuple[str, tuple[object, ...]], ...]]:
        """Give the key that sorts candidates the same way in every run."""
        return self.bits, tuple((edit.path, edit.spans) for edit in self.edits)


def singles(
    suspects: list[Suspect],
    suspicion: Suspicion,
    known: dict[Unit, Knowledge],
    write: Write = edits,
) -> list[Candidate]:
    """List the single edits of all suspects that `write` gives, in any order, each text once."""
    best: dict[tuple[str, tuple[object, ...]], Candidate] = {}
    for suspect in suspects:
        place = Place(suspect.unit, known[suspect.unit])
        costs: dict[ast.AST, float] = {}
        unused, likely = idle(place), marks(place)
        place.unreached = {node for node in place.nodes if not useful(place, node, suspicion)}
        for node, edit in write(place):
            if node not in costs:
                worth = useful(place, node, suspicion)
                costs[node] = _place_bits(place, node, suspicion) if worth else math.inf
            cost = costs[node]
            if cost == math.inf and edit.group == "move" and isinstance(node, ast.stmt):
                cost = _outside(place, node, suspicion)
            bits = edit.bits + cost - mentioned(edit, unused)
            bits -= HINT * hinted(place, edit, likely)
            if bits == math.inf or not suspect.unit.holds(edit):
                continue
            key = (edit.path, edit.spans)
            if key not in best or bits < best[key].bits:
                best[key] = Candidate((edit,), (suspect.unit,), bits)
    return list(best.values())


def _outside(place: Place, node: ast.stmt, suspicion: Suspicion) -> float:
    """Give the bits for a place whose statement no test reaches, if one reaches its block."""
    around = place.parent(node)
    if around is place.function or not useful(place, around, suspicion):
        return math.inf
    return _place_bits(place, around, suspicion) + _UNREACHED


def useful(place: Place, node: ast.AST, suspicion: Suspicion) -> bool:
    """Say whether an edit at a node can change what a failing test does."""
    if node is place.function:
        return True
    first, last = lines_of_node(place, node)
    return suspicion.covered(place.source.path, first, last)


def lines_of_node(place: Place, node: ast.AST) -> tuple[int, int]:
    """Give the lines of the statement that holds a node, for a compound one its header."""
    if isinstance(node, (ast.comprehension, ast.keyword, ast.ExceptHandler)):
        above: ast.AST = node
        while not isinstance(above, ast.stmt):
            above = place.parent(above)
        node = above
    statement = place.statement(node) if not isinstance(node, ast.arguments) else place.function
    last = statement.end_lineno or statement.lineno
    body = getattr(statement, "body", None)
    if isinstance(body, list) and body:
        last = max(statement.lineno, body[0].lineno - 1)
    return statement.lineno, last


def _place_bits(place: Place, node: ast.AST, suspicion: Suspicion) -> float:
    path = place.source.path
    if node is place.function:
        first, last = place.function.lineno, place.function.end_lineno or place.function.lineno
        return suspicion.bits(path, first, last)
    return suspicion.bits(path, *lines_of_node(place, node))


def knowledge(
    unit: Unit,
    traces: Traces,
    mined: Mined,
    seen_at: dict[tuple[str, Any], set[str]],
) -> Knowledge:
    """Gather what the traces tell about a function."""
    first = unit.first_line
    last = unit.node.end_lineno or unit.node.lineno
    types: dict[str, set[str]] = {}
    for (path, line), seen in traces.types.items():
        if path == unit.source.path and first <= line <= last:
            for name, kinds in seen.items():
                if name != "return" or line == first:
                    types.setdefault(name, set()).update(kinds)
    functions = dict(_callables(unit.source.tree))
    places = {place: kinds for (path, place), kinds in seen_at.items() if path == unit.source.path}
    errors = [outcome.error for outcome in traces.failed.values()]
    unbound = {name for error in errors for both in _UNBOUND.findall(error) for name in both}
    lacking = {name for error in errors for name in _LACKING.findall(error)}
    space = {name: v for function in unit.live[:1] for name, v in function.__globals__.items()}
    return Knowledge(
        types=types,
        places=places,
        attributes=traces.attributes,
        literals=mined.literals,
        errors=mined.errors,
        told=mined.names,
        mistyped=any(error.startswith("TypeError") for error in errors),
        functions=functions,
        unbound=unbound - {""},
        lacking=lacking,
        unkeyed={key for error in errors for key in _UNKEYED.findall(error)},
        nothing={name for error in errors for name in _OF_NOTHING.findall(error)},
        outside=any(error.startswith("IndexError") for error in errors),
        globals=set(space),
        callables={name for name, value in space.items() if callable(value)},
        modules={n: v.__name__ for n, v in space.items() if isinstance(v, ModuleType)},
    )


def acquaint(known: dict[Unit, Knowledge], sources: list[SourceFile]) -> None:
    """Tell functions of the files whose statements they could borrow."""
    for unit, knows in known.items():
        knows.sources = [source for source in sources if source.path != unit.source.path]


def _callables(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, len(node.args.args)
        elif isinstance(node, ast.ClassDef):
            yield node.name, -1
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield alias.asname or alias.name, -1
