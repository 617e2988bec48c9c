from solution import Solution


def test_example_one():
    assert Solution().validSquare([0, 0], [1, 1], [1, 0], [0, 1]) is True


def test_example_two():
    assert Solution().validSquare([0, 0], [1, 1], [1, 0], [0, 12]) is False


def test_diamond():
    assert Solution().validSquare([1, 0], [-1, 0], [0, 1], [0, -1]) is True


def test_same_points():
    assert Solution().validSquare([2, 2], [2, 2], [2, 2], [2, 2]) is False
