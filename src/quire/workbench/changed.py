"""A function with a candidate's edits in it, as a tree, and what the rest of its file knows."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .candidates import Candidate
from .source import Span, splice
from .units import FUNCTIONS, Function, Unit

_MOST_TREES = 8  # that are kept: one candidate is looked at from several sides
_MOST_UNITS = 256


@dataclass(frozen=True)
class Rest:
    """What a file defines, sets and reads outside of one of its functions."""

    functions: frozenset[str]
    names: frozenset[str]  # set anywhere, methods left out
    stored: frozenset[str]  # attributes of `self`
    read: frozenset[str]  # attributes


@lru_cache(maxsize=_MOST_TREES)
def functions_with(candidate: Candidate, unit: Unit) -> list[Function] | None:
    """Give a unit's function with a candidate's edits, None where that is no program.

    Only the function is read anew, for a file may be long. Edits outside of functions, or of a
    signature, give all functions of the file that have its name.
    """
    mine = [edit for edit in candidate.edits if edit.path == unit.source.path]
    try:
        if type(unit) is Unit:
            spans = (span for edit in mine if unit.holds(edit) for span in edit.spans)
            return [_parsed(unit, tuple(spans))]
        text = splice(unit.source.text, [span for edit in mine for span in edit.spans])
        return _named(ast.parse(text), unit)
    except (SyntaxError, StopIteration):
        return None


@lru_cache(maxsize=_MOST_UNITS)
def functions_before(unit: Unit) -> list[Function]:
    """Give the same without edits."""
    return [_parsed(unit, ())] if type(unit) is Unit else _named(unit.source.tree, unit)


def _named(tree: ast.Module, unit: Unit) -> list[Function]:
    functions = (node for node in ast.walk(tree) if isinstance(node, FUNCTIONS))
    return [function for function in functions if function.name == unit.node.name]


def _parsed(unit: Unit, spans: tuple[Span, ...]) -> Function:
    inner = [Span(s.start - unit.start, s.end - unit.start, s.text) for s in spans]
    tree = ast.parse(unit.prefix + splice(unit.text, inner))
    return next(node for node in ast.walk(tree) if isinstance(node, FUNCTIONS))


@lru_cache(maxsize=_MOST_UNITS)
def rest_of(unit: Unit) -> Rest:
    """Tell what the rest of a function's file has; edits do not change it."""
    nodes = list(_outside(unit.source.tree, unit.node))
    kept = [node for node in nodes if isinstance(node, ast.Attribute)]
    return Rest(
        functions=frozenset(node.name for node in nodes if isinstance(node, FUNCTIONS)),
        names=frozenset(names_set(nodes)),
        stored=frozenset(node.attr for node in kept if is_kept(node)),
        read=frozenset(node.attr for node in kept if isinstance(node.ctx, ast.Load)),
    )


def is_kept(node: ast.Attribute) -> bool:
    """Say whether an object sets this attribute of its own."""
    return not isinstance(node.ctx, ast.Load) and getattr(node.value, "id", "") == "self"


def _outside(tree: ast.AST, function: Function) -> Iterator[ast.AST]:
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if node is not function:
            yield node
            waiting.extend(ast.iter_child_nodes(node))


def names_set(nodes: list[ast.AST]) -> Iterator[str]:
    """Yield each name that some nodes of a file set; methods are no names."""
    methods = {id(each) for node in nodes if isinstance(node, ast.ClassDef)
               for each in node.body}  # fmt: skip
    for node in nodes:
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, (*FUNCTIONS, ast.ClassDef)) and id(node) not in methods:
            yield node.name
        elif isinstance(node, ast.alias):
            yield (node.asname or node.name).partition(".")[0]
        elif isinstance(node, ast.ExceptHandler) and node.name:
            yield node.name
