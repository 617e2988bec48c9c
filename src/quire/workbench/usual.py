"""How long it takes to tell a function's text: longer what is rarely written, shorter repeats."""

from __future__ import annotations

import ast
import re
from functools import lru_cache

from .candidates import Candidate
from .changed import functions_before, functions_with
from .limits import attempt
from .units import Function, Unit

_SHARE = 0.3  # of the bits that a text takes more: much of it is in the costs of edits
_MOST = 12.0  # bits more or less that count
_GROWS = 2  # nodes more, from which on something is put in
_SHRINKS = -4  # nodes more, up to which much is taken out
_MOST_UNITS = 64  # of which the length is kept
_AGAIN = 2.0  # bits for an expression that was there before
_ALIKE = 3.0  # bits for one that was there with other names
_EXCHANGED = 1.0  # bits for each name that stands for another one there
_SAME = 0.3  # of that for a name that stays, and more for one that is not the same throughout
_NAME = 4.0
_SMALL = 6  # nodes from which on being alike is no chance
_PLAIN = 8.0  # bits of what is in no table
_NAMES = re.compile(r"\bid='\w+'")
_INNER = (ast.expr_context, ast.operator, ast.cmpop, ast.boolop, ast.unaryop)
# Bits of constructions: how rare they are in some 70,000 functions of the standard library and of
# well-known packages, rounded.
_KINDS = {
    "Attribute": 4.0, "Assign": 4.5, "Call": 5.0, "If": 5.0, "Return": 5.5, "Subscript": 5.5,
    "Tuple": 6.0, "Expr": 5.0, "Eq": 7.5, "Not": 7.5, "Add": 7.5, "List": 7.5, "For": 8.0,
    "And": 8.0, "Is": 8.0, "IsNot": 8.0, "Mult": 8.0, "Dict": 8.5, "In": 8.5, "Or": 8.5, "Sub": 8.5,
    "Slice": 9.0, "IfExp": 9.0, "Mod": 9.5, "NotEq": 9.5, "Div": 9.5, "Gt": 10.0, "Lt": 10.0,
    "NotIn": 10.0, "While": 10.5, "USub": 10.5, "GtE": 11.0, "LtE": 11.0, "FloorDiv": 11.0,
    "+=": 9.5, "-=": 11.5, "*=": 13.0,
}  # fmt: skip
_OTHER_STEPS = 15.0  # bits of `//=`, `%=` and their like
_VALUES = {"None": 6.0, "0": 7.0, "1": 7.0, "True": 8.0, "False": 8.5, "2": 8.5, "-1": 9.5,
           "3": 10.0, "''": 9.5}  # fmt: skip
_ONE = 3.5  # less for a step of one
_ANSWER = 4.0  # less for `while True`, and for a constant that is returned
_NUMBER = 11.0
_TEXT = 6.0
_CALLED = {"len": 8.5, "isinstance": 8.0, "str": 10.0, "range": 10.0, "list": 10.5, "set": 10.5,
           "int": 11.0, "tuple": 11.0, "enumerate": 11.5, "max": 11.5, "min": 12.0,
           "sorted": 11.5, "any": 12.0, "zip": 12.0, "dict": 12.0, "abs": 12.0, "all": 12.5,
           "sum": 12.5}  # fmt: skip


def unusual(candidate: Candidate) -> float:
    """Give bits for how much longer it takes to tell the changed functions, won where shorter.

    What puts more in, or takes out much, costs bits for that already.
    """
    more, count = 0.0, 0
    for unit in dict.fromkeys(candidate.units):
        functions = functions_with(candidate, unit)
        if functions is None:
            continue
        told, size = _measured(functions)
        told_before, size_before = _before(unit)
        more += told - told_before
        count += size - size_before
    most = _MOST if count < _GROWS else 0.0
    least = -_MOST if count > _SHRINKS else 0.0
    return _SHARE * max(least, min(most, more))


@lru_cache(maxsize=_MOST_UNITS)
def _before(unit: Unit) -> tuple[float, int]:
    return _measured(functions_before(unit))


def _measured(functions: list[Function]) -> tuple[float, int]:
    """Give the length of some functions, and their size; both 0 for what is nested too deep."""
    found: list[float] = []
    attempt(lambda: found.append(sum(map(length, functions))))
    return (found[0], sum(map(_size, functions))) if found else (0.0, 0)


