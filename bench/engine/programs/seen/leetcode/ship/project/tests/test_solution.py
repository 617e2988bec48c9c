from solution import Solution


def test_example_1():
    assert Solution().shipWithinDays([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5) == 15


def test_example_2():
    assert Solution().shipWithinDays([3, 2, 2, 4, 1, 4], 3) == 6


def test_example_3():
    assert Solution().shipWithinDays([1, 2, 3, 1, 1], 4) == 3


def test_one_package_per_day():
    assert Solution().shipWithinDays([5, 8, 3], 3) == 8


def test_single_day():
    assert Solution().shipWithinDays([4, 6, 1], 1) == 11
