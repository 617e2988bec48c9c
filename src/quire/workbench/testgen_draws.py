"""Recipes drawn for a parameter: from its annotation, else from guesses that experience weighs."""

from __future__ import annotations

import ast
import collections.abc
import datetime
import decimal
import enum
import fractions
import pathlib
import random
import types
import typing
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Callable

from .testgen_pools import Pools, changed
from .testgen_recipes import Made, Named, Names, Recipe

Draw = Callable[[random.Random, int], Recipe]
DEPTH = 3
_OBJECTS = ("Made", "Named", "Stored")  # recipes of what is no plain data
_UNIONS = (typing.Union, getattr(types, "UnionType", typing.Union))
ANYTHING = typing.Any
_LISTS = (list, collections.abc.Sequence, collections.abc.Iterable, collections.abc.Collection,
          collections.abc.MutableSequence, collections.abc.Iterator)  # fmt: skip
_SETS = (set, frozenset, collections.abc.Set, collections.abc.MutableSet)
_MAPPINGS = (dict, collections.abc.Mapping, collections.abc.MutableMapping)
_CALLABLES = ("str", "len", "lambda value: value", "lambda *values: values", "abs",
              "lambda value: value * 2", "lambda value: value > 1", "lambda a, b: a + b",
              "lambda: 1", "bool", "lambda value: None")  # fmt: skip


@dataclass
class Parameter:
    """A parameter: how it is passed, and weighed ways to draw it.

    `way` is positional, named or rest (of the positional ones).
    """

    name: str
    way: str
    optional: bool
    options: list[Draw]
    weights: list[float]
    typed: bool = False
    stored: bool = False  # it takes paths of files
    hint: Any = None
    plain: int = 0  # options before those that make objects of the project
    known: list[Recipe] = field(default_factory=list)
    likely: set[str] = field(default_factory=set)  # kinds that its default, name and use speak for
    good: Counter[str] = field(default_factory=Counter)  # kinds of values that a call could use

    def draw(self, chance: random.Random, depth: int) -> tuple[int, Recipe]:
        """Draw a recipe; give the place of the option that made it too, -1 for a known value."""
        if self.known and chance.random() < 0.3:
            return -1, chance.choice(self.known)
        count = self.plain if self.plain and depth <= 0 else len(self.options)
        place = chance.choices(range(count), self.weights[:count])[0]
        return place, self.options[place](chance, depth)

    def learn(self, place: int, value: Recipe, good: bool) -> None:
        """Weigh an option by how a call with it ended."""
        if good:
            self.good[type(value).__name__] += 1
        if place >= 0 and not self.typed:
            factor = 1.08 if good else 0.75
            self.weights[place] = min(8.0, max(0.01, self.weights[place] * factor))

    def is_odd(self, value: Recipe) -> bool:
        """Say whether a value is of a kind that calls can seldom use, or nobody would pass."""
        kind = type(value).__name__
        if self.typed or value is None or kind in _OBJECTS or value in self.known:
            return False
        unlikely = bool(self.likely) and kind not in self.likely
        return unlikely or self.good[kind] * 10 < sum(self.good.values())


