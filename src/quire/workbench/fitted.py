"""Signs that an edit fits the tests at hand rather than the task, or the task as it is told."""

from __future__ import annotations

import ast
import pickle
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial

from .behaviour import calls_of
from .candidates import Candidate
from .changed import functions_with
from .limits import attempt
from .scope import constant_int
from .smells import built_in
from .trace import Traces
from .units import Unit

_SHIFTED = 2.5  # bits for one more or less of what nothing counts or compares
_HARD_CODED = 4.0  # bits for writing down what the failing tests pass as an argument
_LETTERS = 4.0  # bits for adding the letters of a text to a list, one by one
_WORDY = 3  # characters from which on a text is more than a mark
_RARE = 1.0  # bits for shifts and the like in a function that has none
_WRITTEN = -2.0  # bits for a number that the function's documentation speaks of
_CROSSED = 2.0  # bits for doing without such a number
_LARGE = 1e15  # beyond which numbers are told in other words
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w]|\.\d)")
_EXAMPLE = re.compile(r"^[ \t]*>>>.*(?:\n(?![ \t]*$).*)*", re.M)  # with what it prints
_TRIVIAL = (0, 1, -1, 2, "", None, True, False)
_BITWISE = (ast.LShift, ast.RShift, ast.BitAnd, ast.BitOr, ast.BitXor)


def fitted(candidate: Candidate, traces: Traces, failing: set[str]) -> float:
    """Give bits for edits that only the given tests can like; `failing` names the failing ones.

    Fewer than none speak for an edit.
    """
    bits = _HARD_CODED * _quoted(candidate, traces, failing)
    for unit in dict.fromkeys(candidate.units):
        new = added(candidate, unit)
        bits += _hard_coded(new, unit, traces, failing) + _letters(new, unit, traces)
        bits += _WRITTEN * written(new, unit) + _CROSSED * crossed(candidate, unit)
        bits += _SHIFTED * _shifted(new, unit)
        bits += _RARE * (_bitwise(new) and not _bitwise(ast.walk(unit.node)))
    return bits


def _shifted(new: list[ast.AST], unit: Unit) -> bool:
    """Say whether one is added to a name that a function only hands on: it may be no number."""
    counted = {
        node.id
        for each in ast.walk(unit.node)
        if isinstance(each, (ast.BinOp, ast.Subscript, ast.AugAssign)) or _counts(each)
        for node in ast.walk(each)
        if isinstance(node, ast.Name)
    }
    return any(
        isinstance(node, ast.BinOp)
        and isinstance(node.left, ast.Name)
        and constant_int(node.right) == 1
        and node.left.id not in counted
        for node in new
    )


def _counts(node: ast.AST) -> bool:
    """Say whether numbers are put in order by a comparison, or passed through by a range."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "range"
    signs = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
    return isinstance(node, ast.Compare) and any(isinstance(op, signs) for op in node.ops)


def _bitwise(nodes: Iterable[ast.AST]) -> bool:
    return any(isinstance(node, _BITWISE) for node in nodes)


def _quoted(candidate: Candidate, traces: Traces, failing: set[str]) -> bool:
    """Say whether an edit writes down a text that failing tests hand to some function."""
    texts: set[object] = set()
    for edit in candidate.edits:
        for span in edit.spans:
            attempt(partial(_read, span.text, texts))
    if not texts:
        return False
    calls: list[dict[str, object]] = []
    for test, data in (call for found in traces.calls.values() for call in found):
        if test in failing:
            attempt(partial(_thaw, data, calls))
    return any(isinstance(v, str) and v in texts for call in calls for v in call.values())


def _read(text: str, found: set[object]) -> None:
    value = ast.literal_eval(text)
    if isinstance(value, str) and len(value.strip()) >= _WORDY:
        found.add(value)


def added(candidate: Candidate, unit: Unit) -> list[ast.AST]:
    """List the nodes of a function that it has more of with a candidate's edits than without."""
    before = Counter(ast.dump(node) for node in ast.walk(unit.node))
    found: list[ast.AST] = []
    for function in functions_with(candidate, unit) or ():
        for node in ast.walk(function):
            known = ast.dump(node)
            before[known] -= 1
            if before[known] < 0:
                found.append(node)
    return found


def written(new: list[ast.AST], unit: Unit) -> bool:
    """Tell whether a new number stands in the function's documentation, not in its examples.

    A place in a list is no number that documentation speaks of, nor is one more or less.
    """
    constants = (node.value for node in new if isinstance(node, ast.Constant))
    values = Counter(value for value in constants if type(value) in (int, float))
    for node in new:
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            values[node.slice.value] -= 1
        elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
            values[1] -= constant_int(node.right) == 1
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            operand = node.operand.value if isinstance(node.operand, ast.Constant) else None
            if isinstance(operand, (int, float)):
                values[-operand] += 1
    told = _told(unit)
    return any(value in told for value, count in values.items() if count > 0)


def crossed(candidate: Candidate, unit: Unit) -> bool:
    """Tell whether a number of the function's documentation is no longer in its code."""
    after = functions_with(candidate, unit)
    return bool(after and _told(unit) & _numbers([unit.node]) - _numbers(after))


def _told(unit: Unit) -> set[float]:
    """Give the numbers that a function's documentation tells, without its examples."""
    prose = _EXAMPLE.sub("", ast.get_docstring(unit.node) or "")
    return {float(number) for number in _NUMBER.findall(prose)}


def _numbers(functions: Sequence[ast.AST]) -> set[float]:
    """Give the numbers that some functions write down."""
    nodes = (node for function in functions for node in ast.walk(function))
    values = (node.value for node in nodes if isinstance(node, ast.Constant))
    plain = (v for v in values if isinstance(v, (int, float)) and type(v) is not bool)
    return {float(value) for value in plain if abs(value) < _LARGE}


def _hard_coded(new: list[ast.AST], unit: Unit, traces: Traces, failing: set[str]) -> float:
    """Compare new names and constants with the arguments of the failing tests' calls."""
    calls: list[dict[str, object]] = []
    for test, data in calls_of(unit, traces):
        if test in failing:
            attempt(partial(_thaw, data, calls))
    values = [value for node in new for value in _meant(node, unit)]
    told = any(
        all(any(_same(value, given) for given in call.values()) for call in calls)
        for value in values
    )
    return _HARD_CODED * (bool(calls) and told)


def _thaw(data: bytes, calls: list[dict[str, object]]) -> None:
    calls.append(pickle.loads(data))


def _meant(node: ast.AST, unit: Unit) -> list[object]:
    """Give what a constant or the name of something built in stands for."""
    if isinstance(node, ast.Constant):
        plain = any(type(node.value) is type(k) and node.value == k for k in _TRIVIAL)
        return [] if plain else [node.value]
    names = built_in()
    if isinstance(node, ast.Name) and node.id in names and unit.live:
        return [names[node.id]] if node.id not in unit.live[0].__globals__ else []
    return []


def _same(value: object, given: object) -> bool:
    return value is given or (type(value) is type(given) and value == given)


def _letters(new: list[ast.AST], unit: Unit, traces: Traces) -> float:
    """Look for `items.extend(text)`, where the name was only ever seen to be a text."""
    types = traces.types.get((unit.source.path, unit.first_line), {})
    for node in new:
        if isinstance(node, ast.Call) and len(node.args) == 1:
            argument, called = node.args[0], node.func
            text = isinstance(argument, ast.Name) and types.get(argument.id) == {"str"}
            if text and isinstance(called, ast.Attribute) and called.attr == "extend":
                return _LETTERS
    return 0.0
