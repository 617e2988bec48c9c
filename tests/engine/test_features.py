"""Wishes for new behaviour, told from reports of what is wrong."""

from __future__ import annotations

import pytest

from quire.engine.answerer import works_of
from quire.engine.features import is_new, may_be_new

REPAIRS = (("repair",), ("reproduce",))


@pytest.mark.parametrize(
    "order",
    [
        "retry failed requests up to 5 times",
        "handle empty input gracefully",
        "make the parser ignore comments",
        "the CLI should exit 2 when the file is missing",
        "log a warning when the config file is not found",
        "users should be able to pass several files at once",
        "notify the admin when a payment fails",
        "catch connection errors and try again",
        "cache the results of fetch_rates for ten minutes",
        "warn the user if the disk is nearly full",
    ],
)
def test_a_wish_is_beyond_at_once(order: str) -> None:
    assert works_of(order) == ("beyond",)


@pytest.mark.parametrize(
    "order",
    [
        "the report should be sorted by date, newest first",
        "raise a ValueError when the quantity is negative",
        "return an empty list instead of None from find_all",
        "connection errors should not stop the whole import",
        "the config should be reloaded on SIGHUP",
    ],
)
def test_what_may_be_a_wish_is_one_where_no_test_fails(order: str) -> None:
    assert works_of(order) in REPAIRS
    assert may_be_new(order)
    assert not is_new(order)


@pytest.mark.parametrize(
    "order",
    [
        "total should return 3 but returns 4",
        "crashes on empty input",
        "the cache never expires",
        "when the list is empty, average divides by zero",
        "the API returns 500 for unknown ids, it must be 404",
        "the cache returns stale values",
        "validate accepts invalid emails",
        "save overwrites existing files but should ask",
        "retry never stops",
        "log shows the wrong time",
        "backups are overwritten",
        "negative quantities are accepted, they should be rejected",
        "find_all should return an empty list, it returns None",
        "is_valid('') gives True, should be False",
        "retry failed requests: test_retry fails",
    ],
)
def test_a_report_is_repaired(order: str) -> None:
    assert works_of(order) in REPAIRS
    assert not may_be_new(order)
    assert not is_new(order)
