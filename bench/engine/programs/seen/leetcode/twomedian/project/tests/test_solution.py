import pytest
from solution import Solution


def test_example_1():
    assert Solution().findMedianSortedArrays([1, 3], [2]) == pytest.approx(2.0)


def test_example_2():
    assert Solution().findMedianSortedArrays([1, 2], [3, 4]) == pytest.approx(2.5)


def test_one_empty():
    assert Solution().findMedianSortedArrays([], [1]) == pytest.approx(1.0)


def test_negative_numbers():
    assert Solution().findMedianSortedArrays([-1, 5], [-8, -6, -4, -3]) == pytest.approx(-3.5)
