"""What a function promises: in its documentation, its annotation, its other returns."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import Union

from .reproduce_text import words_as_value

Function = Union[ast.FunctionDef, ast.AsyncFunctionDef]
_TYPES = ("list", "dict", "str", "int", "float", "bool", "tuple", "set", "bytes", "frozenset")
_ALIASES = {"List": "list", "Dict": "dict", "Tuple": "tuple", "Set": "set", "Sequence": "",
            "Text": "str", "FrozenSet": "frozenset"}  # fmt: skip
_WHEN = r"\s+(?:if|when|for|on|where)\s+([^.;\n]+)"
_VALUE = (
    r"(?:`{0,2})(None|True|False|\[\]|\{\}|\(\)|''|\"\"|-?\d+(?:\.\d+)?"
    r"|an empty (?:list|string|dict(?:ionary)?|tuple|set)|zero|nothing)(?:`{0,2})"
)
_PROMISED = re.compile(_VALUE + _WHEN, re.IGNORECASE)
_RAISED = re.compile(
    r"\b([A-Z]\w*(?:Error|Exception|Iteration))`{0,2}(?:\s*:\s*|\s+)(?:if|when|for|on|where)\s+([^.;\n]+)"
)
_NAMED = re.compile(
    r"(?::raises\s+|Raises?\s+(?:an?\s+)?`{0,2})([A-Z]\w*(?:Error|Exception|Iteration))"
)
_LACKING = ("IndexError", "KeyError", "StopIteration", "LookupError", "AttributeError")
_EMPTY = re.compile(r"\b(empty|blank|no \w+|nothing|without)\b", re.IGNORECASE)
_MISSING = re.compile(
    r"\b(missing|unknown|not found|absent|no such|not (?:in|there|present)|none)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Promise:
    """What a call should give: a value, an exception, or only types; and what says so.

    `allowed` tells that the reported error itself is documented.
    """

    value: str = ""
    error: str = ""
    types: tuple[str, ...] = ()
    basis: str = ""
    allowed: bool = False


def promised(function: Function, call: ast.Call | None, error: str) -> Promise:
    """Return what the function promises for this call, the surest first."""
    words = ast.get_docstring(function) or ""
    arguments = [*call.args, *(each.value for each in call.keywords)] if call else []
    raised = _raised(words, arguments, error)
    if raised:
        allowed = raised == error
        return Promise(
            error=raised, basis=f"the docstring of {function.name} says so", allowed=allowed
        )
    value = _example(words, call) or _value(words, arguments, error)
    if value:
        return Promise(value=value, basis=f"the docstring of {function.name} says so")
    types = annotated(function.returns)
    if types:
        return Promise(
            types=types, basis=f"{function.name} is annotated to return {' or '.join(types)}"
        )
    types = _returned(function)
    if types:
        return Promise(types=types, basis=f"{function.name} returns a {types[0]} elsewhere")
    return Promise()


def _raised(words: str, arguments: list[ast.expr], error: str) -> str:
    for name, condition in _RAISED.findall(words):
        if _holds(condition, arguments, error):
            return str(name)
    return error if error in _NAMED.findall(words) and not _RAISED.search(words) else ""


def _value(words: str, arguments: list[ast.expr], error: str) -> str:
    for value, condition in _PROMISED.findall(words):
        if _holds(condition, arguments, error):
            return words_as_value(value)
    return ""


def _holds(condition: str, arguments: list[ast.expr], error: str) -> bool:
    """Tell whether a condition in words is about these arguments, or about this error."""
    if _EMPTY.search(condition) and any(_is_empty(each) for each in arguments):
        return True
    if re.search(r"\bzero\b|\b0\b", condition) and any(_constant(each) == 0 for each in arguments):
        return True
    if re.search(r"\bnegative\b|< ?0|below zero", condition) and any(map(_is_negative, arguments)):
        return True
    if re.search(r"\bNone\b", condition) and any(_is_none(each) for each in arguments):
        return True
    return bool(_MISSING.search(condition)) and error in _LACKING


def _is_empty(node: ast.expr) -> bool:
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return not node.elts
    if isinstance(node, ast.Dict):
        return not node.keys
    return isinstance(node, ast.Constant) and node.value in ("", b"")


def _constant(node: ast.expr) -> object:
    plain = isinstance(node, ast.Constant) and type(node.value) in (int, float)
    return node.value if plain and isinstance(node, ast.Constant) else None


def _is_negative(node: ast.expr) -> bool:
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _example(words: str, call: ast.Call | None) -> str:
    """Return what a documented example of the same call gives."""
    lines = words.splitlines()
    for line, after in zip(lines, lines[1:]):
        source = line.strip()[4:] if line.strip().startswith(">>> ") else ""
        if source and call is not None and _same(source, call):
            return words_as_value(after.strip())
    return ""


def _same(source: str, call: ast.Call) -> bool:
    try:
        return ast.dump(ast.parse(source, mode="eval").body) == ast.dump(call)
    except SyntaxError:
        return False


def annotated(node: ast.expr | None) -> tuple[str, ...]:
    """Return the builtin types that an annotation allows; none where one is not plain."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            return annotated(ast.parse(node.value, mode="eval").body)
        except SyntaxError:
            return ()
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        left, right = annotated(node.left), annotated(node.right)
        return (*left, *right) if left and right else ()
    if isinstance(node, ast.Subscript):
        name = ast.unparse(node.value).rpartition(".")[2]
        if name == "Optional":
            inner = annotated(node.slice)
            return (*inner, "None") if inner else ()
        return annotated(node.value)
    if isinstance(node, ast.Constant) and node.value is None:
        return ("None",)
    name = ast.unparse(node).rpartition(".")[2] if node is not None else ""
    name = _ALIASES.get(name, name)
    return (name,) if name in _TYPES else ()


def _returned(function: Function) -> tuple[str, ...]:
    """Return the one builtin type of a function's returns, where their text shows it."""
    nodes = [each for each in ast.walk(function) if isinstance(each, ast.Return)]
    kinds = {_kind(each.value) for each in nodes if each.value is not None} - {""}
    return tuple(kinds) if len(kinds) == 1 else ()


_SHAPES = (
    ((ast.List, ast.ListComp), "list"), ((ast.Dict, ast.DictComp), "dict"),
    ((ast.Set, ast.SetComp), "set"), (ast.Tuple, "tuple"), (ast.JoinedStr, "str"),
    (ast.Compare, "bool"),
)  # fmt: skip
_MADE_BY = {**{name: name for name in _TYPES}, "sorted": "list", "len": "int"}


def _kind(node: ast.expr) -> str:
    """Return the builtin type of an expression where its text shows it."""
    for shape, name in _SHAPES:
        if isinstance(node, shape):
            return name
    if isinstance(node, ast.Constant):
        return "" if node.value is None else type(node.value).__name__
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Name):
        return _MADE_BY.get(node.func.id, "")
    texts = ("join", "lower", "upper", "strip")
    return "str" if isinstance(node.func, ast.Attribute) and node.func.attr in texts else ""
