"""What a parameter without an annotation may be: from its default, its name and its use."""

from __future__ import annotations

import ast
import collections.abc
import re
from collections.abc import Iterator
from typing import Any, Union

from .testgen_draws import Draw, Drawing, Parameter
from .testgen_recipes import Recipe

Function = Union[ast.FunctionDef, ast.AsyncFunctionDef]
# Kinds of values by the word for them, with the weight that each has before anything is known.
KINDS: dict[str, tuple[Any, float]] = {
    "int": (int, 3.0),
    "float": (float, 1.0),
    "str": (str, 3.0),
    "bool": (bool, 0.4),
    "none": (type(None), 0.3),
    "list[int]": (list[int], 2.5),
    "list[str]": (list[str], 1.2),
    "list[float]": (list[float], 0.6),
    "list[list[int]]": (list[list[int]], 0.6),
    "list[tuple[int, int]]": (list[tuple[int, int]], 0.5),
    "list[tuple[str, int]]": (list[tuple[str, int]], 0.4),
    "list[dict]": (list[dict[str, int]], 0.2),
    "dict[str, int]": (dict[str, int], 0.8),
    "dict[str, list]": (dict[str, list[str]], 0.3),
    "set[int]": (set[int], 0.3),
    "tuple[int, int]": (tuple[int, int], 0.4),
    "tuple[int, int, int]": (tuple[int, int, int], 0.15),
    "bytes": (bytes, 0.1),
    "callable": (collections.abc.Callable, 0.02),
}
_METHODS: tuple[tuple[str, str], ...] = (
    (r"strip|lower|upper|split|splitlines|startswith|endswith|isdigit|isalpha|title|encode|isspace"
     r"|replace|format|partition|casefold|isalnum|isupper|islower|capitalize|lstrip|rstrip", "str"),
    (r"append|extend|sort|insert|reverse|pop", "list"),
    (r"items|keys|values|get|setdefault|update", "dict"),
    (r"add|discard|union|intersection|difference|issubset", "set"),
    (r"decode|hex", "bytes"),
)  # fmt: skip
_BY_NAME: tuple[tuple[str, str], ...] = (
    (r"^(n|k|i|j|m|x|y|a|b|num|number|count|size|index|limit|amount|total|year|month|day|hour"
     r"|width|height|length|low|high|start|end|step|seed|age|level|cents|grams)$", "int"),
    (r"text|string|name|word|line|^s$|^t$|title|message|prefix|suffix|pattern|path|url|email|sep"
     r"|char|key|label|expr", "str"),
    (r"^(xs|ys|items|values|numbers|nums|data|arr|array|lst|seq|sequence|elements|scores)$",
     "list"),
    (r"words|lines|names|strings|tags|tokens", "list[str]"),
    (r"rate|ratio|price|factor|percent|weight|temperature|radius|celsius", "float"),
    (r"dict|mapping|table|counts|config|options|graph", "dict"),
    (r"matrix|grid|rows|board", "list[list"),
    (r"pairs|intervals|edges|points", "list[tuple"),
    (r"^is_|^has_|flag|verbose|strict|reverse|enabled", "bool"),
)  # fmt: skip
_FOLLOWED = 2  # calls deep
_SPEAKS = 4.0  # the factor from which on a default, a name or a use speaks for a kind
_UNLIKELY = 0.3  # what the weights of the other kinds are multiplied by then
_FAMILIES = (("int", "float"), ("list", "tuple", "set", "frozenset"), ("bool",), ("str",),
             ("bytes",), ("dict",))  # fmt: skip
_NUMERIC = (ast.Sub, ast.Div, ast.FloorDiv, ast.Pow)


def guessed(parameter: Parameter, function: Function, drawing: Drawing, default: Any) -> None:
    """Give a parameter its ways to be drawn, weighed by what its use says."""
    weights = {kind: weight for kind, (_, weight) in KINDS.items()}
    factors = dict.fromkeys(KINDS, 1.0)
    for kind, factor in _hints(parameter.name, function, default, drawing.functions):
        for known in weights:
            if known == kind or known.startswith(kind):
                factors[known] *= factor
    spoken = [kind for kind, factor in factors.items() if factor >= _SPEAKS]
    parameter.likely = {name for kind in spoken for name in _kin(kind)}
    for kind, factor in factors.items():
        weights[kind] *= factor * (_UNLIKELY if spoken and kind not in spoken else 1.0)
    for kind, weight in weights.items():
        draw = drawing.of(KINDS[kind][0], parameter.name)
        if draw is not None:
            parameter.options.append(draw)
            parameter.weights.append(weight)
    parameter.plain = len(parameter.options)
    for cls, draw in drawing.makers.items():
        parameter.options.append(draw)
        parameter.weights.append(_likeness(cls, parameter.name, function))


def _kin(kind: str) -> tuple[str, ...]:
    """Give the kinds that may be passed where one is expected."""
    plain = kind.partition("[")[0]
    return next((family for family in _FAMILIES if plain in family), (plain,))