def _size(function: Function) -> int:
    """Count expressions, and statements twice: another one is something put in."""
    nodes = list(ast.walk(function))
    statements = sum(isinstance(node, ast.stmt) for node in nodes)
    return 2 * statements + sum(isinstance(node, ast.expr) for node in nodes)


def length(root: ast.AST) -> float:
    """Give the bits that a text takes, told from its beginning to its end."""
    return _Teller().told(root)


class _Teller:
    """What was told already, word by word and with its names left out."""

    def __init__(self) -> None:
        self.known: set[str] = set()
        self.shapes: dict[str, list[list[str]]] = {}
        self.exchanged: set[tuple[str, str]] = set()

    def told(self, node: ast.AST) -> float:
        """Give the bits of a node after all that was told before."""
        if isinstance(node, ast.Name):
            return _NAME
        if isinstance(node, (ast.expr, ast.stmt)) and not isinstance(node, ast.Constant):
            short = self._again(node)
            if short is not None:
                return short
        inner = (each for each in ast.iter_child_nodes(node) if not isinstance(each, _INNER))
        return _own(node) + sum(map(self.told, inner))

    def _again(self, node: ast.expr | ast.stmt) -> float | None:
        """Give the bits of what was there before, with other names or just so."""
        words = _words(node)
        if words in self.known:
            return _AGAIN
        self.known.add(words)
        parts = list(ast.walk(node))
        if sum(isinstance(each, (ast.expr, ast.stmt)) for each in parts) < _SMALL:
            return None
        names = [each.id for each in parts if isinstance(each, ast.Name)]
        others = self.shapes.setdefault(_NAMES.sub("id", words), [])
        others.append(names)
        if len(others) == 1:
            return None
        self.known.update(_words(each) for each in parts if isinstance(each, ast.expr))
        best = min(others[:-1], key=lambda other: self._exchanges(other, names))
        bits = _ALIKE + _EXCHANGED * self._exchanges(best, names)
        self.exchanged.update(pair for pair in zip(best, names) if pair[0] != pair[1])
        return bits

    def _exchanges(self, one: list[str], other: list[str]) -> float:
        """Count the names to tell where one text becomes another by other names throughout.

        What was exchanged before is so again: `left` for `right` here, then there too.
        """
        moved = {name for name, _ in self.exchanged}
        known: dict[str, str] = {}
        count = 0.0
        for name, new in zip(one, other):
            if name not in known:
                known[name] = new
                usual = name not in moved if name == new else (name, new) in self.exchanged
                count += _SAME if usual else 1.0
            elif known[name] != new:
                count += 1.0 + 2 * _SAME
        return count + (len(set(known.values())) < len(known))


def _words(node: ast.AST) -> str:
    return ast.dump(node).replace("Store()", "Load()")


def _own(node: ast.AST) -> float:
    """Give the bits of a node without those inside."""
    known = node.test if isinstance(node, ast.While) else getattr(node, "value", None)
    if isinstance(node, (ast.While, ast.Return)) and isinstance(known, ast.Constant):
        return _KINDS[type(node).__name__] - _ANSWER
    if isinstance(node, ast.AugAssign):
        one = getattr(node.value, "value", None) == 1
        return _KINDS.get(_STEPS.get(type(node.op), ""), _OTHER_STEPS) - _ONE * one
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        one = getattr(node.right, "value", None) == 1
        return _KINDS[type(node.op).__name__] - _ONE * one
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str) and node.value:
            return _TEXT
        return _VALUES.get(repr(node.value), _NUMBER)
    if isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant):
        return _VALUES.get(ast.unparse(node), _NUMBER) - _own(node.operand)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return _CALLED.get(node.func.id, _KINDS["Call"] + _NAME) - _NAME
    if isinstance(node, ast.Compare):
        return sum(_KINDS.get(type(each).__name__, _PLAIN) for each in node.ops)
    kind = getattr(node, "op", node)
    return _KINDS.get(
        type(kind).__name__, _PLAIN if isinstance(node, (ast.expr, ast.stmt)) else 0.0
    )


_STEPS = {ast.Add: "+=", ast.Sub: "-=", ast.Mult: "*="}
