from solution import second_largest


def test_different():
    assert second_largest([3, 9, 4]) == 4
    assert second_largest([1, 2, 3, 4]) == 3


def test_repeated():
    assert second_largest([8, 8, 5]) == 5
    assert second_largest([2, 7, 2]) == 2


def test_too_few():
    assert second_largest([6]) is None
    assert second_largest([]) is None
