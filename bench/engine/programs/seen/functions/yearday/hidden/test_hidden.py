import random
from datetime import date
from solution import day_of_year


def check(d):
    assert day_of_year(d.year, d.month, d.day) == d.timetuple().tm_yday, d


def test_random_days():
    rng = random.Random(15)
    for _ in range(500):
        check(date.fromordinal(rng.randint(date(1583, 1, 1).toordinal(), date(2900, 1, 1).toordinal())))


def test_centuries():
    for year in range(1600, 2900, 100):
        for m, d in [(1, 1), (2, 28), (3, 1), (12, 31)]:
            check(date(year, m, d))


def test_whole_years():
    for year in (2000, 2023, 2024):
        for n in range(365):
            check(date.fromordinal(date(year, 1, 1).toordinal() + n))


def test_leap_day():
    assert day_of_year(2000, 2, 29) == 60
    assert day_of_year(2024, 2, 29) == 60
