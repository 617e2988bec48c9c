from datetime import date

from solution import occurrences


def days(*args):
    return [d.day for d in occurrences(*args)]


def test_nothing_cancelled():
    assert days(date(2024, 5, 1), 7, date(2024, 5, 22), set()) == [1, 8, 15, 22]
    assert days(date(2024, 5, 1), 2, date(2024, 5, 6), set()) == [1, 3, 5]


def test_cancelled():
    assert days(date(2024, 5, 1), 7, date(2024, 5, 21), {date(2024, 5, 8)}) == [1, 15]
    assert days(date(2024, 5, 1), 7, date(2024, 5, 9), {date(2024, 5, 8)}) == [1]


def test_over():
    assert days(date(2024, 5, 2), 1, date(2024, 5, 1), set()) == []
