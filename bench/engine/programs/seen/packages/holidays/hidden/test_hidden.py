import random
from datetime import date, datetime, time, timedelta

import pytest

from cronplan import Calendar, Cron, CronError, Planner, parse_field

DAY = timedelta(days=1)


def field_oracle(text, low, high):
    out = set()
    for part in text.split(","):
        span, _, step = part.partition("/")
        n = int(step) if step else 1
        if span == "*":
            a, b = low, high
        elif "-" in span:
            a, b = map(int, span.split("-"))
        else:
            a = int(span)
            b = high if step else a
        out |= {v for v in range(low, high + 1) if a <= v <= b and (v - a) % n == 0}
    return out


def rand_field(rng, low, high, star=0.4):
    if rng.random() < star:
        return "*"
    parts = []
    for _ in range(rng.randint(1, 2)):
        a, b = sorted((rng.randint(low, high), rng.randint(low, high)))
        n = rng.randint(1, 7)
        parts.append(rng.choice([str(a), "%d-%d" % (a, b), "*/%d" % n, "%d/%d" % (a, n), "%d-%d/%d" % (a, b, n)]))
    return ",".join(parts)


def fits(text, d):
    f = text.split()
    if d.month not in field_oracle(f[3], 1, 12):
        return False
    a = d.day in field_oracle(f[2], 1, 31)
    b = (d.weekday() + 1) % 7 in {x % 7 for x in field_oracle(f[4], 0, 7)}
    return (a and b) if "*" in (f[2], f[4]) else (a or b)


def times(text, d):
    if not fits(text, d):
        return []
    f = text.split()
    return [datetime.combine(d, time(h, m)) for h in sorted(field_oracle(f[1], 0, 23))
            for m in sorted(field_oracle(f[0], 0, 59))]


def rand_cron(rng):
    return " ".join([rand_field(rng, 0, 59, 0.1), rand_field(rng, 0, 23, 0.2), rand_field(rng, 1, 31, 0.5),
                     rand_field(rng, 1, 12, 0.6), rand_field(rng, 0, 7, 0.5)])


def test_fields_random():
    rng = random.Random(1)
    for _ in range(500):
        low, high = rng.choice([(0, 59), (0, 23), (1, 31), (1, 12), (0, 7)])
        t = rand_field(rng, low, high, 0.05)
        assert set(parse_field(t, low, high)) == field_oracle(t, low, high)


def test_fields_names():
    names = {"a": 1, "b": 2, "c": 3}
    assert set(parse_field("A-c", 0, 5, names)) == {1, 2, 3}
    assert set(parse_field("b/2,0", 0, 5, names)) == {0, 2, 4}
    assert Cron("0 0 * jan-mar/2 *").months == {1, 3}
    assert Cron("0 0 * * Sun,sat").weekdays == {0, 6}
    assert Cron("0 0 * * 5-7").weekdays == {5, 6, 0}


@pytest.mark.parametrize("t", ["", "-1", "60", "5-", "-", "3-2", "*/0", "*/x", "*/", "1,,2", "a", "1-60", "0/", "1-2-3", "1.5"])
def test_bad_fields(t):
    with pytest.raises(CronError):
        parse_field(t, 0, 59)


@pytest.mark.parametrize("t", ["", "* * * *", "* * * * * *", "* 24 * * *", "* * 0 * *", "* * 32 * *", "* * * 0 *",
                               "* * * 13 *", "* * * * 8", "* * * mon *", "mon * * * *"])
def test_bad_cron(t):
    with pytest.raises(CronError):
        Cron(t)


def test_days_random():
    rng = random.Random(2)
    for _ in range(150):
        t = rand_cron(rng)
        c = Cron(t)
        d = date(2024, 1, 1) + timedelta(rng.randint(0, 900))
        for _ in range(8):
            assert bool(c.fits_day(d)) == fits(t, d)
            if rng.random() < 0.2:
                assert c.times_on(d) == times(t, d)
            m = datetime.combine(d, time(rng.randint(0, 23), rng.randint(0, 59)))
            f = t.split()
            assert bool(c.matches(m)) == (fits(t, d) and m.hour in field_oracle(f[1], 0, 23) and m.minute in field_oracle(f[0], 0, 59))
            d += DAY


def test_next_random():
    rng = random.Random(3)
    for _ in range(200):
        t = rand_cron(rng)
        c = Cron(t)
        start = datetime(2023, 11, 1) + timedelta(minutes=rng.randint(0, 400000), seconds=rng.choice([0, 0, 31]))
        want, d = None, start.date()
        for _ in range(120):
            want = next((m for m in times(t, d) if m > start), None)
            if want:
                break
            d += DAY
        if want:
            assert c.next_after(start) == want


@pytest.mark.parametrize("t,start,want", [
    ("0 6 * * mon", datetime(2024, 6, 1, 17, 45), datetime(2024, 6, 3, 6)),
    ("0 0 1 1 *", datetime(2024, 12, 31, 23, 59), datetime(2025, 1, 1)),
    ("0 0 1 1 *", datetime(2025, 1, 1), datetime(2026, 1, 1)),
    ("59 23 31 12 *", datetime(2024, 12, 31, 23, 58, 59), datetime(2024, 12, 31, 23, 59)),
    ("0 12 31 * *", datetime(2024, 1, 31, 12), datetime(2024, 3, 31, 12)),
    ("15 3 * feb *", datetime(2024, 12, 9, 5, 20), datetime(2025, 2, 1, 3, 15)),
    ("10 5 * * *", datetime(2024, 6, 1, 5, 10, 30), datetime(2024, 6, 2, 5, 10)),
    ("0 0 29 2 *", datetime(2024, 2, 29), datetime(2028, 2, 29)),
    ("0 0 31 4 *", datetime(2024, 2, 29), None),
])
def test_next_table(t, start, want):
    assert Cron(t).next_after(start) == want


