from solution import Solution


def test_example_1():
    assert Solution().findClosestElements([1, 2, 3, 4, 5], 4, 3) == [1, 2, 3, 4]


def test_example_2():
    assert Solution().findClosestElements([1, 2, 3, 4, 5], 4, -1) == [1, 2, 3, 4]


def test_x_past_the_end():
    assert Solution().findClosestElements([1, 2, 4, 7, 9], 2, 12) == [7, 9]


def test_x_between():
    assert Solution().findClosestElements([1, 3, 8, 10, 15], 3, 9) == [3, 8, 10]
