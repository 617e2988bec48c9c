from solution import Solution


def test_example_one():
    grid = [[1, 1, 1, -1, -1], [1, 1, 1, -1, -1], [-1, -1, -1, 1, 1], [1, 1, 1, 1, -1], [-1, -1, -1, -1, -1]]
    assert Solution().findBall(grid) == [1, -1, -1, -1, -1]


def test_example_two():
    assert Solution().findBall([[-1]]) == [-1]


def test_example_three():
    grid = [[1, 1, 1, 1, 1, 1], [-1, -1, -1, -1, -1, -1], [1, 1, 1, 1, 1, 1], [-1, -1, -1, -1, -1, -1]]
    assert Solution().findBall(grid) == [0, 1, 2, 3, 4, -1]


def test_small():
    assert Solution().findBall([[1, 1], [-1, -1]]) == [0, -1]
