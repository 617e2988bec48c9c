import calendar
import random
from datetime import date, timedelta

import pytest

import dateranges as dr
from dateranges import DateRange

BASE = date(2023, 11, 20)


def day(n):
    return BASE + timedelta(days=n)


def test_calendar():
    for year in list(range(1890, 2110)) + [2200, 2400]:
        assert bool(dr.is_leap(year)) is calendar.isleap(year)
        for month in range(1, 13):
            last = calendar.monthrange(year, month)[1]
            assert dr.days_in_month(year, month) == last
            assert DateRange.month(year, month) == DateRange(date(year, month, 1), date(year, month, last))


def test_add_months():
    for n in range(0, 800, 7):
        start = day(n)
        for count in range(-30, 31):
            year, month = start.year, start.month
            for _ in range(abs(count)):
                month += 1 if count > 0 else -1
                if month in (0, 13):
                    year, month = (year - 1, 12) if month == 0 else (year + 1, 1)
            last = calendar.monthrange(year, month)[1]
            assert dr.add_months(start, count) == date(year, month, min(start.day, last))


def test_workdays():
    rng = random.Random(1)
    for _ in range(300):
        start = day(rng.randrange(60))
        holidays = {day(rng.randrange(90)) for _ in range(6)}
        count = rng.randrange(0, 12)
        later = [start + timedelta(days=i) for i in range(1, 60)]
        good = [d for d in later if d.weekday() < 5 and d not in holidays]
        assert dr.add_workdays(start, count, holidays) == (good[count - 1] if count else start)
        span = DateRange(start, start + timedelta(days=rng.randrange(30)))
        assert span.workdays(holidays) == sum(
            1 for d in [start] + later if d <= span.end and d.weekday() < 5 and d not in holidays)
    assert dr.is_workday(date(2024, 3, 1)) and not dr.is_workday(date(2024, 3, 2))
    assert not dr.is_workday(date(2024, 3, 1), [date(2024, 3, 1)])


def test_age():
    born = date(2000, 3, 15)
    for n in range(0, 3000):
        today = born + timedelta(days=n)
        count = 0
        while date(2000 + count + 1, 3, 15) <= today:
            count += 1
        assert dr.age(born, today) == count


def test_ranges_against_sets():
    rng = random.Random(2)
    for _ in range(300):
        spans = []
        for _ in range(rng.randrange(1, 6)):
            s = rng.randrange(60)
            spans.append(DateRange(day(s), day(s + rng.randrange(0, 45))))
        sets = [set(x) for x in spans]
        for x, y in zip(spans, sets):
            assert len(x) == len(y) == (x.end - x.start).days + 1
            assert list(x) == sorted(y)
            assert x.start - dr.DAY not in x and x.start in x and x.end in x and x.end + dr.DAY not in x
            parts = list(x.split_by_month())
            assert [d for p in parts for d in p] == list(x)
            assert [(p.start.year, p.start.month) for p in parts] == sorted(
                {(d.year, d.month) for d in x})
            assert DateRange.parse(str(x)) == x
            assert str(x) == (x.start.isoformat() if len(y) == 1 else f"{x.start}..{x.end}")
        for x, y in zip(spans, sets):
            assert x.overlaps(spans[0]) is bool(y & sets[0])
            assert spans[0].overlaps(x) is bool(y & sets[0])
        joined = dr.join(spans)
        assert set().union(*map(set, joined)) == set().union(*sets)
        assert all(b.start - a.end > dr.DAY for a, b in zip(joined, joined[1:]))
    assert dr.join([]) == []


def test_parse():
    assert DateRange.parse(" 2024-01-01 .. 2024-01-02 ") == DateRange(date(2024, 1, 1), date(2024, 1, 2))
    for bad in ("2024-01-02..2024-01-01", "x", "2024-01-01..", "..2024-01-01", "2024-13-01"):
        with pytest.raises(ValueError):
            DateRange.parse(bad)
    assert len(DateRange(day(0), day(0))) == 1