def _hints(
    name: str, function: Function, default: Any, others: dict[str, ast.FunctionDef]
) -> Iterator[tuple[str, float]]:
    for kind in ("bool", "int", "float", "str", "list", "dict", "tuple", "set", "bytes"):
        if type(default).__name__ == kind:
            yield kind, 50.0
    for pattern, kind in _BY_NAME:
        if re.search(pattern, name.lower()):
            yield kind, 4.0
    yield from _followed(name, function, others, _FOLLOWED)


def _followed(
    name: str, function: Function, others: dict[str, ast.FunctionDef], depth: int
) -> Iterator[tuple[str, float]]:
    """Yield what a function's use of a name says, and the use of those that it passes it to."""
    for node in ast.walk(function):
        yield from _uses(name, node)
        callee = others.get(getattr(getattr(node, "func", None), "id", "")) if depth else None
        if callee is None or callee is function or not isinstance(node, ast.Call):
            continue
        for parameter, argument in zip(callee.args.args, node.args):
            if isinstance(argument, ast.Name) and argument.id == name:
                yield from _followed(parameter.arg, callee, others, depth - 1)


def _uses(name: str, node: ast.AST) -> Iterator[tuple[str, float]]:
    def is_it(other: Any) -> bool:
        return isinstance(other, ast.Name) and other.id == name

    if isinstance(node, ast.Attribute) and is_it(node.value):
        for pattern, kind in _METHODS:
            if re.fullmatch(pattern, node.attr):
                yield kind, 6.0
    elif isinstance(node, ast.Compare):
        yield from _compared(node, is_it)
    elif isinstance(node, ast.BinOp):
        yield from _calculated(node, is_it)
    elif is_it(getattr(node, "iter", None)):
        yield from (("list", 2.5), ("str", 1.5), ("int", 0.05), ("float", 0.05))
    elif isinstance(node, ast.Subscript) and is_it(node.value):
        yield from (("list", 2.0), ("dict", 1.5), ("int", 0.05), ("float", 0.05))
    elif isinstance(node, ast.Call):
        yield from _called(node, is_it)


def _calculated(node: ast.BinOp, is_it: Any) -> Iterator[tuple[str, float]]:
    if isinstance(node.op, _NUMERIC) and (is_it(node.left) or is_it(node.right)):
        yield from (("int", 4.0), ("float", 3.0))
    elif isinstance(node.op, ast.Mod) and is_it(node.left):
        yield "int", 5.0


def _compared(node: ast.Compare, is_it: Any) -> Iterator[tuple[str, float]]:
    sides = [node.left, *node.comparators]
    if not any(is_it(side) for side in sides):
        return
    for side in [each for one in sides for each in (one, *getattr(one, "elts", []))]:
        value = side.value if isinstance(side, ast.Constant) else None
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            yield from (("int", 6.0), ("float", 4.0))
        elif isinstance(value, str):
            yield "str", 8.0
        elif isinstance(side, ast.Constant) and value is None:
            yield "none", 3.0


def _called(node: ast.Call, is_it: Any) -> Iterator[tuple[str, float]]:
    called = node.func.id if isinstance(node.func, ast.Name) else ""
    if is_it(node.func):
        yield "callable", 2000.0
    if not any(is_it(each) for each in node.args):
        return
    if called in ("len", "sorted", "sum", "min", "max", "set", "list", "tuple", "enumerate",
                  "any", "all", "reversed", "iter"):  # fmt: skip
        yield from (("list", 2.5), ("int", 0.05), ("float", 0.05))
    elif called in ("range", "abs", "divmod", "chr", "round", "hex", "bin"):
        yield from (("int", 6.0), ("float", 1.5))
    elif called == "isinstance" and len(node.args) == 2:
        names = {each.id for each in ast.walk(node.args[1]) if isinstance(each, ast.Name)}
        for kind in ("int", "float", "str", "list", "dict", "tuple", "set", "bool", "bytes"):
            if kind in names:
                yield kind, 5.0


def _likeness(cls: type, name: str, function: Function) -> float:
    """Weigh a class of the project by the parameter's name and the attributes asked of it."""
    if name == "other":
        return 6.0
    weight = 12.0 if name.lower().rstrip("s") in cls.__name__.lower() and len(name) > 2 else 0.2
    used = {
        node.attr
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == name
    }
    fields = {*dir(cls), *getattr(cls, "__annotations__", {})}
    own = {each for each in used if each in fields and not hasattr(str, each)}
    return weight * (5.0 if own else 1.0)


def remembered(parameter: Parameter, values: list[Recipe]) -> None:
    """Let a parameter be drawn from values that were seen in the project too, and like them."""
    for value in values:
        kind = type(value).__name__
        if value is not None and kind not in ("Made", "Named", "Stored"):
            parameter.likely.update(_kin(kind))
        if value not in parameter.known and len(parameter.known) < 30:
            parameter.known.append(value)


def only(draw: Draw) -> tuple[list[Draw], list[float]]:
    """Give the options and weights of a parameter with one way to be drawn."""
    return [draw], [1.0]
