from solution import Solution


def test_example_1():
    assert Solution().candy([1, 0, 2]) == 5


def test_example_2():
    assert Solution().candy([1, 2, 2]) == 4


def test_example_3():
    assert Solution().candy([1, 3, 4, 2]) == 7
