from datetime import date, datetime

import pytest

from agenda import Agenda, Event, Repeat

FIRST = datetime(2024, 1, 31, 9)
FAR = datetime(2025, 1, 1)


def days(repeat, first=FIRST, before=FAR):
    return [s.strftime("%m-%d") for s in repeat.starts(first, before)]


def test_daily():
    assert days(Repeat("day", count=3)) == ["01-31", "02-01", "02-02"]
    assert days(Repeat("day", step=3, count=3)) == ["01-31", "02-03", "02-06"]


def test_weekly():
    assert days(Repeat("week", step=2, until=date(2024, 2, 28))) == ["01-31", "02-14", "02-28"]


def test_monthly():
    assert days(Repeat("month", count=4)) == ["01-31", "02-29", "03-31", "04-30"]
    assert days(Repeat("month", step=6)) == ["01-31", "07-31"]


def test_skip():
    skip = frozenset({date(2024, 2, 1)})
    assert days(Repeat("day", count=3, skip=skip)) == ["01-31", "02-02"]


def test_bad():
    with pytest.raises(ValueError):
        Repeat("year")
    with pytest.raises(ValueError):
        Repeat("day", step=0)


def test_in_the_agenda():
    a = Agenda()
    a.add(Event("standup", FIRST, FIRST.replace(hour=10), Repeat("week")))
    found = a.between(datetime(2024, 2, 5), datetime(2024, 2, 20))
    assert [e.start.day for e in found] == [7, 14]
    assert all(e.repeat is None for e in found)
