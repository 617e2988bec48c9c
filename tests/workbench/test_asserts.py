"""A test that fails at a later assert is nearer to passing."""

from __future__ import annotations

import pytest

from quire.workbench.asserts import got_past
from quire.workbench.distance import Look, further


def test_three(value: int = 3) -> None:
    assert value >= 0
    word = "a" * value
    assert len(word) == value or word
    assert value == 3, word  # fmt: skip


def failing(value: int) -> tuple[int, int]:
    """Return how far the test of three asserts gets with a value."""
    with pytest.raises(AssertionError) as raised:
        test_three(value)
    return got_past(raised.tb)


def test_asserts_before_the_one_that_failed_are_counted() -> None:
    assert failing(-1) == (0, 3)
    assert failing(2) == (2, 3)


def test_what_has_no_asserts_to_count_is_one_step() -> None:
    try:
        int("no number")
    except ValueError as error:
        trace = error.__traceback__
    assert trace is not None
    assert got_past(trace.tb_next) == got_past(None) == (0, 1)


def test_a_later_wrong_value_is_nearer_than_any_earlier_one() -> None:
    first, second = (further(Look(False, far), past, 2, wrong=True)
                     for far, past in ((0.1, 0), (0.9, 1)))  # fmt: skip
    assert second.distance < first.distance
    assert second.reach > first.reach
    assert (first.left, second.left) == (2, 1)


def test_a_later_error_is_nearer_and_an_error_stays_one() -> None:
    first, second = (further(Look(False, 1.3), past, 3, wrong=False) for past in (0, 2))
    assert 1.0 < second.distance < first.distance == 1.3


def test_a_single_assert_changes_nothing() -> None:
    assert further(Look(False, 0.4), 0, 1, wrong=True) == Look(False, 0.4)
