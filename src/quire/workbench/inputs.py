"""Inputs for functions under repair: recorded calls and small changes of them."""

from __future__ import annotations

import copy
import datetime
import decimal
import inspect
import io
import marshal
import pickle
import random
import re
import sys
from collections.abc import Iterator
from functools import partial
from types import CellType, CodeType, FunctionType
from typing import Any, Callable

from .domain import Domain, learned
from .limits import attempt

Change = Callable[[Any, random.Random], Any]
MOST_INPUTS = 90
_TURNS = 8  # times as many tries
_MOST_TOLD = 400  # containers and objects in the description of a value
_DEEPEST = 120  # of them within one another; an object and its attributes are two

_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")


class _Freezer(pickle.Pickler):
    """Pickles what pickle does, and functions that have no name to be found by."""

    def reducer_override(self, value: object) -> Any:
        """Take a local function apart."""
        if not isinstance(value, FunctionType) or "<" not in value.__qualname__:
            return NotImplemented
        held = tuple(cell.cell_contents for cell in value.__closure__ or ())
        code = marshal.dumps(value.__code__)
        return _function, (code, value.__module__, value.__defaults__, held)


def _function(
    code: bytes, module: str, defaults: tuple[object, ...] | None, held: tuple[object, ...]
) -> FunctionType:
    names = vars(sys.modules[module]) if module in sys.modules else {}
    cells = tuple(CellType(value) for value in held)
    return FunctionType(marshal.loads(code), names, None, defaults, cells)


def frozen(values: dict[str, object]) -> bytes:
    """Give arguments as bytes that `pickle.loads` in this program turns back; raise what it may."""
    stream = io.BytesIO()
    _Freezer(stream, 4).dump(values)
    return stream.getvalue()


def parameters(code: CodeType) -> list[str]:
    """Name a function's parameters: positional ones, named ones, `*rest`, `**more`."""
    count = code.co_argcount + code.co_kwonlyargcount
    names = list(code.co_varnames[:count])
    for star, flag in (("*", inspect.CO_VARARGS), ("**", inspect.CO_VARKEYWORDS)):
        if code.co_flags & flag:
            names.append(star + code.co_varnames[len(names)])
    return names


def inputs(
    calls: list[tuple[str, bytes]], seed: int, most: int = MOST_INPUTS
) -> list[tuple[bytes, bool]]:
    """Give pickled arguments, each with whether a test really made that call."""
    found: dict[bytes, bool] = {data: True for _, data in calls}
    generator = random.Random(seed)
    known = list(found)
    domain = _domain(known)
    for turn in range(_TURNS * most if known else 0):
        if len(found) >= most:
            break
        data = known[turn % len(known)]
        changed = _changed(data, generator.choice(known), generator, domain)
        if changed is not None and changed not in found:
            found[changed] = False
            if turn % 2:
                known.append(changed)
    return list(found.items())


def _domain(known: list[bytes]) -> Domain:
    """Learn what the calls have in common; nothing of values that are too deep to look into."""
    found: list[Domain] = []
    attempt(lambda: found.append(learned([pickle.loads(data) for data in known])))
    return found[0] if found else Domain()


def _changed(data: bytes, other: bytes, generator: random.Random, domain: Domain) -> bytes | None:
    """Change one argument of a call, or take it from another call, within the domain."""
    result: list[bytes] = []

    def change() -> None:
        values = pickle.loads(data)
        names = [name for name in values if plain(values[name])]
        if (not names or generator.randrange(4) == 0) and _rewire(values, generator):
            pass
        elif other != data and generator.randrange(5) == 0:
            name = generator.choice(list(values))
            values[name] = pickle.loads(other)[name]
        elif names:
            name = generator.choice(names)
            values[name] = _argument(name, values[name], generator)
        else:
            return
        if domain.holds(values):
            result.append(frozen(values))

    attempt(change)
    return result[0] if result else None


def _argument(name: str, value: object, generator: random.Random) -> object:
    """Change an argument as its name allows: more or fewer with a star, iterators of iterables."""
    if name.startswith("*") and isinstance(value, tuple):
        return tuple(_sequence(list(value), generator, mutate))
    if "iter" in name and isinstance(value, (str, list, tuple)) and generator.randrange(4) == 0:
        return iter(value)
    return mutate(value, generator)


