from datetime import date, datetime

import pytest

from cronplan import Cron, CronError, parse_field


def test_simple_fields():
    assert parse_field("5", 0, 59) == {5}
    assert parse_field("1,3,5-7", 0, 59) == {1, 3, 5, 6, 7}
    assert parse_field("*", 1, 4) == {1, 2, 3, 4}


def test_steps():
    assert parse_field("*/20", 0, 59) == {0, 20, 40}
    assert parse_field("10-20/5", 0, 59) == {10, 15, 20}
    assert parse_field("8/6", 0, 23) == {8, 14, 20}


def test_names():
    assert Cron("0 0 * mar,OCT *").months == {3, 10}
    assert Cron("0 0 * * mon-fri").weekdays == {1, 2, 3, 4, 5}


@pytest.mark.parametrize("text", ["60 * * * *", "* * * *", "*/0 * * * *", "9-5 * * * *", "x * * * *"])
def test_bad_expressions(text):
    with pytest.raises(CronError):
        Cron(text)


def test_sunday_has_two_numbers():
    assert Cron("0 0 * * 7").fits_day(date(2024, 6, 2))
    assert Cron("0 0 * * 0").fits_day(date(2024, 6, 2))


def test_day_and_weekday():
    cron = Cron("0 9 13 * fri")
    assert cron.matches(datetime(2024, 6, 13, 9))
    assert cron.matches(datetime(2024, 6, 14, 9))
    assert not cron.matches(datetime(2024, 6, 15, 9))


def test_weekday_only():
    cron = Cron("0 9 * * fri")
    assert cron.matches(datetime(2024, 6, 14, 9))
    assert not cron.matches(datetime(2024, 6, 13, 9))


def test_next_after():
    assert Cron("*/15 * * * *").next_after(datetime(2024, 6, 1, 10, 7)) == datetime(2024, 6, 1, 10, 15)
    assert Cron("30 8 * * *").next_after(datetime(2024, 6, 1, 8, 30)) == datetime(2024, 6, 2, 8, 30)
    assert Cron("0 6 * * mon").next_after(datetime(2024, 6, 1, 17, 45)) == datetime(2024, 6, 3, 6, 0)
    assert Cron("5 0 1 1 *").next_after(datetime(2024, 6, 1)) == datetime(2025, 1, 1, 0, 5)
    assert Cron("0 0 29 2 *").next_after(datetime(2024, 6, 1)) == datetime(2028, 2, 29)


def test_never():
    assert Cron("0 0 30 2 *").next_after(datetime(2024, 6, 1)) is None
