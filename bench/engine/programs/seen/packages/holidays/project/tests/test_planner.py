from datetime import date, datetime

import pytest

from cronplan import Calendar, Planner

CALENDAR = Calendar([date(2024, 5, 1), date(2024, 5, 20)])


def test_business_days():
    assert not CALENDAR.is_business_day(date(2024, 5, 1))
    assert CALENDAR.is_business_day(date(2024, 5, 2))
    assert CALENDAR.roll_forward(date(2024, 5, 18)) == date(2024, 5, 21)


def test_add_business_days():
    assert CALENDAR.add_business_days(date(2024, 4, 30), 1) == date(2024, 5, 2)
    assert CALENDAR.add_business_days(date(2024, 5, 21), -2) == date(2024, 5, 16)
    assert CALENDAR.add_business_days(date(2024, 5, 4), 0) == date(2024, 5, 6)


def test_business_days_between():
    assert CALENDAR.business_days_between(date(2024, 4, 29), date(2024, 5, 6)) == 4
    assert CALENDAR.business_days_between(date(2024, 5, 6), date(2024, 4, 29)) == -4


def make_planner():
    planner = Planner(CALENDAR)
    planner.load(
        """
        # name | when | policy
        backup | 0 3 * * *
        report | 0 8 * * fri,sat | next
        mail   | 30 7 20 * *     | skip
        """
    )
    return planner


def test_agenda():
    assert make_planner().agenda(date(2024, 5, 3), date(2024, 5, 4)) == [
        (datetime(2024, 5, 3, 3), "backup"),
        (datetime(2024, 5, 3, 8), "report"),
        (datetime(2024, 5, 4, 3), "backup"),
    ]


def test_moved_to_next_business_day():
    planner = make_planner()
    assert planner.runs_on("report", date(2024, 5, 4)) == []
    assert planner.runs_on("report", date(2024, 5, 6)) == [datetime(2024, 5, 6, 8)]
    assert planner.next_run("report", datetime(2024, 5, 3, 8)) == datetime(2024, 5, 6, 8)


def test_skipped_on_holiday():
    assert make_planner().next_run("mail", datetime(2024, 5, 1)) == datetime(2024, 6, 20, 7, 30)


def test_pause():
    planner = make_planner()
    planner.pause("backup")
    assert planner.next_run("backup", datetime(2024, 5, 1)) is None
    planner.resume("backup")
    assert planner.next_run("backup", datetime(2024, 5, 1)) == datetime(2024, 5, 1, 3)


def test_bad_jobs():
    planner = make_planner()
    with pytest.raises(ValueError):
        planner.add("backup", "0 4 * * *")
    with pytest.raises(ValueError):
        planner.add("other", "0 4 * * *", "later")
