"""Recorded calls, made again as a caller would make them."""

from __future__ import annotations

import inspect
import io
import itertools
from collections.abc import Iterator
from types import FunctionType
from typing import Any

from .inputs import parameters

Arguments = dict[str, Any]  # by the name of the parameter, `*rest` and `**more` among them
_MOST_ITEMS = 300  # that are taken of an iterator
_PLAIN = (bool, int, float, str, bytes, type(None))


def plain_defaults(function: FunctionType) -> dict[str, object]:
    """Give the default arguments of a function that are numbers, texts or None, by name."""
    code = function.__code__
    values = function.__defaults__ or ()
    names = code.co_varnames[code.co_argcount - len(values) : code.co_argcount]
    found = {**dict(zip(names, values)), **(function.__kwdefaults__ or {})}
    return {name: value for name, value in found.items() if isinstance(value, _PLAIN)}


def call_again(
    function: FunctionType, values: Arguments, defaults: dict[str, object] | None = None
) -> object:
    """Call a function with recorded arguments; raise what it raises.

    What equals the default that the function had is left out, as nothing tells whether it was
    given: so a changed default shows. A coroutine is closed, of an iterator 300 items are taken.
    """
    positional, named = _arguments(function, values, defaults or {})
    result = function(*positional, **named)
    if inspect.iscoroutine(result):
        result.close()
        return "coroutine"
    if isinstance(result, Iterator) and not isinstance(result, io.IOBase):
        return list(itertools.islice(result, _MOST_ITEMS))
    return result


def _arguments(
    function: FunctionType, values: Arguments, defaults: dict[str, object]
) -> tuple[list[object], Arguments]:
    code = function.__code__
    names = [name for name in parameters(code) if name in values]
    count, last = code.co_argcount, code.co_argcount + code.co_kwonlyargcount
    rest = next((n for n in names[last:] if not n.startswith("**")), "")
    by_place = names[:count]
    if not (rest and values[rest]):
        by_place = _leading(by_place, values, defaults, code.co_posonlyargcount)
    by_name = (name for name in names[len(by_place) : last] if not _same(name, values, defaults))
    named = {name: values[name] for name in by_name}
    positional = [values[name] for name in by_place]
    if rest:
        positional.extend(values[rest])
    for name in names[last:]:
        if name.startswith("**"):
            named.update(values[name])
    return positional, named


def _leading(
    names: list[str], values: Arguments, defaults: dict[str, object], least: int
) -> list[str]:
    """Give the parameters before the first that is left out; those without a name stay in."""
    first = next((n for n, name in enumerate(names) if _same(name, values, defaults)), len(names))
    bare = [n + 1 for n, name in enumerate(names[:least]) if not _same(name, values, defaults)]
    return names[: max([first, *bare])]


def _same(name: str, values: Arguments, defaults: dict[str, object]) -> bool:
    if name not in defaults:
        return False
    value, default = values[name], defaults[name]
    return type(value) is type(default) and value == default
