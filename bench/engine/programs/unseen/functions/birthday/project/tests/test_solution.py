from datetime import date

from solution import days_to_birthday


def test_this_year():
    assert days_to_birthday(date(1990, 5, 20), date(2023, 5, 18)) == 2
    assert days_to_birthday(date(1990, 5, 20), date(2023, 5, 20)) == 0


def test_next_year():
    assert days_to_birthday(date(1985, 1, 1), date(2022, 12, 31)) == 1
    assert days_to_birthday(date(1990, 5, 20), date(2023, 5, 21)) == 365


def test_leap_day():
    assert days_to_birthday(date(2000, 2, 29), date(2023, 2, 27)) == 2
