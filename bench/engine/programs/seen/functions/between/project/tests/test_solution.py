from solution import count_between

DATA = [1, 3, 3, 5, 8]


def test_bounds_included():
    assert count_between(DATA, 3, 5) == 3


def test_bounds_absent():
    assert count_between(DATA, 4, 7) == 1


def test_gap():
    assert count_between(DATA, 6, 7) == 0


def test_all_equal():
    assert count_between([2, 2, 2], 2, 2) == 3
