from solution import within_limits


def test_single_limit():
    assert within_limits([4, 1, 7], [5]) == [2]
    assert within_limits([], [3]) == [0]


def test_many_limits():
    assert within_limits([4, 1, 7], [0, 7, 4]) == [0, 3, 2]
    assert within_limits([2, 2, 9], [3, 10]) == [2, 3]


def test_no_limits():
    assert within_limits([1, 2], []) == []