def _rewire(values: dict[str, Any], generator: random.Random) -> bool:
    """Change one attribute of one object that the arguments reach; say whether one was found."""
    objects: list[Any] = []
    _reach(list(values.values()), objects)
    places = [(item, name) for item in objects for name in sorted(vars(item))]
    if not places:
        return False
    item, name = generator.choice(places)
    value = getattr(item, name)
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
    return isinstance(value, _PLAIN)


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


def _sequence(value: list[Any], generator: random.Random, inner: Change) -> list[Any]:
    items = list(value)
    if not items:
        return items
    position = generator.randrange(len(items))
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


def _tuple(value: tuple[Any, ...], generator: random.Random, inner: Change) -> tuple[Any, ...]:
    items = list(value)
    if items:
        position = generator.randrange(len(items))
        items[position] = inner(items[position], generator)
    return tuple(items)


def _dict(value: dict[Any, Any], generator: random.Random, inner: Change) -> dict[Any, Any]:
    items = dict(value)
    if items:
        key = generator.choice(list(items))
        if generator.randrange(3) == 0:
            del items[key]
        else:
            items[key] = inner(items[key], generator)
    return items


def _set(value: set[Any], generator: random.Random, inner: Change) -> set[Any]:
    items = sorted(value, key=repr)
    if items:
        position = generator.randrange(len(items))
        items[position] = inner(items[position], generator)
    return set(items)


_SHORT = 5  # items of what is short: most that tells repairs apart does so on little
_LETTERS = "aZ7 -_."
_ITERATORS: tuple[type[Iterator[object]], ...] = (type(iter([])), type(iter(())), type(iter("")))
_PLAIN = (int, float, str, list, tuple, set, dict, decimal.Decimal, datetime.date)
_CHANGES: list[tuple[type, Change]] = [
    (bool, _boolean),
    (decimal.Decimal, _decimal),
    (datetime.date, _date),
    (int, _integer),
    (float, _real),
    (str, _text),
]
_HOLDERS: list[tuple[type, Callable[..., object]]] = [
    (list, _sequence),
    (tuple, _tuple),
    (dict, _dict),
    (set, _set),
]


def shown(value: object, depth: int = 2) -> str:
    """Write a value as Python would, without addresses of memory."""
    own = getattr(value, "__dict__", None)
    written: object = type(value).__repr__
    if isinstance(own, dict) and written is object.__repr__ and depth:
        inner = ", ".join(f"{name}={shown(item, depth - 1)}" for name, item in own.items())
        return f"{type(value).__name__}({inner})"
    if isinstance(value, _ITERATORS):
        return f"iter({list(copy.copy(value))!r})"
    return _ADDRESS.sub("", repr(value))


def digest(value: Any) -> str:
    """Describe a value by its content, the same way in every process.

    Chains and trees are told node by node, to a depth and a number that keep it short.
    """
    return _told(value, [_MOST_TOLD], ())


def _told(value: object, room: list[int], around: tuple[int, ...]) -> str:
    if isinstance(value, (int, str, bytes, type(None))):
        return f"{type(value).__name__}:{value!r}"[:400]
    if isinstance(value, float):
        return f"float:{value:.9g}"
    room[0] -= 1
    if room[0] < 0 or len(around) > _DEEPEST or id(value) in around:
        return type(value).__name__
    tell = partial(_told, room=room, around=(*around, id(value)))
    if isinstance(value, (list, tuple)):
        inner = ",".join(map(tell, value[:50]))
        return f"{type(value).__name__}[{len(value)}:{inner}]"
    if isinstance(value, (set, frozenset)):
        inner = ",".join(sorted(map(tell, list(value)[:200])))
        return f"{type(value).__name__}{{{inner}}}"
    if isinstance(value, dict):
        inner = ",".join(f"{tell(k)}={tell(v)}" for k, v in list(value.items())[:50])
        return f"dict{{{inner}}}"
    if isinstance(value, _PLAIN):
        return f"{type(value).__name__}:{value}"
    own = getattr(value, "__dict__", None)
    return f"{type(value).__name__}({tell(own) if own else ''})"
