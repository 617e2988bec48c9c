"""Results as source text: the expression that a test compares a value with."""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import enum
import fractions
import math
import pathlib
import re
import uuid
from typing import Any, Callable

from .limits import attempt
from .testgen_recipes import MOST_TEXT, Made, Named, Names, Recipe, source

_MOST_ITEMS = 24
_DEPTH = 7
_ADDRESS = re.compile(r" at 0x[0-9a-f]{4,}")


class Unshowable(Exception):
    """A value has no short expression that equals it."""


def shown(value: Any, names: Names) -> str | None:
    """Give an expression that equals a value, or None where there is none."""
    found: list[str] = []

    def show() -> None:
        recipe = recipe_of(value, names, _DEPTH)
        text = source(recipe)
        if len(text) > MOST_TEXT or _ADDRESS.search(text):
            raise Unshowable
        again = names.build(recipe)
        if type(again) is not type(value) or not _same(again, value):
            raise Unshowable
        found.append(text)

    attempt(show)
    return found[0] if found else None


def _same(first: Any, second: Any) -> bool:
    if isinstance(first, float) and first != first:
        return bool(second != second)
    return bool(first == second)


def recipe_of(value: Any, names: Names, depth: int) -> Recipe:
    """Give the recipe of a value; raise Unshowable."""
    kind = type(value)
    if kind in (int, bool, str, bytes, float, complex, type(None)):
        if kind in (str, bytes) and len(value) > MOST_TEXT:
            raise Unshowable
        return value
    if depth == 0:
        raise Unshowable
    if kind in (list, tuple, set, frozenset, dict):
        return _container(value, names, depth)
    if isinstance(value, enum.Enum):
        return _named(f"{kind.__name__}.{value.name}", kind, names)
    if isinstance(value, pathlib.Path):
        names.add("Path", "pathlib", pathlib.Path)
        return Made("Path", (str(value),))
    for wanted, show in _LIBRARY.items():
        if kind is wanted:
            _known(kind, names)
            return show(value)
    if isinstance(value, type):
        return _named(value.__name__, value, names)
    return _object(value, names, depth)


def _container(value: Any, names: Names, depth: int) -> Recipe:
    if len(value) > _MOST_ITEMS:
        raise Unshowable
    if type(value) is dict:
        return {
            recipe_of(key, names, depth - 1): recipe_of(each, names, depth - 1)
            for key, each in value.items()
        }
    return type(value)(recipe_of(each, names, depth - 1) for each in value)


def _named(text: str, kind: type, names: Names) -> Named:
    _known(kind, names)
    return Named(text)


def _known(kind: type, names: Names) -> None:
    """Make sure that a class can be imported by its name."""
    name = kind.__qualname__
    if kind.__module__ == "builtins":
        return
    if kind is datetime.datetime:
        names.add("timezone", "datetime", datetime.timezone)
    if "." in name or "<" in name or not names.add(name, kind.__module__, kind):
        raise Unshowable


def _object(value: Any, names: Names, depth: int) -> Recipe:
    kind = type(value)
    if isinstance(value, tuple) and hasattr(kind, "_fields"):
        _known(kind, names)
        pairs = [(name, recipe_of(getattr(value, name), names, depth - 1)) for name in kind._fields]
        return Made(kind.__name__, (), tuple(pairs))
    if "__eq__" not in {name for each in kind.__mro__[:-1] for name in vars(each)}:
        raise Unshowable
    if dataclasses.is_dataclass(value):
        _known(kind, names)
        fields = [field for field in dataclasses.fields(value) if field.init]
        made = [(f.name, recipe_of(getattr(value, f.name), names, depth - 1)) for f in fields]
        return Made(kind.__name__, (), tuple(made))
    return _by_parameters(value, names, depth)


def _by_parameters(value: Any, names: Names, depth: int) -> Recipe:
    """Make an object from attributes that are called like its class's parameters."""
    kind = type(value)
    init = getattr(kind, "__init__", None)
    code = getattr(init, "__code__", None)
    if code is None:
        raise Unshowable
    _known(kind, names)
    parts: list[Recipe] = []
    for name in code.co_varnames[1 : code.co_argcount]:
        held = getattr(value, name, Unshowable)
        if held is Unshowable:
            raise Unshowable
        parts.append(recipe_of(held, names, depth - 1))
    return Made(kind.__name__, tuple(parts))


def _moment(value: datetime.datetime) -> Recipe:
    zone = value.tzinfo
    if zone not in (None, datetime.timezone.utc):
        raise Unshowable
    parts = [value.year, value.month, value.day, value.hour, value.minute, value.second,
             value.microsecond]  # fmt: skip
    while len(parts) > 3 and parts[-1] == 0:
        parts.pop()
    named = (("tzinfo", Named("timezone.utc")),) if zone is not None else ()
    return Made("datetime", tuple(parts), named)


def _span(value: datetime.timedelta) -> Recipe:
    parts = (("days", value.days), ("seconds", value.seconds), ("microseconds", value.microseconds))
    return Made("timedelta", (), tuple(part for part in parts if part[1]))


def _time(value: datetime.time) -> Recipe:
    parts = [value.hour, value.minute, value.second, value.microsecond]
    while len(parts) > 2 and parts[-1] == 0:
        parts.pop()
    return Made("time", tuple(parts))


_LIBRARY: dict[type, Callable[[Any], Recipe]] = {
    datetime.date: lambda value: Made("date", (value.year, value.month, value.day)),
    datetime.datetime: _moment,
    datetime.timedelta: _span,
    datetime.time: _time,
    decimal.Decimal: lambda value: Made("Decimal", (str(value),)),
    fractions.Fraction: lambda value: Made("Fraction", (value.numerator, value.denominator)),
    uuid.UUID: lambda value: Made("UUID", (str(value),)),
    pathlib.PurePosixPath: lambda value: Made("PurePosixPath", (str(value),)),
    range: lambda value: Made("range", (value.start, value.stop, value.step)),
    bytearray: lambda value: Made("bytearray", (bytes(value),)),
}


def has_address(value: Any) -> bool:
    """Say whether a value in text tells where in memory something lies."""
    return _ADDRESS.search(repr(value)) is not None


def is_rough(value: Any) -> bool:
    """Say whether a float is better compared with a tolerance."""
    return isinstance(value, float) and math.isfinite(value) and len(repr(value)) > 8
