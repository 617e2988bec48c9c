from solution import Solution


def test_example_1():
    matrix = [list("10100"), list("10111"), list("11111"), list("10010")]
    assert Solution().maximalRectangle(matrix) == 6


def test_example_2():
    assert Solution().maximalRectangle([["0"]]) == 0


def test_example_3():
    assert Solution().maximalRectangle([["1"]]) == 1
