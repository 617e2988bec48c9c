from solution import Solution


def test_example_one():
    assert Solution().matrixScore([[0, 0, 1, 1], [1, 0, 1, 0], [1, 1, 0, 0]]) == 39


def test_example_two():
    assert Solution().matrixScore([[0]]) == 1


def test_square():
    assert Solution().matrixScore([[0, 1], [1, 1]]) == 5


def test_tall():
    assert Solution().matrixScore([[1, 0], [1, 0], [0, 1]]) == 9