def rand_cal(rng):
    hol = [date(2024, 4, 20) + timedelta(rng.randint(0, 40)) for _ in range(rng.randint(0, 12))]
    return Calendar(hol, rng.choice([(5, 6), (6,), (4, 5), ()])), hol


def test_calendar_random():
    rng = random.Random(4)
    for _ in range(150):
        c, hol = rand_cal(rng)

        def biz(d):
            return d.weekday() not in c.weekend and d not in hol

        a = date(2024, 4, 20) + timedelta(rng.randint(0, 40))
        b = date(2024, 4, 20) + timedelta(rng.randint(0, 40))
        lo, hi = min(a, b), max(a, b)
        n = sum(biz(lo + timedelta(i)) for i in range((hi - lo).days))
        assert c.business_days_between(a, b) == (n if a <= b else -n)
        assert c.business_days_between(a, a) == 0
        r = a
        while not biz(r):
            r += DAY
        assert c.roll_forward(a) == r and c.add_business_days(a, 0) == r
        k = rng.randint(1, 9)
        ahead = [a + timedelta(i) for i in range(1, 60) if biz(a + timedelta(i))]
        back = [a - timedelta(i) for i in range(1, 60) if biz(a - timedelta(i))]
        assert c.add_business_days(a, k) == ahead[k - 1]
        assert c.add_business_days(a, -k) == back[k - 1]
    with pytest.raises(ValueError):
        Calendar(weekend=range(7))


def test_planner_random():
    rng = random.Random(5)
    for _ in range(60):
        c, hol = rand_cal(rng)
        p, jobs = Planner(c), {}
        for i in rng.sample(range(5), 3):
            t = "%s %s %s * %s" % (rng.choice(["0", "30", "0,45"]), rng.choice(["8", "6,18"]), rand_field(rng, 1, 31, 0.6), rand_field(rng, 0, 7, 0.5))
            jobs["j%d" % i] = (t, rng.choice(["run", "skip", "next"]))
            p.add("j%d" % i, *jobs["j%d" % i])
        first = date(2024, 4, 25)
        n = rng.randint(0, 20)
        runs = set()
        for name, (t, pol) in jobs.items():
            for off in range(-70, n + 1):
                d = first + timedelta(off)
                biz = d.weekday() not in c.weekend and d not in hol
                for m in times(t, d):
                    if pol == "skip" and not biz:
                        continue
                    if pol == "next":
                        m = datetime.combine(c.roll_forward(d), m.time())
                    if first <= m.date() <= first + timedelta(n):
                        runs.add((m, name))
        assert p.agenda(first, first + timedelta(n)) == sorted(runs)
        for name in jobs:
            start = datetime.combine(first, time(rng.randint(0, 23), 0)) - timedelta(minutes=1)
            mine = sorted(m for m, x in runs if x == name and m > start)
            if mine:
                assert p.next_run(name, start) == mine[0]
                after = p.next_run(name, mine[0])
                assert after is None or after > mine[0]
                if len(mine) > 1:
                    assert after == mine[1]


def test_long_weekend():
    p = Planner(Calendar([date(2024, 3, 29), date(2024, 4, 1)]))
    p.add("r", "0 8 * * fri", "next")
    p.add("s", "0 9 30,31 * *", "next")
    assert p.agenda(date(2024, 3, 29), date(2024, 4, 2)) == [
        (datetime(2024, 4, 2, 8), "r"), (datetime(2024, 4, 2, 9), "s")]
    assert p.agenda(date(2024, 4, 3), date(2024, 4, 2)) == []


def test_load_pause_errors():
    p = Planner()
    p.load("a | 0 1 * * *\n\n  # c | x\n b|0 2 * * sat|next\n")
    assert p.agenda(date(2024, 6, 1), date(2024, 6, 3)) == [
        (datetime(2024, 6, 1, 1), "a"), (datetime(2024, 6, 2, 1), "a"),
        (datetime(2024, 6, 3, 1), "a"), (datetime(2024, 6, 3, 2), "b")]
    p.pause("a")
    assert p.runs_on("a", date(2024, 6, 1)) == [] and p.next_run("a", datetime(2024, 6, 1)) is None
    assert p.agenda(date(2024, 6, 1), date(2024, 6, 3)) == [(datetime(2024, 6, 3, 2), "b")]
    p.resume("a")
    p.resume("a")
    assert p.next_run("a", datetime(2024, 6, 1, 1)) == datetime(2024, 6, 2, 1)
    for f in (lambda: p.pause("zz"), lambda: p.runs_on("zz", date(2024, 6, 1))):
        with pytest.raises(KeyError):
            f()
    with pytest.raises(ValueError):
        p.add("a", "0 1 * * *")
    with pytest.raises(ValueError):
        p.add("n", "0 1 * * *", "never")
    with pytest.raises(CronError):
        p.add("n", "0 1 * *")
    assert p.next_run("b", datetime(2024, 6, 3, 2), horizon_days=6) is None
