from solution import Solution


def test_example_1():
    assert Solution().minimumEffortPath([[1, 2, 2], [3, 8, 2], [5, 3, 5]]) == 2


def test_example_2():
    assert Solution().minimumEffortPath([[1, 2, 3], [3, 8, 4], [5, 3, 5]]) == 1


def test_example_3():
    heights = [
        [1, 2, 1, 1, 1],
        [1, 2, 1, 2, 1],
        [1, 2, 1, 2, 1],
        [1, 2, 1, 2, 1],
        [1, 1, 1, 2, 1],
    ]
    assert Solution().minimumEffortPath(heights) == 0


def test_single_cell():
    assert Solution().minimumEffortPath([[3]]) == 0
