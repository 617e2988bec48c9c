"""How far a failing test is from passing, from the values that its assert compared."""

from __future__ import annotations

import sys
import unittest
import zlib
from dataclasses import dataclass, replace
from typing import Any

from .limits import attempt

RAISED = 1.3  # an exception is farther away than any wrong value
HANGS = 1.6
THROUGH = 0.3  # how far a run gets that raises nothing
_PAST = 0.25  # of a distance, for an error behind all asserts but one
MOST_ITEMS = 40

_compared: list[tuple[Any, Any]] = []


@dataclass(frozen=True)
class Look:
    """One run of one test: None for `passed` if it used up its share."""

    passed: bool | None
    distance: float = 0.0
    mark: int = 0  # equal for runs that failed in the same way
    reach: float = THROUGH  # how far it got before an error
    left: int = 1  # asserts that it did not get past


def watch_asserts() -> None:
    """Remember what failing asserts compare, and stop them from explaining it."""
    rewrite: Any = sys.modules.get("_pytest.assertion.rewrite")
    if rewrite is not None and hasattr(rewrite, "_call_reprcompare"):
        rewrite._saferepr = lambda obj: ""
        rewrite._call_reprcompare = _remember
    case: Any = unittest.TestCase
    plain = case._getAssertEqualityFunc

    def remembered(self: Any, first: Any, second: Any) -> Any:
        _compared[:] = [(first, second)]
        return plain(self, first, second)

    case._getAssertEqualityFunc = remembered


def compared(left: object, right: object) -> None:
    """Remember what a failing test compared."""
    _compared[:] = [(left, right)]


def _remember(ops: object, results: Any, expls: object, each_obj: Any) -> str:
    """Stand in for pytest's explanation of a failed comparison."""
    del ops, expls
    for index, result in enumerate(results):
        if result is not True and index + 1 < len(each_obj):
            _compared[:] = [(each_obj[index], each_obj[index + 1])]
            break
    return ""


def forget() -> None:
    """Begin a new test."""
    _compared.clear()


def judged(error: BaseException | None) -> Look:
    """Turn the end of a test into a look."""
    if error is None:
        return Look(True)
    name = type(error).__name__
    if not isinstance(error, AssertionError) or not _compared:
        far = 1.0 if isinstance(error, AssertionError) else RAISED
        return Look(False, far, zlib.crc32(name.encode()))
    left, right = _compared[0]
    found: list[Look] = []

    def measure() -> None:
        mark = zlib.crc32(repr((left, right))[:600].encode("utf-8", "replace"))
        found.append(Look(False, max(0.01, between(left, right)), mark))

    attempt(measure)
    _compared.clear()
    return found[0] if found else Look(False, 1.0, zlib.crc32(name.encode()))


def further(look: Look, past: int, asserts: int, wrong: bool) -> Look:
    """Count the asserts that a test got past: it is nearer the later it fails.

    Of `wrong` values the distance is the mean over all asserts, those not come to being far away.
    """
    share = past / asserts
    left = asserts - past
    far = (left - 1 + look.distance) / asserts if wrong else look.distance - _PAST * share
    return replace(look, distance=far, reach=look.reach + share, left=left)


def between(left: Any, right: Any, depth: int = 3) -> float:
    """Give a distance from 0 (equal) to 1 (nothing in common) of two values."""
    if left is right or (type(left) is type(right) and left == right):
        return 0.0
    if isinstance(left, (int, float)) and isinstance(right, (int, float)):
        gap = abs(left - right)
        return min(0.9, 0.2 + 0.7 * gap / (1 + gap + min(abs(left), abs(right))))
    if type(left) is not type(right) or depth == 0:
        both = isinstance(left, (list, tuple)) and isinstance(right, (list, tuple))
        return 0.2 + 0.8 * _sequences(list(left), list(right), depth) if both and depth else 1.0
    if isinstance(left, str):
        return 0.1 + 0.8 * _texts(left, right)
    if isinstance(left, (list, tuple)):
        return _sequences(left, right, depth)
    if isinstance(left, (set, frozenset)):
        return 0.1 + 0.9 * (1 - len(left & right) / max(len(left | right), 1))
    if isinstance(left, dict):
        return _dicts(left, right, depth)
    return 0.9


def _texts(left: str, right: str) -> float:
    length = max(len(left), len(right))
    same = 0
    for one, two in zip(left[:200], right[:200]):
        if one != two:
            break
        same += 1
    tail = 0
    limit = min(len(left), len(right)) - same
    while tail < min(limit, 200) and left[-1 - tail] == right[-1 - tail]:
        tail += 1
    return 1 - (same + tail) / length


def _sequences(left: Any, right: Any, depth: int) -> float:
    if len(left) > MOST_ITEMS or len(right) > MOST_ITEMS:
        left, right = left[:MOST_ITEMS], right[:MOST_ITEMS]
    length = max(len(left), len(right))
    if not length:
        return 0.0
    total = float(abs(len(left) - len(right)))
    total += sum(between(one, two, depth - 1) for one, two in zip(left, right))
    return 0.05 + 0.9 * total / length


def _dicts(left: Any, right: Any, depth: int) -> float:
    keys = list(dict.fromkeys([*left, *right]))[:MOST_ITEMS]
    total = 0.0
    for key in keys:
        if key not in left or key not in right:
            total += 1.0
        else:
            total += between(left[key], right[key], depth - 1)
    return 0.05 + 0.9 * total / max(len(keys), 1)
