import calendar
import datetime
import random
from solution import is_leap, days_in_years


def test_leap_all():
    for y in range(1, 3000):
        assert bool(is_leap(y)) == calendar.isleap(y)


def test_days_random():
    r = random.Random(9)
    for _ in range(300):
        a, b = r.randint(1, 2500), r.randint(1, 2500)
        if r.random() < 0.5:
            b = a + r.randint(-9, 9)
            b = max(b, 1)
        lo, hi = min(a, b), max(a, b)
        exp = (datetime.date(hi + 1, 1, 1) - datetime.date(lo, 1, 1)).days
        assert days_in_years(a, b) == exp
