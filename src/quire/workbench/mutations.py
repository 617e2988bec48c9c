"""Small changes of values, each of which keeps its kind: numbers, texts, lists, trees."""

from __future__ import annotations

import copy
import datetime
import decimal
import random
import re
import string
from collections.abc import Iterable
from typing import Any, Callable

Change = Callable[[Any, random.Random], Any]


def rewire(values: dict[str, Any], generator: random.Random) -> bool:
    """Change one attribute of one object that the arguments reach; say whether one was found."""
    objects: list[Any] = []
    _reach(list(values.values()), objects)
    places = [(item, name) for item in objects for name in sorted(vars(item))]
    if not places:
        return False
    item, name = generator.choice(places)
    value = getattr(item, name)
    if type(value) is type(item) and generator.randrange(2):
        _turn(item, name)
        return True
    kin = [other for other in objects if type(other) is type(value)]
    if isinstance(value, list) and value and hasattr(value[0], "__dict__"):
        kin = [other for other in objects if type(other) is type(value[0])]
        changed = list(value)
        changed[generator.randrange(len(changed))] = generator.choice(kin)
        setattr(item, name, generator.choice([changed, value[1:], value[:-1], value[::-1]]))
    elif kin:
        setattr(item, name, generator.choice([*kin, None]))
    else:
        changed = mutate(value, generator)
        counts = type(value) in (int, float) and value >= 0  # what an object counts stays so
        setattr(item, name, abs(changed) if counts else changed)
    return True


def _turn(item: object, name: str) -> None:
    """Turn a tree at a node: what follows it by one name comes in its place, in the same order."""
    below = getattr(item, name)
    links = [n for n, v in vars(below).items() if n in vars(item) and _is_link(item, below, n)]
    others = [each for each in links if each != name]
    if len(others) != 1 or below is item:
        return
    other = others[0]
    far, near, kept = getattr(below, name), getattr(below, other), getattr(item, other)
    for each in vars(item).keys() & vars(below).keys() - {name, other}:
        own = getattr(item, each)
        setattr(item, each, getattr(below, each))
        setattr(below, each, own)
    setattr(item, name, far)
    setattr(item, other, below)
    setattr(below, name, near)
    setattr(below, other, kept)


def _is_link(item: object, below: object, name: str) -> bool:
    """Say whether an attribute of two nodes leads to nodes, or nowhere."""
    held = (getattr(item, name), getattr(below, name))
    return all(value is None or type(value) is type(item) for value in held)


def _reach(pending: list[Any], found: list[Any]) -> None:
    seen: set[int] = set()
    while pending and len(found) < 40:
        value = pending.pop(0)
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, (list, tuple, set)):
            pending.extend(value)
        elif isinstance(value, dict):
            pending.extend([*value, *value.values()])
        elif isinstance(getattr(value, "__dict__", None), dict) and not isinstance(value, type):
            found.append(value)
            pending.extend(vars(value).values())


def plain(value: object) -> bool:
    """Say whether a value is data that can be changed a little."""
    return isinstance(value, PLAIN)


def mutate(value: Any, generator: random.Random, inner: Change | None = None) -> Any:
    """Change plain data a little and keep its kind; `inner` changes what a list and so on holds."""
    for kind, change in _CHANGES:
        if isinstance(value, kind):
            return change(value, generator)
    for kind, change_inside in _HOLDERS:
        if isinstance(value, kind):
            return change_inside(value, generator, inner or mutate)
    return value


def _boolean(value: bool, _: random.Random) -> bool:
    return not value