class Drawing:
    """Ways to draw for annotations; `makers` draw objects of the project's classes."""

    def __init__(self, names: Names, pools: Pools) -> None:
        self.names = names
        self.pools = pools
        self.makers: dict[type, Draw] = {}
        self.files = False  # whether tests may have files of their own
        self.functions: dict[str, ast.FunctionDef] = {}  # of the project, by name

    def of(self, annotation: Any, name: str = "") -> Draw | None:
        """Give the way to draw for an annotation, or None where there is none."""
        plain = self._plain(annotation, name)
        if plain is not None:
            return plain
        origin = typing.get_origin(annotation)
        if origin is None:
            return self._bare(annotation, name)
        inner = typing.get_args(annotation)
        if origin in self.makers:
            return self.makers[origin]
        if origin is typing.Literal:
            return lambda chance, _: chance.choice(inner)
        if origin in _UNIONS:
            return self._either([self.of(each, name) for each in inner])
        if str(origin).endswith(("Annotated", "Final", "ClassVar", "Required")):
            return self.of(inner[0], name)
        return self._generic(origin, inner, name)

    def _plain(self, annotation: Any, name: str) -> Draw | None:
        pools = self.pools
        table: dict[Any, Draw] = {
            int: lambda chance, _: pools.integer(chance, name),
            float: lambda chance, _: pools.real(chance),
            bool: lambda chance, _: chance.random() < 0.5,
            str: lambda chance, _: pools.text(chance, name),
            bytes: lambda chance, _: pools.text(chance, name).encode(),
            complex: lambda chance, _: complex(pools.integer(chance), pools.integer(chance)),
            type(None): lambda chance, _: None,
            None: lambda chance, _: None,
            object: lambda chance, _: chance.choice([1, "a", None, (1, 2), 2.5]),
            ANYTHING: lambda chance, _: chance.choice([1, "a", None, (1, 2), 2.5, 0, ""]),
        }
        try:
            return table.get(annotation)
        except TypeError:  # an annotation that cannot be hashed is none of these
            return None

    def _either(self, draws: list[Draw | None]) -> Draw | None:
        known = [draw for draw in draws if draw is not None]
        return (lambda chance, depth: chance.choice(known)(chance, depth)) if known else None

    def _bare(self, annotation: Any, name: str) -> Draw | None:
        if isinstance(annotation, typing.TypeVar):
            bound = annotation.__bound__ or (annotation.__constraints__ or (int,))[0]
            return self.of(bound, name)
        if annotation in self.makers:
            return self.makers[annotation]
        if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
            return self._members(annotation)
        if annotation in _LIBRARY:
            self.names.add(annotation.__name__, annotation.__module__, annotation)
            return self._known_moment(annotation)
        if annotation is collections.abc.Callable or annotation is typing.Callable:
            return lambda chance, _: Named(chance.choice(_CALLABLES))
        if hasattr(annotation, "__supertype__"):  # a NewType
            return self.of(annotation.__supertype__, name)
        if typing.is_typeddict(annotation) if hasattr(typing, "is_typeddict") else False:
            return self._fields(typing.get_type_hints(annotation))
        if annotation in (*_LISTS, *_SETS, *_MAPPINGS, tuple):
            return self._generic(annotation, (), name)
        return self._of_kin(annotation)

    def _of_kin(self, annotation: Any) -> Draw | None:
        """Draw for a class by its subclasses."""
        if not isinstance(annotation, type):
            return None
        kin = [draw for kind, draw in self.makers.items() if _is_kin(kind, annotation)]
        return self._either(list(kin)) if kin else None

    def _known_moment(self, annotation: type) -> Draw:
        """Draw for a class of the library, now and then a day that the code itself names."""
        draw = _LIBRARY[annotation]
        if annotation not in (datetime.date, datetime.datetime):
            return draw

        def own(chance: random.Random, depth: int) -> Recipe:
            if not self.pools.moments or chance.random() < 0.7:
                return draw(chance, depth)
            day = chance.choice(self.pools.moments)
            return Made(annotation.__name__, (day.year, day.month, day.day))

        return own

    def _members(self, kind: type[enum.Enum]) -> Draw:
        self.names.add(kind.__name__, kind.__module__, kind)
        texts = [f"{kind.__name__}.{name}" for name in kind.__members__]
        return lambda chance, _: Named(chance.choice(texts or ["None"]))

    def _fields(self, hints: dict[str, Any]) -> Draw | None:
        draws = {name: self.of(hint, name) for name, hint in hints.items()}
        known = {name: draw for name, draw in draws.items() if draw is not None}
        if len(known) < len(draws):
            return None
        return lambda chance, depth: {n: draw(chance, depth - 1) for n, draw in known.items()}

    def _generic(self, origin: Any, inner: tuple[Any, ...], name: str) -> Draw | None:
        if origin in (collections.abc.Callable, type):
            return lambda chance, _: Named(chance.choice(_CALLABLES))
        singular = name[:-1] if name.endswith("s") else name
        draws = [self.of(each, singular) for each in inner if each not in (..., ())]
        if any(draw is None for draw in draws):
            return None
        known = [draw for draw in draws if draw is not None]
        fallback: Draw = lambda chance, _: self.pools.integer(chance)  # noqa: E731
        first = known[0] if known else fallback
        if origin is tuple and inner and ... not in inner:
            return lambda chance, depth: tuple(draw(chance, depth - 1) for draw in known)
        if origin in _MAPPINGS or str(origin).endswith(("Counter", "defaultdict'>")):
            keys = known[0] if known else (lambda chance, _: self.pools.text(chance))
            values = known[1] if len(known) > 1 else fallback
            return lambda chance, depth: {
                keys(chance, depth - 1): values(chance, depth - 1) for _ in range(_size(chance))
            }
        for kind, kinds in ((list, _LISTS), (set, _SETS), (tuple, (tuple,))):
            if origin in kinds:
                make = frozenset if origin is frozenset else kind
                return lambda chance, depth: make(self._items(first, chance, depth))
        return None

    def _items(self, draw: Draw, chance: random.Random, depth: int) -> list[Recipe]:
        """Draw several items, often kin of each other: order and repetition matter then."""
        if depth <= 0:
            return []
        items = [draw(chance, depth - 1) for _ in range(_size(chance))]
        for place in range(1, len(items)):
            if chance.random() < 0.25:
                items[place] = changed(items[chance.randrange(place)], self.pools, chance)
            elif chance.random() < 0.12:
                items[place] = items[chance.randrange(place)]
        return items


