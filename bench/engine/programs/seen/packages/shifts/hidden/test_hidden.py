import random
from datetime import date, datetime, timedelta
from fractions import Fraction
import math

import pytest

from timesheet.checks import find_overlaps, missing_pauses, short_rests
from timesheet.entries import Entry, EntryError, parse_entry, read_sheet
from timesheet.totals import (Week, by_project, by_tag, format_minutes, round_minutes,
                              week_of, week_report, weekly)


def rand_entries(rng, n, base=date(2024, 3, 4), span=10, longest=400, step=5):
    out = []
    for _ in range(n):
        start = datetime(base.year, base.month, base.day) + timedelta(
            days=rng.randrange(span), minutes=rng.randrange(0, 1440, step))
        length = rng.randrange(step, longest, step)
        pause = rng.choice([0, 0, rng.randrange(0, length)])
        tags = tuple(rng.choice("xyz") for _ in range(rng.randint(0, 3)))
        out.append(Entry(start, start + timedelta(minutes=length), rng.choice("ABC"), pause, tags))
    return out


def test_parse_all_times():
    for a in range(0, 1440, 35):
        for b in range(0, 1441, 45):
            line = "2023-12-31 %d:%02d-%02d:%02d P" % (a // 60, a % 60, b // 60, b % 60)
            length = b - a if b > a else b - a + 1440
            e = parse_entry(line)
            assert e.minutes == length, line
            assert e.start == datetime(2023, 12, 31) + timedelta(minutes=a)
            assert e.day == date(2023, 12, 31)
            assert e.end - e.start == timedelta(minutes=length)


def test_parse_details():
    e = parse_entry("  2024-01-05   9:00  -  10:00  (5)  #A Big #b project  #A ")
    assert (e.project, e.tags, e.pause, e.minutes) == ("Big project", ("a", "b", "a"), 5, 55)
    assert parse_entry("2024-01-05 9:00-10:00 (59) X").minutes == 1
    assert parse_entry("2024-01-05 9:00-9:00 (60) X").minutes == 1380


@pytest.mark.parametrize("line", [
    "", "2024-01-05", "2024-13-05 9:00-10:00 X", "2023-02-29 9:00-10:00 X",
    "2024-01-05 9:60-10:00 X", "2024-01-05 9:00-25:00 X", "2024-01-05 9:00-24:01 X",
    "2024-01-05 9:00-10:00", "2024-01-05 9:00-10:00 #x #y", "2024-01-05 9:00-10:00 (60) X",
    "2024-01-05 9:00-10:00 (61) X", "2024-01-05 23:00-1:00 (120) X", "9:00-10:00 X",
])
def test_bad_lines(line):
    with pytest.raises(EntryError):
        parse_entry(line)
    if line:
        with pytest.raises(EntryError, match="line 4"):
            read_sheet("; c\n2024-01-05 9:00-10:00 X\n\n" + line)


def test_read_sheet_sorted():
    lines = ["2024-01-%02d %d:00-%d:30 P%d" % (d, h, h, d * h) for d in range(1, 20, 3)
             for h in range(1, 20, 4)]
    want = [parse_entry(l) for l in lines]
    random.Random(1).shuffle(lines)
    assert read_sheet("\n".join(lines)) == want
    assert read_sheet("") == []


def distinct(entries):
    seen, ends, out = set(), set(), []
    for e in entries:
        if e.start not in seen and e.end not in ends:
            seen.add(e.start)
            ends.add(e.end)
            out.append(e)
    return out


def test_random_overlaps():
    rng = random.Random(2)
    for _ in range(300):
        entries = distinct(rand_entries(rng, rng.randint(0, 8), span=1))
        want = []
        for e in sorted(entries, key=lambda e: e.start):
            before = [x for x in entries if x.start < e.start]
            if before:
                top = max(before, key=lambda x: x.end)
                if top.end > e.start:
                    want.append((top, e))
        copy = list(entries)
        assert find_overlaps(entries) == want
        assert entries == copy


def test_random_rests():
    rng = random.Random(3)
    for _ in range(300):
        entries = distinct(rand_entries(rng, rng.randint(0, 9), span=5))
        hours = rng.choice([5, 9, 11, 11])
        days = sorted({e.start.date() for e in entries})
        want = []
        for a, b in zip(days, days[1:]):
            x = max((e for e in entries if e.start.date() == a), key=lambda e: e.end)
            y = min((e for e in entries if e.start.date() == b), key=lambda e: e.start)
            if (y.start - x.end) < timedelta(hours=hours):
                want.append((x, y))
        assert short_rests(entries, hours) == want


def test_rest_boundary():
    s = "2024-03-04 9:00-21:%02d A\n2024-03-05 8:00-9:00 B"
    assert short_rests(read_sheet(s % 0)) == []
    assert len(short_rests(read_sheet(s % 1))) == 1


def test_random_pauses():
    rng = random.Random(4)
    for _ in range(300):
        entries = []
        want = []
        for d in range(1, 6):
            t = datetime(2024, 3, d, 6)
            worked = pause = 0
            for i in range(rng.randint(0, 4)):
                if i:
                    gap = rng.choice([0, 5, 10, 15, 30])
                    t += timedelta(minutes=gap)
                    pause += gap
                length = rng.randrange(60, 240, 15)
                p = rng.choice([0, 0, 5, 15, 30])
                entries.append(Entry(t, t + timedelta(minutes=length), "P", p))
                worked += length - p
                pause += p
                t += timedelta(minutes=length)
            if worked > 360 and pause < 30:
                want.append(date(2024, 3, d))
        rng.shuffle(entries)
        assert missing_pauses(entries) == want
    a = read_sheet("2024-03-04 9:00-13:00 A\n2024-03-04 12:00-17:00 B")
    assert missing_pauses(a) == [date(2024, 3, 4)]
    assert missing_pauses(a, after=540) == []
    b = read_sheet("2024-03-04 9:00-10:00 A\n2024-03-04 9:30-13:00 B\n2024-03-04 13:30-16:00 C")
    assert missing_pauses(b) == []
    assert missing_pauses(b, least=31) == [date(2024, 3, 4)]


def test_rounding():
    for step in (1, 2, 5, 6, 10, 15, 30):
        for m in range(0, 400):
            assert round_minutes(m, step) == math.floor(Fraction(m, step) + Fraction(1, 2)) * step
    assert round_minutes(8) == 15


def test_format():
    for m in range(0, 5000, 7):
        assert format_minutes(m) == "%d:%02d" % (m // 60, m % 60)
        if m:
            assert format_minutes(-m) == "-%d:%02d" % (m // 60, m % 60)


def test_week_of():
    for day, name in [((2024, 12, 29), "2024-W52"), ((2024, 12, 30), "2025-W01"),
                      ((2025, 1, 1), "2025-W01"), ((2021, 1, 3), "2020-W53"),
                      ((2021, 1, 4), "2021-W01"), ((2023, 1, 1), "2022-W52"),
                      ((2024, 2, 26), "2024-W09")]:
        assert week_of(date(*day)) == name


def test_random_totals():
    rng = random.Random(6)
    for _ in range(200):
        entries = rand_entries(rng, rng.randint(0, 12), date(2024, 12, rng.randint(15, 31)), 25,
                               900, rng.choice([1, 5]))
        step = rng.choice([5, 6, 10, 15, 30])
        want = {}
        for p in {e.project for e in entries}:
            want[p] = 0
            for d in {e.day for e in entries}:
                m = sum(e.minutes for e in entries if e.project == p and e.day == d)
                want[p] += math.floor(Fraction(m, step) + Fraction(1, 2)) * step
        got = by_project(entries, step)
        assert dict(got) == want and len(got) == len(want)
        assert got == sorted(got, key=lambda x: (-x[1], x[0]))
        tags = {t for e in entries for t in e.tags}
        assert dict(by_tag(entries)) == {
            t: sum(e.minutes for e in entries if t in e.tags) for t in tags}

        due, carry, limit = rng.choice([500, 2400]), rng.randint(-90, 90), rng.choice([300, 600])
        mondays = sorted({e.day - timedelta(days=e.day.weekday()) for e in entries})
        weeks, balance = [], carry
        for monday in mondays:
            days = [sum(e.minutes for e in entries if e.day == monday + timedelta(days=i))
                    for i in range(7)]
            balance += sum(days) - due
            iso = monday.isocalendar()
            weeks.append(Week("%d-W%02d" % (iso[0], iso[1]), sum(days),
                              sum(d - limit for d in days if d > limit), balance))
        before = list(entries)
        assert weekly(entries, due, carry, limit) == weeks
        assert entries == before
        if limit == 600:
            assert weekly(entries, due, carry) == weeks
        lines = week_report(entries, due, carry)
        assert [l.split() for l in lines] == [
            [w.name, format_minutes(w.worked), format_minutes(w.balance)] for w in weeks]


def test_defaults():
    e = read_sheet("2024-03-04 8:00-19:00 X")
    assert weekly(e) == [Week("2024-W10", 660, 60, -1740)]
    assert week_report(e) == ["2024-W10  11:00  -29:00"]
    assert by_project(read_sheet("2024-03-04 8:00-8:08 X")) == [("X", 15)]
    assert weekly([]) == [] and by_project([]) == [] and by_tag([]) == {}
