"""What all recorded calls of a function have in common, so that made-up ones have it too.

A grid of zeros and ones stays one, a sorted list stays sorted, what indexes a list stays within
it: on other inputs two repairs may differ, and nobody minds.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Optional

_RECORDS = 3  # lists within a list that make their common length a rule
_ORDERED = 6  # neighbours that make their order a rule
_DISTINCT = 25  # pairs of items that make it a rule that none comes twice
_VALUES = 10  # numbers that make it a rule that they are among a few
_FEW = 3
_BOUNDED = 6  # numbers that make it a rule that they stay below a size
_SIGNED = 4  # numbers that make their sign a rule
_LETTERS = 8  # characters that make their alphabet a rule
_MOST = 3_000  # values that are looked at
_CLASSES = tuple(
    frozenset(letters)
    for letters in (
        string.ascii_lowercase,
        string.ascii_uppercase,
        string.digits,
        string.ascii_letters,
        string.ascii_lowercase + " ",
        string.digits + ".",
        string.ascii_letters + string.digits,
        string.ascii_letters + " ",
    )
)

Path = tuple[str, ...]
_Check = Callable[[object], Optional[tuple[int, bool]]]
_SHARED: Path = ("", "shared")
_DATA = (int, float, str)
_Call = dict[Path, list[object]]  # what a call holds by where it is
Rule = Callable[[_Call], bool]


@dataclass
class Domain:
    """Rules that every recorded call keeps."""

    rules: list[Rule] = field(default_factory=list)

    def holds(self, values: Mapping[str, object]) -> bool:
        """Say whether a call keeps all rules."""
        call = _by_path(values) if self.rules else {}
        return all(rule(call) for rule in self.rules)


def learned(calls: Sequence[Mapping[str, object]]) -> Domain:
    """Learn the rules of some calls, each the arguments by their names."""
    seen = [_by_path(call) for call in calls]
    domain = Domain()
    for path in dict.fromkeys(path for call in seen for path in call):
        for check, least in _CHECKS:
            found = [check(each) for call in seen for each in call.get(path, ())]
            told = [each for each in found if each is not None]
            if sum(weight for weight, _ in told) >= least and all(kept for _, kept in told):
                domain.rules.append(_Each(path, check))
        domain.rules.extend(_shared(path, seen))
        domain.rules.extend(_below(path, seen))
    return domain


def _by_path(values: Mapping[str, object]) -> _Call:
    """Sort what a call holds by where it is: an argument, its items, the items of those."""
    walk = _Walk()
    for name, value in values.items():
        walk.visit((name,), value)
    walk.found[_SHARED] = [walk.again]
    return walk.found


class _Walk:
    """What was found where, and how many objects were come to again."""

    def __init__(self) -> None:
        self.found: _Call = {}
        self.room = _MOST
        self.objects: set[int] = set()
        self.again = 0

    def visit(self, path: Path, value: object) -> None:
        """Note a value and all that it holds."""
        self.room -= 1
        if self.room < 0:
            return
        if isinstance(getattr(value, "__dict__", None), dict) and not callable(value):
            self._object(path, value)
            return
        self.found.setdefault(path, []).append(value)
        if isinstance(value, (list, tuple)):
            for item in value:
                self.visit((*path, "[]"), item)
        elif isinstance(value, dict):
            for key, item in value.items():
                self.visit((*path, "key"), key)
                self.visit((*path, "value"), item)

    def _object(self, path: Path, value: object) -> None:
        """Note an object's attributes; a chain or a tree of such objects is also a list."""
        if id(value) in self.objects:
            self.again += 1
            return
        kind = type(value)
        nodes = _nodes(value)
        links = dict.fromkeys(n for node in nodes for n, v in _own(node) if type(v) is kind)
        self.objects.update(map(id, nodes))
        self.again += sum(type(v) is kind for node in nodes for _, v in _own(node))
        self.again -= len(nodes) - 1
        for node in nodes:
            for name, inner in _own(node):
                if name not in links:
                    self.visit((kind.__name__, name), inner)
        if 1 <= len(links) <= 2:
            self.found.setdefault((kind.__name__, "chain"), []).append(
                _in_order(value, list(links))
            )


