"""Inputs that are made up keep what all recorded calls have in common."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from quire.workbench.domain import learned
from quire.workbench.inputs import inputs
from tests.workbench.test_inputs import Node as Link
from tests.workbench.test_inputs import chain


@dataclass
class Node:
    value: int
    left: Node | None = None
    right: Node | None = None


def tree(values: list[int]) -> Node | None:
    middle = len(values) // 2
    if not values:
        return None
    return Node(values[middle], tree(values[:middle]), tree(values[middle + 1 :]))


def in_order(node: Node | None) -> list[int]:
    return [*in_order(node.left), node.value, *in_order(node.right)] if node else []


def linked(first: Link | None) -> list[int]:
    return [first.value, *linked(first.next)] if first else []


def made(calls: list[dict[str, object]]) -> list[dict[str, Any]]:
    """Give the arguments that are made up beside those of some calls."""
    found = inputs([("test", pickle.dumps(call, 4)) for call in calls], 0)
    return [pickle.loads(data) for data, real in found if not real]


CALLS: dict[str, tuple[list[dict[str, object]], Callable[[Any], bool]]] = {
    "zeros and ones": (
        [{"grid": [[1, 0, 1], [0, 1, 1]]}, {"grid": [[1, 1], [0, 0], [1, 0]]}],
        lambda grid: {cell for row in grid for cell in row} <= {0, 1},
    ),
    "rows of one length": (
        [{"grid": [[1, 5, 7], [0, 9, 1]]}, {"grid": [[4, 1], [2, 8], [3, 6]]}],
        lambda grid: len({len(row) for row in grid}) <= 1,
    ),
    "pairs": (
        [{"pairs": [[1, 4], [2, 9], [5, 3]]}, {"pairs": [[7, 8]]}],
        lambda pairs: all(len(pair) == 2 for pair in pairs),
    ),
    "rising": ([{"a": [1, 3, 4, 8]}, {"a": [2, 5, 6, 9, 11]}], lambda a: a == sorted(a)),
    "places in a list": (
        [{"graph": [[1, 2], [0], [0]]}, {"graph": [[1], [0, 2, 3], [1], [1]]}],
        lambda graph: all(n < len(graph) for row in graph for n in row),
    ),
    "brackets": ([{"s": "(())()"}, {"s": "()()"}], lambda s: set(s) <= {"(", ")"}),
    "small letters": ([{"s": "waterfall"}, {"s": "abc"}], lambda s: not s or s.islower()),
    "a chain in order": (
        [{"a": chain(1, 2, 4, 6)}, {"a": chain(3, 5, 9, 10, 12)}],
        lambda a: linked(a) == sorted(linked(a)),
    ),
    "a search tree": (
        [{"a": tree([1, 2, 4, 7, 8])}, {"a": tree([3, 5, 6])}],
        lambda a: in_order(a) == sorted(in_order(a)),
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_what_all_calls_keep_is_kept(name: str) -> None:
    calls, keeps = CALLS[name]
    values = [value for call in made(calls) for value in call.values()]
    assert len(values) > 20
    assert all(map(keeps, values))


def test_what_a_few_calls_keep_by_chance_is_no_rule() -> None:
    values = [call["a"] for call in made([{"a": [1, 2, 3]}, {"a": [4]}])]
    assert any(value != sorted(value) for value in values)
    assert any(len(value) != len(set(value)) for value in values)


def test_a_number_that_comes_up_to_a_size_stays_below_it() -> None:
    calls = [{"a": [5, 3, 9, 4], "k": 4}, {"a": [1, 7], "k": 2}, {"a": [2, 2, 8], "k": 1},
             {"a": [6], "k": 1}]  # fmt: skip
    domain = learned(calls)
    assert domain.holds({"a": [1, 2, 3], "k": 3})
    assert not domain.holds({"a": [1, 2, 3], "k": 4})


def test_objects_that_no_call_shares_stay_apart() -> None:
    one = Node(1)
    domain = learned([{"a": tree([1, 2, 3])}, {"a": tree([4, 5])}])
    assert domain.holds({"a": Node(2, Node(1), Node(3))})
    assert not domain.holds({"a": Node(2, one, one)})


def test_what_is_in_itself_or_very_deep_has_no_rules() -> None:
    loop: list[object] = [1]
    loop.append(loop)
    deep: list[object] = []
    for _ in range(400):
        deep = [deep]
    known = [("test", pickle.dumps({"a": value}, 4)) for value in (loop, deep)]
    assert [data for data, real in inputs(known, 0) if real] == [data for _, data in known]