def _integer(value: int, generator: random.Random) -> int:
    options = [value + 1, value - 1, value + 2, value // 2, value * 2, 0, 1]
    if value < 0:
        options.append(-value)
    if value > 0:
        options = [max(option, 0) for option in options]
    return generator.choice(options)


def _real(value: float, generator: random.Random) -> float:
    return generator.choice([value + 1, value / 2, value * 2, value + 0.5, 0.0, 1.0])


def _decimal(value: decimal.Decimal, generator: random.Random) -> decimal.Decimal:
    return generator.choice([value + 1, value - 1, value * 2, value / 2, decimal.Decimal(0)])


def _date(value: datetime.date, generator: random.Random) -> datetime.date:
    return value + datetime.timedelta(days=generator.choice([-365, -31, -1, 1, 31, 365]))


def _text(value: str, generator: random.Random) -> str:
    if not value:
        return generator.choice(["a", " ", "ab"])
    position = generator.randrange(len(value))
    before, own, after = value[:position], value[position], value[position + 1 :]
    letter = generator.choice([generator.choice(value), generator.choice(_LETTERS)])
    if generator.randrange(3) == 0:
        return _structured(value, position, generator)
    return generator.choice(
        [
            before + after,
            before + letter + own + after,
            before + letter + after,
            before + own.swapcase() + after,
            value.swapcase(),
            value + value[0],
            value[::-1],
            value[1:],
            value[position : position + generator.randrange(1, _SHORT)],
            "".join(generator.choice(value) for _ in range(generator.randrange(1, _SHORT))),
        ]
    )


def _structured(value: str, position: int, generator: random.Random) -> str:
    """Change a text and keep what it is made of: numbers stay numbers, letters letters."""
    numbers = list(_DIGITS.finditer(value))
    if numbers and generator.randrange(3):
        found = generator.choice(numbers)
        number = str(_integer(int(found[0]), generator))
        return value[: found.start()] + number + value[found.end() :]
    parts = _PARTS.split(value)
    if len(parts) > _MARKED and generator.randrange(2):
        places = range(0, len(parts), 2)
        one, two = generator.choice(places), generator.choice(places)
        parts[one], parts[two] = parts[two], generator.choice([parts[one], parts[two]])
        return "".join(parts)
    own = value[position]
    kin = next((kind for kind in _KINDS if own in kind), own)
    return value[:position] + generator.choice(kin) + value[position + 1 :]


def sequence(value: list[Any], generator: random.Random, inner: Change) -> list[Any]:
    """Change one item of a list, or its order or length; `inner` changes an item."""
    items = list(value)
    if not items:
        return items
    position = generator.randrange(len(items))
    if _records(items) and generator.randrange(2):
        fields = _field(items[position], generator, inner)
        items[position] = fields if isinstance(items[position], list) else tuple(fields)
        return items
    action = generator.randrange(9)
    if action == 0:
        del items[position]
    elif action == 1:
        items.insert(position, copy.copy(generator.choice(items)))
    elif action == 2:
        other = generator.randrange(len(items))
        items[position], items[other] = items[other], items[position]
    elif action == 3:
        items = items[: position + 1]
    elif action == 4:
        items.reverse()
    elif action == 5:
        items = [copy.copy(generator.choice(items)) for _ in range(generator.randrange(_SHORT))]
    else:
        items[position] = inner(items[position], generator)
    return items


def _records(items: list[object]) -> bool:
    """Say whether a list holds lists of one length, such as edges, points or rows."""
    lengths = {len(item) if isinstance(item, (list, tuple)) else 0 for item in items}
    return len(lengths) == 1 and 0 not in lengths


def _field(value: Iterable[object], generator: random.Random, inner: Change) -> list[object]:
    """Change one item in its place."""
    items = list(value)
    position = generator.randrange(len(items))
    items[position] = inner(items[position], generator)
    return items


def _tuple(
    value: tuple[object, ...], generator: random.Random, inner: Change
) -> tuple[object, ...]:
    return tuple(_field(value, generator, inner)) if value else value


def _dict(
    value: dict[object, object], generator: random.Random, inner: Change
) -> dict[object, object]:
    items = dict(value)
    if items:
        key = generator.choice(list(items))
        if generator.randrange(3) == 0:
            del items[key]
        else:
            items[key] = inner(items[key], generator)
    return items


def _set(value: set[object], generator: random.Random, inner: Change) -> set[object]:
    items = sorted(value, key=repr)
    if items:
        position = generator.randrange(len(items))
        items[position] = inner(items[position], generator)
    return set(items)


_SHORT = 5  # items of what is short: most that tells repairs apart does so on little
_LETTERS = "aZ7 -_."
_DIGITS = re.compile(r"[0-9]{1,9}")
_PARTS = re.compile(r"([^0-9A-Za-z]+)")
_MARKED = 2  # a part, a mark and another part
_KINDS = (string.digits, string.ascii_lowercase, string.ascii_uppercase, "()[]{}")
PLAIN = (int, float, str, list, tuple, set, dict, decimal.Decimal, datetime.date)
_CHANGES: list[tuple[type, Change]] = [
    (bool, _boolean),
    (decimal.Decimal, _decimal),
    (datetime.date, _date),
    (int, _integer),
    (float, _real),
    (str, _text),
]
_HOLDERS: list[tuple[type, Callable[..., object]]] = [
    (list, sequence),
    (tuple, _tuple),
    (dict, _dict),
    (set, _set),
]
