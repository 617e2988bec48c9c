"""Recorded calls that are made again, and what is left out of them."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from types import FunctionType

import pytest

from quire.workbench.behaviour import Probe
from quire.workbench.calling import call_again, plain_defaults
from quire.workbench.source import SourceFile
from quire.workbench.units import units_of


def told(
    a: object,
    b: object = 1,
    /,
    c: object = "x",
    *rest: object,
    d: object = None,
    **more: object,
) -> tuple[object, ...]:
    return a, b, c, rest, d, more


def function(value: object) -> FunctionType:
    """What `def` makes."""
    assert isinstance(value, FunctionType)
    return value


def with_others(function: FunctionType) -> FunctionType:
    """The same function with other default arguments."""
    changed = FunctionType(function.__code__, function.__globals__, None, (2, "y"))
    changed.__kwdefaults__ = {"d": 0}
    return changed


TOLD = function(told)


@pytest.mark.parametrize(
    ("values", "result"),
    [
        ({"a": 5, "b": 1, "c": "x", "d": None}, (5, 2, "y", (), 0, {})),
        ({"a": 5, "b": 7, "c": "x", "d": 3}, (5, 7, "y", (), 3, {})),
        ({"a": 5, "b": 1, "c": "z", "d": None}, (5, 2, "z", (), 0, {})),
        ({"a": 5, "b": True, "c": "x", "d": False}, (5, True, "y", (), False, {})),
        ({"a": 5, "b": 1, "c": "x", "*rest": (8,), "d": None}, (5, 1, "x", (8,), 0, {})),
        ({"a": 5, "b": 1, "c": "x", "**more": {"e": 9}}, (5, 2, "y", (), 0, {"e": 9})),
    ],
)
def test_what_equals_the_default_is_left_out(
    values: dict[str, object], result: tuple[object, ...]
) -> None:
    values = {"*rest": (), "d": None, "**more": {}, **values}
    assert call_again(with_others(TOLD), values, plain_defaults(TOLD)) == result


def test_a_default_that_calls_share_is_always_given() -> None:
    def kept(seen: list[int] = [0]) -> list[int]:  # noqa: B006 - the default that is meant
        return [*seen, 1]

    assert plain_defaults(function(kept)) == {}
    assert call_again(function(kept), {"seen": [5]}, plain_defaults(function(kept))) == [5, 1]


def test_iterators_are_read_and_coroutines_closed() -> None:
    def count(n: int) -> Iterator[int]:
        yield from range(n)

    async def wait() -> None:
        """Nothing."""

    assert call_again(function(count), {"n": 3}) == [0, 1, 2]
    assert call_again(function(count), {"n": 1000}) == list(range(300))
    assert call_again(function(wait), {}) == "coroutine"


def test_half_of_the_made_up_inputs_spell_defaults_out_and_half_leave_them() -> None:
    unit = units_of(SourceFile("m.py", b"def f(a, n=1):\n    return n\n"), {})[0]
    unit.defaults = {"n": 1}
    data = [pickle.dumps({"a": number, "n": 5}) for number in range(40)]
    made = [Probe(unit, each, real=False).arguments() for each in data]
    assert [values["a"] for values, _ in made] == list(range(40))
    assert sum(values["n"] == 5 and not left for values, left in made) in range(10, 31)
    assert all(left == unit.defaults for values, left in made if values["n"] == 1)
    real = [Probe(unit, each, real=True).arguments() for each in data]
    assert all(values["n"] == 5 and left == unit.defaults for values, left in real)
    turned = [Probe(unit, data[0], False, base=each, how="turned").arguments() for each in data]
    assert [left for _, left in turned] == [left for _, left in made]
