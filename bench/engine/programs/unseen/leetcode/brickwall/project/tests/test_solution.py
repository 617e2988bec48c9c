from solution import Solution


def test_example_one():
    wall = [[1, 2, 2, 1], [3, 1, 2], [1, 3, 2], [2, 4], [3, 1, 2], [1, 3, 1, 1]]
    assert Solution().leastBricks(wall) == 2


def test_example_two():
    assert Solution().leastBricks([[1], [1], [1]]) == 3


def test_aligned():
    assert Solution().leastBricks([[2, 3], [2, 3]]) == 0


def test_staggered():
    assert Solution().leastBricks([[1, 4], [3, 2], [1, 1, 3]]) == 1
