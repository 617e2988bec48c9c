import calendar
import random
from datetime import date, datetime, timedelta

import pytest

from agenda import Agenda, Event, Repeat
from agenda.repeat import add_months
from agenda.text import day_plan, format_duration, parse_duration

B = datetime(2024, 5, 6)
H = timedelta(hours=1)


def oracle(first, every, step, count, until, skip, before):
    out, n = [], 0
    while n < 400:
        if count is not None and n >= count:
            break
        if every == "month":
            y, m = first.year, first.month + n * step
            while m > 12:
                y, m = y + 1, m - 12
            w = first.replace(year=y, month=m, day=min(first.day, calendar.monthrange(y, m)[1]))
        else:
            w = first + timedelta(days=n * step * (1 if every == "day" else 7))
        if w >= before or (until and w.date() > until):
            break
        if w.date() not in skip:
            out.append(w)
        n += 1
    return out


def test_starts_random():
    rng = random.Random(2)
    for _ in range(400):
        first = datetime(2023, 1, 1, 10) + timedelta(days=rng.randrange(400))
        if rng.random() < 0.4:
            first = first.replace(month=1, day=rng.choice([28, 29, 30, 31]))
        every, step = rng.choice(["day", "week", "month"]), rng.randint(1, 4)
        count = rng.choice([None, None, 0, 1, 5])
        before = first + timedelta(days=rng.randrange(0, 200), hours=rng.choice([0, 1]))
        pool = oracle(first, every, step, None, None, (), first + timedelta(days=250))
        until = rng.choice([None, rng.choice(pool).date(), first.date() + timedelta(days=rng.randrange(-1, 60))])
        skip = frozenset(w.date() for w in pool if rng.random() < 0.15)
        got = list(Repeat(every, step, count, until, skip).starts(first, before))
        assert got == oracle(first, every, step, count, until, skip, before)


def test_nth_and_months():
    f = datetime(2023, 10, 31, 8, 30)
    r = Repeat("month")
    assert [r.nth(f, n).strftime("%Y-%m-%d %H:%M") for n in range(7)] == [
        "2023-10-31 08:30", "2023-11-30 08:30", "2023-12-31 08:30", "2024-01-31 08:30", "2024-02-29 08:30", "2024-03-31 08:30", "2024-04-30 08:30"]
    assert add_months(f, 2) == datetime(2023, 12, 31, 8, 30)
    assert add_months(datetime(2024, 12, 1), 1) == datetime(2025, 1, 1)
    assert add_months(f, 0) == f


def test_until_inclusive():
    for every, d in (("day", 1), ("week", 7)):
        u = B.date() + timedelta(days=3 * d)
        assert len(list(Repeat(every, until=u).starts(B + 20 * H, B + timedelta(days=99)))) == 4
    assert list(Repeat("day", until=B.date()).starts(B, B + 99 * H)) == [B]
    assert list(Repeat("day").starts(B, B)) == []


def test_overlaps_table():
    e = Event("e", B + 4 * H, B + 6 * H)
    for s in range(10):
        for t in range(s + 1, 11):
            assert e.overlaps(B + s * H, B + t * H) is bool(set(range(s, t)) & {4, 5})


def rand_book(rng):
    a, evs = Agenda(), []
    for i in range(rng.randrange(7)):
        s = rng.randrange(24)
        people = frozenset(p for p in "xyz" if rng.random() < 0.4)
        e = Event(f"t{rng.randrange(5)}", B + s * H, B + (s + rng.randint(1, 8)) * H, people=people)
        a.add(e)
        evs.append(e)
    return a, evs


def hours(e):
    return set(range(int((e.start - B) / H), int((e.end - B) / H)))


def test_book_random():
    rng = random.Random(4)
    for _ in range(400):
        a, evs = rand_book(rng)
        s = rng.randrange(24)
        t = s + rng.randint(1, 12)
        hit = [e for e in evs if hours(e) & set(range(s, t))]
        key = lambda e: (e.start, e.title)
        got = a.between(B + s * H, B + t * H)
        assert [key(e) for e in got] == sorted(map(key, hit))
        busy = set().union(*map(hours, evs)) if evs else set()
        gaps, cur = [], None
        for h in range(s, t + 1):
            free = h < t and h not in busy
            if free and cur is None:
                cur = h
            if not free and cur is not None:
                gaps.append((cur, h))
                cur = None
        n = rng.randint(0, 3)
        want = [(B + x * H, B + y * H) for x, y in gaps if y - x >= n]
        assert a.free(B + s * H, B + t * H, n * H) == want
        if n == 0:
            assert a.free(B + s * H, B + t * H) == want
        new = Event("new", B + s * H, B + t * H, people=frozenset(p for p in "xyz" if rng.random() < 0.4))
        clash = [e for e in hit if not e.people or not new.people or e.people & new.people]
        assert sorted(map(key, a.conflicts(new))) == sorted(map(key, clash))


