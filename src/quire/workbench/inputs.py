"""Inputs for functions under repair: recorded calls and small changes of them."""

from __future__ import annotations

import copy
import inspect
import io
import marshal
import pickle
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from types import CellType, CodeType, FunctionType
from typing import Any, Callable, Optional

from .domain import Domain, learned
from .limits import attempt
from .mutations import PLAIN, mutate, plain, rewire, sequence

Ends = Callable[[bytes], Optional[str]]
MOST_INPUTS = 90
APART = "\x1f"  # between the results of several codes
_THIRD = 3
_SPARE = 4  # times as many are made as are given
_TURNS = 2  # times as many tries
_KIN = 24  # inputs that end the same way, of which each is changed further
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
    calls: list[tuple[str, bytes]],
    seed: int,
    most: int = MOST_INPUTS,
    ends: Ends = lambda _: "somehow",
) -> list[tuple[bytes, bool]]:
    """Give pickled arguments, each with whether a test really made that call.

    `ends` tells how a call ends, with several codes if need be, put together by `APART`. What ends
    as little else does is changed further and taken first: where nine of ten made-up graphs have
    no way through, those that have one tell most. A third is taken for the codes that it tells
    apart. What it gives nothing for is not changed further; once it gives None nothing is chosen.
    """
    found: dict[bytes, bool] = {data: True for _, data in calls}
    generator = random.Random(seed)
    pool = [(data, ends(data)) for data in found]
    room = max(0, most - len(pool)) if pool else 0
    domain = domain_of(list(found))
    seen = _Seen(end for _, end in pool)
    made: list[tuple[int, int, int, bytes]] = []
    for turn in range(_TURNS * _SPARE * most if room else 0):
        if len(made) >= _SPARE * most:
            break
        which = turn % _THIRD == 0
        data, _ = min(generator.choices(pool, k=2), key=lambda each: seen.like(each[1])[which])
        changed = _changed(data, generator.choice(pool)[0], generator, domain)
        if changed is None or changed in found:
            continue
        end = ends(changed)
        found[changed] = False
        if end is None and len(made) >= room:
            break
        made.append((*seen.like(end), turn, changed))
        seen.add(end)
        if end and min(seen.like(end)) <= _KIN:
            pool.append((changed, end))
    first = sorted(made)[: room - room // _THIRD]
    rest = sorted(set(made).difference(first), key=lambda each: each[1:])
    chosen = {data for *_, data in (first + rest)[:room]}
    return [(data, real) for data, real in found.items() if real or data in chosen]


class _Seen:
    """How often calls ended so, and how often codes parted so."""

    def __init__(self, ends: Iterable[str | None]) -> None:
        self._ends: Counter[str | None] = Counter()
        self._partings: Counter[tuple[int, ...]] = Counter()
        for end in ends:
            self.add(end)

    def like(self, end: str | None) -> tuple[int, int]:
        """Count the calls that ended so, and those that parted the codes so."""
        return self._ends[end], self._partings[_parting(end)]

    def add(self, end: str | None) -> None:
        """Count one more call that ended so."""
        self._ends[end] += 1
        self._partings[_parting(end)] += 1


def _parting(end: str | None) -> tuple[int, ...]:
    """Tell which codes end alike: for each, the first that ends as it does."""
    ends = (end or "").split(APART)
    return tuple(map(ends.index, ends))


def domain_of(known: list[bytes]) -> Domain:
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
        if (not names or generator.randrange(4) == 0) and rewire(values, generator):
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
        return tuple(sequence(list(value), generator, mutate))
    if "iter" in name and isinstance(value, (str, list, tuple)) and generator.randrange(4) == 0:
        return iter(value)
    return mutate(value, generator)


_ITERATORS: tuple[type[Iterator[object]], ...] = (type(iter([])), type(iter(())), type(iter("")))


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
    if isinstance(value, PLAIN):
        return f"{type(value).__name__}:{value}"
    own = getattr(value, "__dict__", None)
    return f"{type(value).__name__}({tell(own) if own else ''})"
