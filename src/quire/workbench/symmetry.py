"""What a function does not mind: in which order a list comes, or from which end it is read."""

from __future__ import annotations

import pickle
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from .domain import Domain
from .inputs import domain_of, frozen
from .limits import attempt

MOST_BASES = 24  # inputs of a function of which other orders are made
_LEAST = 3  # items from which on an order says something


@dataclass(frozen=True)
class Turned:
    """A call in which one argument comes in another order: which call, and how."""

    data: bytes
    base: bytes
    how: str


def turned(calls: Sequence[bytes], made: Sequence[bytes], seed: int) -> list[Turned]:
    """Give calls with one list or text in another order, within what recorded calls allow."""
    generator = random.Random(seed)
    domain = domain_of(list(calls))
    found: dict[bytes, Turned] = {}
    for base in made[:MOST_BASES]:
        attempt(partial(_turn, base, domain, generator, found))
    return list(found.values())


def _turn(
    base: bytes, domain: Domain, generator: random.Random, found: dict[bytes, Turned]
) -> None:
    values = pickle.loads(base)
    for name, value in values.items():
        for how, other in _orders(value, generator):
            changed = {**values, name: other}
            if other != value and domain.holds(changed):
                data = frozen(changed)
                found.setdefault(data, Turned(data, base, f"{name} {how}"))


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
