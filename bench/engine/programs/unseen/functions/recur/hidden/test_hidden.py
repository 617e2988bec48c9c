import random
from datetime import date, timedelta

from solution import occurrences


def oracle(start, every, until, cancelled):
    out = []
    d = start
    while d <= until:
        if (d - start).days % every == 0 and d not in cancelled:
            out.append(d)
        d += timedelta(days=1)
    return out


def test_edges():
    s = date(2024, 2, 28)
    assert occurrences(s, 1, date(2024, 3, 1), set()) == [s, date(2024, 2, 29), date(2024, 3, 1)]
    assert occurrences(s, 3, s, set()) == [s]
    assert occurrences(s, 3, s, {s}) == []
    assert occurrences(s, 1, date(2024, 3, 2), {s, date(2024, 2, 29)}) == [date(2024, 3, 1), date(2024, 3, 2)]


def test_random():
    rng = random.Random(24)
    for _ in range(300):
        s = date(2023, 12, 1) + timedelta(days=rng.randint(0, 120))
        u = s + timedelta(days=rng.randint(-3, 40))
        off = {s + timedelta(days=rng.randint(-2, 40)) for _ in range(rng.randint(0, 8))}
        every = rng.randint(1, 9)
        before = set(off)
        assert occurrences(s, every, u, off) == oracle(s, every, u, before)
