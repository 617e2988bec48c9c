from solution import pivot_index


def test_middle():
    assert pivot_index([1, 7, 3, 6, 5, 6]) == 3


def test_first():
    assert pivot_index([2, 1, -1]) == 0


def test_none():
    assert pivot_index([1, 2, 3]) == -1
