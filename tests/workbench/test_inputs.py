"""Values are described by their content: as far as they reach, and in bounded space."""

from __future__ import annotations

from dataclasses import dataclass

from quire.workbench.inputs import digest


@dataclass
class Node:
    value: int
    next: Node | None = None
    other: Node | None = None


def chain(*values: int) -> Node | None:
    first: Node | None = None
    for value in reversed(values):
        first = Node(value, first)
    return first


def test_chains_that_differ_at_their_end_are_told_apart() -> None:
    assert digest(chain(*range(30))) == digest(chain(*range(30)))
    assert digest(chain(*range(30), 1)) != digest(chain(*range(30), 2))
    assert digest(chain(*range(30))) != digest(chain(*range(29)))


def test_a_chain_that_bites_its_tail_is_told_once() -> None:
    node = Node(1)
    node.next = Node(2, node)
    assert digest(node).count("int:2") == 1


def test_what_is_reached_in_many_ways_stays_short() -> None:
    node = Node(0)
    for value in range(1, 60):
        node = Node(value, node, node)
    assert len(digest(node)) < 50_000


def test_sets_are_told_in_one_order() -> None:
    assert digest({"b", "a", "c"}) == digest({"c", "b", "a"})
