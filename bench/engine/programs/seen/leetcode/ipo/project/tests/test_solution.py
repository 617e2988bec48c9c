from solution import Solution


def test_example_1():
    assert Solution().findMaximizedCapital(2, 0, [1, 2, 3], [0, 1, 1]) == 4


def test_example_2():
    assert Solution().findMaximizedCapital(3, 0, [1, 2, 3], [0, 1, 2]) == 6


def test_nothing_affordable():
    assert Solution().findMaximizedCapital(2, 1, [5, 6], [3, 2]) == 1


def test_unsorted_projects():
    assert Solution().findMaximizedCapital(2, 1, [4, 2, 3], [5, 1, 2]) == 6
