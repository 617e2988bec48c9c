from solution import Solution


def test_example_1():
    assert Solution().rob([2, 3, 2]) == 3


def test_example_2():
    assert Solution().rob([1, 2, 3, 1]) == 4


def test_example_3():
    assert Solution().rob([1, 2, 3]) == 3


def test_one_house():
    assert Solution().rob([7]) == 7
