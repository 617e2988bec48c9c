"""How the result of a call may follow when the arguments are changed all over.

Results are compared as they are told (`inputs.digest`), for values of a project's own types are
only known where its code runs.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from functools import partial

LETTERS = "letters renamed"
_STEP = 7  # by which numbers are moved
_NUMBER = re.compile(r"\b(int|float):(-?[\d.]+(?:e[-+]\d+)?)")
_TEXT = re.compile(r"\bstr:('[^'\\]*'|\"[^\"\\]*\")")
_SIZE = re.compile(r"(?:int|float):(-?[\d.]+)|(?:list|tuple)\[(\d+):")
_TRUTH = {"bool:False": 0.0, "bool:True": 1.0}
_NEXT = str.maketrans(
    string.ascii_letters,
    string.ascii_lowercase[1:] + "a" + string.ascii_uppercase[1:] + "A",
)

Change = Callable[[object], object]
Follows = Callable[[str, str], bool]


def follows(how: str) -> tuple[Follows, ...]:
    """Give what the results of a call and of the changed one may have to do with each other."""
    return next((ways for words, ways in _WAYS.items() if words in how), (_same,))


def renamed(value: object) -> object:
    """Put the next letter for each one of a text."""
    return value.translate(_NEXT) if isinstance(value, str) else value


def _linear(factor: int, step: int, value: object) -> object:
    return factor * value + step if isinstance(value, (int, float)) else value


NUMBERS: dict[str, Change] = {
    "numbers up": partial(_linear, 1, _STEP),
    "numbers down": partial(_linear, 1, -_STEP),
    "numbers doubled": partial(_linear, 2, 0),
    "numbers negated": partial(_linear, -1, 0),
}


def _same(before: str, after: str) -> bool:
    return before == after


def _numbers(change: Change, before: str, after: str) -> bool:
    """Say whether the numbers of a result are changed like those of the arguments."""

    def tell(found: re.Match[str]) -> str:
        if found[1] == "int":
            return f"int:{change(int(found[2]))}"
        return f"float:{change(float(found[2])):.9g}"

    return _NUMBER.sub(tell, before) == after


def _letters(before: str, after: str) -> bool:
    return _TEXT.sub(lambda found: f"str:{renamed(found[1])}", before) == after


def _no_less(before: str, after: str) -> bool:
    one, two = _size(before), _size(after)
    return one is not None and two is not None and one <= two


def _no_more(before: str, after: str) -> bool:
    return _no_less(after, before)


def _size(result: str) -> float | None:
    """Give the number that a result is, or how many items it has."""
    found = _SIZE.match(result)
    return float(found[1] or found[2]) if found else _TRUTH.get(result)


_WAYS: dict[str, tuple[Follows, ...]] = {
    **{how: (_same, partial(_numbers, change)) for how, change in NUMBERS.items()},
    "exchanged": (_same, partial(_numbers, NUMBERS["numbers negated"])),
    LETTERS: (_same, _letters),
    "longer": (_no_less, _no_more),
    "greater": (_no_less, _no_more),
}