def _own(value: object) -> list[tuple[str, object]]:
    return list(vars(value).items())


def _nodes(first: object) -> list[object]:
    """List an object and those of its type that it leads to."""
    found = [first]
    known = {id(first)}
    for node in found:
        for _, value in _own(node):
            if type(value) is type(first) and id(value) not in known and len(found) < _MOST:
                known.add(id(value))
                found.append(value)
    return found


def _in_order(first: object, links: list[str]) -> list[object]:
    """List what the nodes of a chain or a tree hold, what is left of a node before it."""
    found: list[object] = []
    known: set[int] = set()
    pending: list[tuple[object, bool]] = [(first, False)]
    while pending and len(found) < _MOST:
        node, entered = pending.pop()
        if entered:
            plain = (v for n, v in _own(node) if n not in links and isinstance(v, _DATA))
            found.append(next(plain, None))
        elif type(node) is type(first) and id(node) not in known:
            known.add(id(node))
            before, after = [getattr(node, name, None) for name in links[:-1]], links[-1]
            pending.append((getattr(node, after, None), False))
            pending.append((node, True))
            pending.extend((child, False) for child in before)
    return found


@dataclass(frozen=True)
class _Each:
    """A rule that everything at one place keeps on its own."""

    path: Path
    check: _Check

    def __call__(self, call: _Call) -> bool:
        found = (self.check(each) for each in call.get(self.path, ()))
        return all(each is None or each[1] for each in found)


@dataclass(frozen=True)
class _Among:
    """A rule that everything at one place is made of the same few things."""

    path: Path
    known: frozenset[object]
    parts: Callable[[object], Iterator[object]]

    def __call__(self, call: _Call) -> bool:
        found = call.get(self.path, ())
        return all(part in self.known for each in found for part in self.parts(each))


@dataclass(frozen=True)
class _Below:
    """A rule that numbers at one place are smaller than a size in the same call."""

    path: Path
    size: Path
    more: int  # 1 if they may be as large

    def __call__(self, call: _Call) -> bool:
        return _within(call, self.path, self.size, self.more)


def _ordered(value: object) -> tuple[int, bool] | None:
    """Say whether a list is in rising order; it counts as many neighbours as differ."""
    return _neighbours(value, lambda one, two: bool(one <= two))


def _falling(value: object) -> tuple[int, bool] | None:
    return _neighbours(value, lambda one, two: bool(one >= two))


def _neighbours(value: object, kept: Callable[[Any, Any], bool]) -> tuple[int, bool] | None:
    if not isinstance(value, (list, tuple)) or len(value) < 2 or not _alike(value):
        return None
    pairs = list(zip(value, value[1:]))
    differing = sum(1 for one, two in pairs if one != two)
    return differing, all(kept(one, two) for one, two in pairs)


def _alike(value: Sequence[object]) -> bool:
    """Say whether items can be compared with one another."""
    kinds = {type(item) for item in value}
    if kinds <= {int, float} or kinds == {str}:
        return True
    inner = kinds in ({list}, {tuple})
    return inner and all(item and {type(x) for x in item} <= {int, float} for item in _lists(value))


def _lists(value: Sequence[object]) -> Iterator[Sequence[object]]:
    return (item for item in value if isinstance(item, (list, tuple)))


def _distinct(value: object) -> tuple[int, bool] | None:
    if not isinstance(value, (list, tuple)) or len(value) < 2:
        return None
    if not all(isinstance(item, (int, float, str)) for item in value):
        return None
    return len(value) * (len(value) - 1) // 2, len(set(value)) == len(value)


