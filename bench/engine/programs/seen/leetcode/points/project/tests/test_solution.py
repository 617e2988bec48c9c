from solution import Solution


def test_example_1():
    assert Solution().maxPoints([[1, 1], [2, 2], [3, 3]]) == 3


def test_example_2():
    assert Solution().maxPoints([[1, 1], [3, 2], [5, 3], [4, 1], [2, 3], [1, 4]]) == 4


def test_single_point():
    assert Solution().maxPoints([[0, 0]]) == 1


def test_triangle():
    assert Solution().maxPoints([[0, 0], [1, 5], [4, 2]]) == 2
