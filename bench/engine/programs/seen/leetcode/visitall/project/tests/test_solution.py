from solution import Solution


def test_example_1():
    assert Solution().shortestPathLength([[1, 2, 3], [0], [0], [0]]) == 4


def test_example_2():
    assert Solution().shortestPathLength([[1], [0, 2, 4], [1, 3, 4], [2], [1, 2]]) == 4


def test_single():
    assert Solution().shortestPathLength([[]]) == 0


def test_triangle():
    assert Solution().shortestPathLength([[1, 2], [0, 2], [0, 1]]) == 2