def _is_kin(kind: type, annotation: type) -> bool:
    """Say whether a class is a subclass, or has all that a protocol asks for."""
    if not getattr(annotation, "_is_protocol", False):
        return issubclass(kind, annotation)
    asked = {*vars(annotation), *getattr(annotation, "__annotations__", {})}
    asked = {name for name in asked if name[:1] != "_"}
    return bool(asked) and all(hasattr(kind, name) for name in asked)


def _size(chance: random.Random) -> int:
    return chance.choice((0, 1, 2, 2, 3, 3, 4, 5))


def _date(chance: random.Random, _: int) -> Recipe:
    return Made("date", chance.choice(
        [(2024, 2, 29), (2023, 12, 31), (2024, 1, 1), (2023, 2, 28), (2024, 3, 1), (2024, 7, 15),
         (2023, 7, 1), (2000, 1, 1), (2024, 12, 30), (2024, 3, chance.randrange(1, 32))]
    ))  # fmt: skip


def _datetime(chance: random.Random, depth: int) -> Recipe:
    day = _date(chance, depth).arguments
    clock = chance.choice([(), (12, 30), (23, 59, 59), (9, 0), (17, 0), (0, 1)])
    return Made("datetime", (*day, *clock))


def shifted(moment: Made, chance: random.Random) -> Made:
    """Give a day or a moment near another one."""
    parts = [*moment.arguments, 0, 0, 0][:6]
    days = chance.choice((1, -1, 1, -1, 7, -7, 30, 365, -365))
    if moment.name == "datetime" and chance.random() < 0.6:
        step = datetime.timedelta(minutes=chance.choice((1, -1, 60, -60, 360, -720)))
    else:
        step = datetime.timedelta(days=days)
    try:
        now = datetime.datetime(*parts) + step
    except (ValueError, OverflowError, TypeError):
        return moment
    clock = [now.hour, now.minute, now.second]
    while clock and not clock[-1]:
        clock.pop()
    clock = [*clock, 0] if len(clock) == 1 else clock
    return Made(moment.name, (now.year, now.month, now.day, *clock), moment.named)


_LIBRARY: dict[Any, Draw] = {
    datetime.date: _date,
    datetime.datetime: _datetime,
    datetime.timedelta: lambda chance, _: Made(
        "timedelta", (), ((chance.choice(("days", "hours", "minutes", "seconds")),
                           chance.choice((0, 1, 2, 7, 30, 90, -1, 45, 3600))),)
    ),
    datetime.time: lambda chance, _: Made(
        "time", chance.choice([(0, 0), (12, 30), (23, 59, 59), (9, 0)])
    ),
    decimal.Decimal: lambda chance, _: Made(
        "Decimal", (chance.choice(("0", "1", "2.5", "-1", "10.005", "99.99", "0.1", "1234.5")),)
    ),
    fractions.Fraction: lambda chance, _: Made(
        "Fraction", chance.choice([(0,), (1, 2), (-3, 4), (5,), (7, 3)])
    ),
    uuid.UUID: lambda chance, _: Made(
        "UUID", (f"{chance.randrange(3):08}-0000-4000-8000-{chance.randrange(99):012}",)
    ),
    pathlib.PurePath: lambda chance, _: Made("PurePath", (chance.choice(("a/b.txt", "/x", "")),)),
    pathlib.Path: lambda chance, _: Made("Path", (chance.choice(("a/b.tar.gz", "/x/y", ".")),)),
}  # fmt: skip