def _rectangular(value: object) -> tuple[int, bool] | None:
    """Say whether all lists in a list are equally long."""
    if not isinstance(value, (list, tuple)) or len(value) < 2:
        return None
    if not all(isinstance(item, (list, tuple, str)) for item in value):
        return None
    return len(value), len({len(item) for item in value}) == 1


def _not_negative(value: object) -> tuple[int, bool] | None:
    return (1, value >= 0) if isinstance(value, (int, float)) else None


def _positive(value: object) -> tuple[int, bool] | None:
    return (1, value > 0) if isinstance(value, (int, float)) else None


_CHECKS: tuple[tuple[_Check, int], ...] = (
    (_ordered, _ORDERED),
    (_falling, _ORDERED),
    (_distinct, _DISTINCT),
    (_rectangular, _RECORDS),
    (_not_negative, _SIGNED),
    (_positive, 2 * _SIGNED),
)


def _shared(path: Path, seen: Sequence[_Call]) -> Iterator[Rule]:
    """Yield the rules that rest on all values of one place: lengths, few values, alphabets."""
    values = [each for call in seen for each in call.get(path, ())]
    lists = [each for each in values if isinstance(each, (list, tuple))]
    lengths = {len(each) for each in lists}
    if len(path) > 1 and len(lists) == len(values) >= _RECORDS and len(lengths) == 1:
        yield _Among(path, frozenset(lengths), _length)
    if path == _SHARED and not any(values):
        yield _Among(path, frozenset({0}), _itself)
    scalars = [each for each in values if isinstance(each, (int, str)) and len(path) > 1]
    if len(scalars) == len(values) >= _VALUES and len(set(scalars)) <= _FEW:
        yield _Among(path, frozenset(scalars), _itself)
    texts = [each for each in values if isinstance(each, str)]
    letters = frozenset("".join(texts))
    if len(texts) == len(values) and sum(map(len, texts)) >= _LETTERS:
        if len(letters) <= _FEW:
            yield _Among(path, letters, _letters)
        else:
            yield from (_Among(path, kind, _letters) for kind in _CLASSES if letters <= kind)


def _length(value: object) -> Iterator[object]:
    yield len(value) if isinstance(value, (list, tuple)) else -1


def _letters(value: object) -> Iterator[object]:
    yield from value if isinstance(value, str) else ()


def _itself(value: object) -> Iterator[object]:
    yield value


def _below(path: Path, seen: Sequence[_Call]) -> Iterator[Rule]:
    """Yield the sizes below which the numbers of one place stay, and come near to."""
    counted = [each for call in seen for each in call.get(path, ()) if type(each) is int]
    if len(counted) < (_BOUNDED if len(path) > 1 else _SIGNED):
        return
    for size in dict.fromkeys(place for call in seen for place in call if len(place) == 1):
        for more in (0, 1):
            if size != path and _bounds(seen, path, size, more):
                yield _Below(path, size, more)
                break


def _bounds(seen: Sequence[_Call], path: Path, size: Path, more: int) -> bool:
    """Say whether numbers stay below a size in all calls and come up to it in most."""
    tight = sizes = 0
    for call in seen:
        limit = _size(call, size)
        if limit is None or not _within(call, path, size, more):
            return False
        numbers = _numbers(call, path)
        sizes += bool(numbers)
        tight += bool(numbers) and max(numbers) == limit - 1 + more
    return 2 * tight > sizes >= 2


def _within(call: _Call, path: Path, size: Path, more: int) -> bool:
    limit = _size(call, size)
    numbers = _numbers(call, path)
    return limit is not None and all(each < limit + more for each in numbers)


def _numbers(call: _Call, path: Path) -> list[int]:
    return [n for n in call.get(path, ()) if isinstance(n, int) and type(n) is int]


def _size(call: _Call, place: Path) -> int | None:
    value = call.get(place, [None])[0]
    if isinstance(value, (list, tuple, str)):
        return len(value)
    return value if isinstance(value, int) else None
