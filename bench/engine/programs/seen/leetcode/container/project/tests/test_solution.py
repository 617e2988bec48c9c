from solution import Solution


def test_example_1():
    assert Solution().maxArea([1, 8, 6, 2, 5, 4, 8, 3, 7]) == 49


def test_example_2():
    assert Solution().maxArea([1, 1]) == 1


def test_increasing():
    assert Solution().maxArea([1, 2, 3, 4, 5]) == 6


def test_tall_in_the_middle():
    assert Solution().maxArea([1, 9, 9, 1]) == 9