def test_on_days():
    a = Agenda()
    a.add(Event("late", B + 20 * H, B + 24 * H))
    a.add(Event("night", B + 22 * H, B + 26 * H))
    a.add(Event("long", B - 24 * H, B + 72 * H))
    t = lambda d: [e.title for e in a.on(date(2024, 5, d))]
    assert [t(d) for d in (4, 5, 6, 7, 8, 9)] == [[], ["long"], ["long", "late", "night"], ["long", "night"], ["long"], []]


def test_repeated_instances():
    a = Agenda()
    n = a.add(Event("r", B + 22 * H, B + 25 * H, Repeat("day", count=3), people=frozenset("x")))
    got = a.between(B, B + 200 * H)
    assert [(e.start - B) / H for e in got] == [22, 46, 70]
    assert all(e.length == 3 * H and e.repeat is None and e.people == {"x"} for e in got)
    assert len(a.on(date(2024, 5, 7))) == 2 and len(a.on(date(2024, 5, 9))) == 1 and a.on(date(2024, 5, 10)) == []
    a.move(n, B + 5 * H)
    assert [(e.start - B) / H for e in a.between(B, B + 200 * H)] == [5, 29, 53]


def test_reminders():
    a = Agenda()
    a.add(Event("none", B, B + H))
    a.add(Event("b", B + 10 * H, B + 11 * H, lead=2 * H))
    a.add(Event("d", B + 9 * H, B + 10 * H, Repeat("day", count=3), lead=timedelta(hours=30)))
    a.add(Event("a", B + 8 * H, B + 9 * H, lead=timedelta(0)))
    assert a.reminders(B, 12 * H) == [(B + 3 * H, "d"), (B + 8 * H, "a"), (B + 8 * H, "b")]
    assert a.reminders(B - 24 * H, 100 * H) == [(B - 21 * H, "d"), (B + 3 * H, "d"), (B + 8 * H, "a"), (B + 8 * H, "b"), (B + 27 * H, "d")]
    assert a.reminders(B + 8 * H, H) == [(B + 8 * H, "a"), (B + 8 * H, "b")]
    assert a.reminders(B + 7 * H, H) == [] and a.reminders(B + 9 * H, H) == []
    e = Event("x", B, B + H, lead=H)
    assert e.reminder() == B - H and Event("x", B, B + H).reminder() is None


def test_event_basics():
    for end in (B, B - H):
        with pytest.raises(ValueError):
            Event("x", B, end)
    e = Event("x", B, B + H, Repeat("day"), H, frozenset("q"))
    f = e.at(B + 5 * H)
    assert (f.start, f.end, f.repeat, f.lead, f.people, f.title) == (B + 5 * H, B + 6 * H, None, H, {"q"}, "x")
    a = Agenda()
    x, y = a.add(e), a.add(e)
    assert x != y and a.remove(x) is e
    assert a.add(e) not in (x, y)
    for f in (lambda: a.remove(x), lambda: a.move(x, B)):
        with pytest.raises(KeyError):
            f()


def test_durations():
    for m in list(range(1, 200)) + [1440, 1441, 1500, 2880, 4321]:
        assert parse_duration(format_duration(timedelta(minutes=m))) == timedelta(minutes=m)
    assert format_duration(timedelta(0)) == "0m" and format_duration(timedelta(hours=25, minutes=1)) == "1d1h1m"
    for bad in ("", "5", "m", "1m2h", "x1h"):
        with pytest.raises(ValueError):
            parse_duration(bad)


def test_day_plan():
    a = Agenda()
    a.add(Event("night", B + 22 * H, B + 26 * H))
    a.add(Event("trip", B - 30 * H, B + 90 * H))
    assert day_plan(a, date(2024, 5, 6)) == "Mon 06 May 2024\n  ...-... trip (5d)\n  22:00-... night (4h)"
    assert day_plan(a, date(2024, 5, 7)) == "Tue 07 May 2024\n  ...-... trip (5d)\n  ...-02:00 night (4h)"
