import pytest
from solution import Solution


def test_example_1():
    res = Solution().calcEquation(
        [["a", "b"], ["b", "c"]], [2.0, 3.0],
        [["a", "c"], ["b", "a"], ["a", "e"], ["a", "a"], ["x", "x"]])
    assert res == pytest.approx([6.0, 0.5, -1.0, 1.0, -1.0])


def test_example_2():
    res = Solution().calcEquation(
        [["a", "b"], ["b", "c"], ["bc", "cd"]], [1.5, 2.5, 5.0],
        [["a", "c"], ["c", "b"], ["bc", "cd"], ["cd", "bc"]])
    assert res == pytest.approx([3.75, 0.4, 5.0, 0.2])


def test_example_3():
    res = Solution().calcEquation([["a", "b"]], [0.5], [["a", "b"], ["b", "a"], ["a", "c"], ["x", "y"]])
    assert res == pytest.approx([0.5, 2.0, -1.0, -1.0])


def test_unknown_only():
    assert Solution().calcEquation([["a", "b"]], [4.0], [["p", "q"]]) == [-1.0]
