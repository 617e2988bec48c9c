"""What stands around an order: courtesy, reasons, and clauses that ask for no work."""

from __future__ import annotations

import pytest

from quire.engine.asides import beginnings, is_aside, with_context


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("please could you set it up", ("set it up",)),
        ("For m.py, please write tests", ("For m.py, please write tests", "write tests")),
        ("I need a parser, write tests", ("I need a parser, write tests",)),
    ],
)
def test_an_order_begins_behind_courtesy_and_reasons(text: str, expected: tuple[str, ...]) -> None:
    assert beginnings(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There are no tests for a.py yet.", True),
        ("Make sure they pass.", True),
        ("Don't change the code.", True),
        ("tests/test_a.py is empty.", True),
        ("Rename foo to bar.", False),
        ("f('x') returns None instead of 1.", False),
        ("Why does it fail?", False),
    ],
)
def test_an_aside_asks_for_no_work(text: str, expected: bool) -> None:
    assert is_aside(text) is expected


def test_a_later_clause_counts_where_all_others_are_asides() -> None:
    first, second = "We are new here.", "Set it up."
    assert list(with_context(f"{first} {second}")) == [(first, second), (second, first)]
    assert [clause for clause, _ in with_context("Fix the bug. Set it up.")] == ["Fix the bug."]
