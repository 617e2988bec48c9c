from datetime import date

import pytest

from dateranges import DateRange, add_months, add_workdays, age, days_in_month, is_leap, join


@pytest.mark.parametrize("year, leap", [(2024, True), (2023, False), (1900, False), (2000, True)])
def test_is_leap(year, leap):
    assert is_leap(year) is leap


def test_days_in_month():
    assert [days_in_month(2023, m) for m in range(1, 13)] == [
        31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


@pytest.mark.parametrize(
    "day, count, expected",
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 11, 15), 1, date(2024, 12, 15)),
        (date(2024, 11, 30), 3, date(2025, 2, 28)),
        (date(2024, 1, 10), -1, date(2023, 12, 10)),
    ],
)
def test_add_months(day, count, expected):
    assert add_months(day, count) == expected


def test_add_workdays():
    assert add_workdays(date(2024, 3, 1), 1) == date(2024, 3, 4)
    assert add_workdays(date(2024, 3, 28), 2, {date(2024, 3, 29), date(2024, 4, 1)}) == date(2024, 4, 3)
    assert add_workdays(date(2024, 3, 2), 0) == date(2024, 3, 2)


def test_age():
    assert age(date(1990, 6, 15), date(2024, 6, 14)) == 33
    assert age(date(1990, 6, 15), date(2024, 6, 15)) == 34
    assert age(date(1990, 6, 15), date(2024, 7, 1)) == 34


def test_range():
    week = DateRange.parse("2024-02-26..2024-03-03")
    assert len(week) == 7
    assert week.workdays() == 5
    assert week.workdays({date(2024, 3, 1), date(2024, 3, 2)}) == 4
    assert date(2024, 2, 29) in week and date(2024, 3, 3) in week
    assert date(2024, 3, 4) not in week
    assert list(week)[-1] == date(2024, 3, 3)
    assert str(week) == "2024-02-26..2024-03-03"
    assert str(DateRange.parse("2024-05-01")) == "2024-05-01"
    with pytest.raises(ValueError):
        DateRange.parse("2024-05-02..2024-05-01")


def test_overlaps():
    a = DateRange.parse("2024-01-01..2024-01-10")
    assert a.overlaps(DateRange.parse("2024-01-10..2024-02-01"))
    assert DateRange.parse("2024-01-10..2024-02-01").overlaps(a)
    assert not a.overlaps(DateRange.parse("2024-01-11"))


def test_split_by_month():
    parts = list(DateRange.parse("2023-12-20..2024-02-05").split_by_month())
    assert [str(p) for p in parts] == [
        "2023-12-20..2023-12-31", "2024-01-01..2024-01-31", "2024-02-01..2024-02-05"]
    assert parts[1] == DateRange.month(2024, 1)


def test_join():
    ranges = [DateRange.parse(t) for t in
              ("2024-01-05..2024-01-08", "2024-01-01..2024-01-04", "2024-01-06", "2024-01-10")]
    assert [str(r) for r in join(ranges)] == ["2024-01-01..2024-01-08", "2024-01-10"]
