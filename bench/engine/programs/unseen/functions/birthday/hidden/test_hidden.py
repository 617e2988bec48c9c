import random
from datetime import date, timedelta

from solution import days_to_birthday


def oracle(born, today):
    d, n = today, 0
    while True:
        leap = d.year % 4 == 0 and (d.year % 100 != 0 or d.year % 400 == 0)
        md = (born.month, born.day)
        if md == (2, 29) and not leap:
            md = (3, 1)
        if (d.month, d.day) == md:
            return n
        d += timedelta(days=1)
        n += 1


def test_leap():
    b = date(2000, 2, 29)
    assert days_to_birthday(b, date(2023, 3, 1)) == 0
    assert days_to_birthday(b, date(2024, 2, 29)) == 0
    assert days_to_birthday(b, date(2024, 3, 1)) == 365
    assert days_to_birthday(b, date(2023, 3, 2)) == 364
    assert days_to_birthday(b, date(2100, 2, 28)) == 1


def test_zero():
    assert days_to_birthday(date(1999, 12, 31), date(2020, 12, 31)) == 0
    assert days_to_birthday(date(1999, 1, 1), date(2020, 1, 1)) == 0


def test_random():
    rng = random.Random(23)
    for _ in range(300):
        born = date(1960, 1, 1) + timedelta(days=rng.randint(0, 15000))
        if rng.random() < 0.15:
            born = date(1996, 2, 29)
        today = date(2010, 1, 1) + timedelta(days=rng.randint(0, 9000))
        assert days_to_birthday(born, today) == oracle(born, today)
