from solution import Solution


def test_example_1():
    assert Solution().totalFruit([1, 2, 1]) == 3


def test_example_2():
    assert Solution().totalFruit([0, 1, 2, 2]) == 3


def test_example_3():
    assert Solution().totalFruit([1, 2, 3, 2, 2]) == 4


def test_longer_row():
    assert Solution().totalFruit([3, 3, 3, 1, 2, 1, 1, 2, 3, 3, 4]) == 5
