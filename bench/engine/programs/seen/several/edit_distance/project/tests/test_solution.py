from solution import Solution


def test_example_1():
    assert Solution().minDistance("horse", "ros") == 3


def test_example_2():
    assert Solution().minDistance("intention", "execution") == 5


def test_example_3():
    assert Solution().minDistance("", "abc") == 3
