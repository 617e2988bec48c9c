from solution import Solution


def test_example_1():
    assert Solution().maxSatisfied([1, 0, 1, 2, 1, 1, 7, 5], [0, 1, 0, 1, 0, 1, 0, 1], 3) == 16


def test_example_2():
    assert Solution().maxSatisfied([1], [0], 1) == 1


def test_never_grumpy():
    assert Solution().maxSatisfied([4, 2, 6], [0, 0, 0], 2) == 12


def test_busy_morning():
    assert Solution().maxSatisfied([10, 1, 7], [1, 0, 1], 1) == 11


def test_grumpy_all_day():
    assert Solution().maxSatisfied([2, 3, 4, 1], [1, 1, 1, 1], 4) == 10
