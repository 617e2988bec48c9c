"""What a result has to do with the arguments: statements of which some always hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice
from operator import ne
from typing import Any

_MOST = 200  # items of a result or an argument that are looked at
_MOST_LETTERS = 1_000  # of a text
_DEEPEST = 6
_PLAIN = (int, float, str, type(None))

Fact = Callable[[Any, Any], bool]


def facts(values: Mapping[str, object], result: object) -> dict[str, bool]:
    """Say of each statement that fits the types whether it holds.

    Statements name the argument that they are about: `items from xs`, `no more than n`.
    """
    found: dict[str, bool] = {}
    kind, own = _seen(result)
    for words, holds in _ALONE.get(kind, {}).items():
        found[words] = holds(own, None)
    for name, value in values.items():
        other, given = _seen(value)
        for words, holds in _TOGETHER.get((kind, other), {}).items():
            found[f"{words} {name}"] = holds(own, given)
    return found


def _seen(value: object) -> tuple[str, Any]:
    """Name what a value is among what statements are about, and give it as they want it."""
    if isinstance(value, bool):
        return "truth", value
    if isinstance(value, (int, float)):
        return "number", value
    if isinstance(value, str):
        return "text" if len(value) <= _MOST_LETTERS else "", list(value[:_MOST_LETTERS])
    if isinstance(value, (set, frozenset, dict)) and len(value) <= _MOST:
        value = sorted(value, key=repr)
    if isinstance(value, (list, tuple)):
        flat = list(islice(_flat(value, _DEEPEST), _MOST + 1))
        if len(flat) <= _MOST and all(isinstance(item, _PLAIN) for item in flat):
            numbers = flat and all(_seen(item)[0] == "number" for item in flat)
            return ("numbers" if numbers else "items"), list(value)
    return "", value


def _flat(value: object, depth: int) -> Iterator[object]:
    """Give what lists within lists hold."""
    if isinstance(value, (list, tuple)) and depth:
        for item in value:
            yield from _flat(item, depth - 1)
    else:
        yield value


def _all(value: Sequence[object]) -> list[Any]:
    return list(_flat(value, _DEEPEST))


def _bag(value: Sequence[object]) -> Counter[str]:
    return Counter(map(repr, _flat(value, _DEEPEST)))


def _joined(letters: Sequence[str]) -> str:
    return "".join(letters)


def _rows(value: Sequence[object]) -> list[list[object]]:
    return [list(row) for row in value if isinstance(row, (list, tuple))]


def _rises(row: Sequence[object]) -> bool:
    written = list(map(repr, row))
    return written == sorted(written)


def _from(result: Sequence[object], given: Sequence[object]) -> bool:
    return _bag(result).keys() <= _bag(given).keys()


def _as_often(result: Sequence[object], given: Sequence[object]) -> bool:
    return not _bag(result) - _bag(given)


def _same_items(result: Sequence[object], given: Sequence[object]) -> bool:
    return _bag(result) == _bag(given)


def _in_order(result: Sequence[object], given: Sequence[object]) -> bool:
    rest = iter(given)
    return all(item in rest for item in result)


def _at(place: int, result: Sequence[object], given: Sequence[object]) -> bool:
    return not result or not given or result[place] == given[place]


_LENGTHS: dict[str, Fact] = {
    "as many as": lambda result, given: len(result) == len(given),
    "no more items than": lambda result, given: len(result) <= len(given),
    "no fewer items than": lambda result, given: len(result) >= len(given),
}
_ITEMS_OF: dict[str, Fact] = {
    **_LENGTHS,
    "items from": _from,
    "items as often as in": _as_often,
    "the items of": _same_items,
    "in the order of": _in_order,
    "beginning like": partial(_at, 0),
    "ending like": partial(_at, -1),
}
_ITEMS: dict[str, Fact] = {
    "not empty": lambda result, _: bool(result),
    "none twice": lambda result, _: len(set(map(repr, result))) == len(result),
    "rows of one length": lambda result, _: len({len(row) for row in _rows(result)}) < 2,
    "rows in order": lambda result, _: all(map(_rises, _rows(result))),
}
_NUMBERS: dict[str, Fact] = {
    **_ITEMS,
    "rising": lambda result, _: _all(result) == sorted(_all(result)),
    "falling": lambda result, _: _all(result) == sorted(_all(result), reverse=True),
    "none below zero": lambda result, _: min(_all(result)) >= 0,
}
_TEXT: dict[str, Fact] = {
    "not empty": lambda result, _: bool(result),
    "in lower case": lambda result, _: _joined(result) == _joined(result).lower(),
    "in upper case": lambda result, _: _joined(result) == _joined(result).upper(),
    "without blanks around": lambda result, _: _joined(result) == _joined(result).strip(),
    "of letters and digits": lambda result, _: not result or _joined(result).isalnum(),
    "of digits": lambda result, _: not result or _joined(result).isdigit(),
    "no letter twice in a row": lambda result, _: all(map(ne, result, result[1:])),
}
_COUNTED: dict[str, Fact] = {
    "as many as": lambda result, given: len(result) == given,
    "no more items than": lambda result, given: len(result) <= given,
}
_NUMBER_OF: dict[str, Fact] = {
    "no more than the items of": lambda result, given: result <= len(given)
}
_ALONE: dict[str, dict[str, Fact]] = {
    "number": {
        "above zero": lambda result, _: result > 0,
        "not below zero": lambda result, _: result >= 0,
    },
    "text": _TEXT,
    "items": _ITEMS,
    "numbers": _NUMBERS,
}
_TOGETHER: dict[tuple[str, str], dict[str, Fact]] = {
    ("number", "number"): {
        "no more than": lambda result, given: result <= given,
        "no less than": lambda result, given: result >= given,
        "a multiple of": lambda result, given: given != 0 and result % given == 0,
        "a divisor of": lambda result, given: result != 0 and given % result == 0,
    },
    ("number", "text"): _NUMBER_OF,
    ("number", "items"): _NUMBER_OF,
    ("number", "numbers"): {
        **_NUMBER_OF,
        "one of": lambda result, given: result in _all(given),
        "no more than the greatest of": lambda result, given: result <= max(_all(given)),
        "no less than the least of": lambda result, given: result >= min(_all(given)),
        "no more than the sum of": lambda result, given: result <= sum(map(abs, _all(given))),
    },
    ("text", "text"): _ITEMS_OF,
    ("text", "number"): _COUNTED,
    ("text", "items"): {
        "letters from": lambda result, given: set(result) <= set(chain(*map(str, _all(given))))
    },
    ("numbers", "number"): {
        **_COUNTED,
        "adding up to": lambda result, given: sum(_all(result)) == given,
        "none greater than": lambda result, given: max(_all(result)) <= given,
    },
    ("items", "number"): _COUNTED,
    ("items", "text"): {
        "parts of": lambda result, given: all(str(e) in _joined(given) for e in _all(result)),
        "joined to": lambda result, given: "".join(map(str, _all(result))) == _joined(given),
    },
    **{(one, two): _ITEMS_OF for one in ("items", "numbers") for two in ("items", "numbers")},
}
