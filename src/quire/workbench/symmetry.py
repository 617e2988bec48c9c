"""Calls whose arguments are those of another, changed all over: in order, size, numbers, letters.

What a function does not mind, or how its result follows, tells repairs apart (`following`).
"""

from __future__ import annotations

import copy
import itertools
import pickle
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from .domain import Domain
from .following import LETTERS, NUMBERS, Change, renamed
from .inputs import domain_of, frozen
from .limits import attempt

MOST_BASES = 24  # inputs of a function of which other orders are made
_FEW_BASES = 10  # the same for all other changes
_LEAST = 3  # items from which on an order says something
_MANY = 2  # arguments from which on it says something that all are changed

_Values = dict[str, object]
_Ways = Iterator[tuple[str, _Values]]


@dataclass(frozen=True)
class Turned:
    """A call whose arguments are those of another, changed: which call, and how."""

    data: bytes
    base: bytes
    how: str


def turned(calls: Sequence[bytes], made: Sequence[bytes], seed: int) -> list[Turned]:
    """Give calls whose arguments are changed all over, within what recorded calls allow."""
    generator = random.Random(seed)
    domain = domain_of(list(calls))
    found: dict[bytes, Turned] = {}
    for number, base in enumerate(made[:MOST_BASES]):
        for way in (_in_order, _otherwise) if number < _FEW_BASES else (_in_order,):
            attempt(partial(_turn, base, domain, partial(way, generator), found))
    return list(found.values())


def _turn(
    base: bytes, domain: Domain, way: Callable[[_Values], _Ways], found: dict[bytes, Turned]
) -> None:
    for how, changed in way(pickle.loads(base)):
        data = frozen(changed)
        if data != base and domain.holds(changed):
            found.setdefault(data, Turned(data, base, how))


def _in_order(generator: random.Random, values: _Values) -> _Ways:
    """Give one list or text in another order."""
    for name, value in values.items():
        for how, other in _orders(value, generator):
            if other != value:
                yield f"{name} {how}", {**values, name: other}


def _orders(value: object, generator: random.Random) -> Iterator[tuple[str, object]]:
    if not isinstance(value, (list, str)) or len(value) < _LEAST:
        return
    yield "reversed", value[::-1]
    if isinstance(value, list):
        other = list(value)
        generator.shuffle(other)
        yield "in any order", other
        if all(isinstance(row, list) and len(row) == len(value[0]) > 1 for row in value):
            yield "transposed", [list(row) for row in zip(*value)]


def _otherwise(generator: random.Random, values: _Values) -> _Ways:
    """Change all numbers, those that are held or others as well, all letters, one size.

    Two arguments of one type are exchanged.
    """
    single = [name for name, value in values.items() if isinstance(value, (int, float))]
    held = [name for name in values if name not in single and name != "self"]
    for how, change in NUMBERS.items():
        yield how, _changed(values, held, change)
        if single and len(single) + len(held) >= _MANY:
            yield f"all {how}", _changed(values, [*held, *single], change)
    yield LETTERS, _changed(values, held, renamed)
    for name, value in values.items():
        if isinstance(value, list) and value:
            yield f"{name} longer", {**values, name: [*value, generator.choice(value)]}
            yield f"{name} longer before", {**values, name: [generator.choice(value), *value]}
            yield f"{name} repeated", {**values, name: [*value, *value]}
            yield f"{name} each twice", {**values, name: [e for item in value for e in [item] * 2]}
            if all(isinstance(item, (list, tuple)) and len(item) > 1 for item in value):
                flipped = [type(item)((item[1], item[0], *item[2:])) for item in value]
                yield f"{name} flipped", {**values, name: flipped}
        elif isinstance(value, str) and value:
            yield f"{name} longer", {**values, name: value + generator.choice(value)}
            yield f"{name} repeated", {**values, name: value + value}
        elif type(value) is int:
            yield f"{name} greater", {**values, name: value + 1}
    for one, two in itertools.combinations(values, 2):
        if type(values[one]) is type(values[two]):
            other = {one: values[two], two: values[one]}
            yield f"{one} and {two} exchanged", {**values, **other}


def _changed(values: _Values, names: list[str], change: Change) -> _Values:
    """Change what some arguments hold."""
    each = _Each(change)
    own = copy.deepcopy(values)
    return {name: each(value) if name in names else value for name, value in own.items()}


class _Each:
    """Changes what values hold: items of lists, values of dictionaries, attributes of objects."""

    def __init__(self, change: Change) -> None:
        self.change = change
        self.seen: set[int] = set()

    def __call__(self, value: object) -> object:
        """Give what a value comes to; objects are changed themselves, once."""
        if isinstance(value, (int, float, str)):
            return value if isinstance(value, bool) else self.change(value)
        if isinstance(value, list):
            return [self(item) for item in value]
        if type(value) is tuple:
            return tuple(self(item) for item in value)
        if isinstance(value, (set, frozenset)):
            return type(value)(self(item) for item in value)
        if isinstance(value, dict):
            return {key: self(item) for key, item in value.items()}
        own = getattr(value, "__dict__", None)
        if isinstance(own, dict) and not isinstance(value, type) and id(value) not in self.seen:
            self.seen.add(id(value))
            for name, item in own.items():
                setattr(value, name, self(item))
        return value
