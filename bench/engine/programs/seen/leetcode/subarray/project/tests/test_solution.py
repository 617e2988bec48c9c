from solution import Solution


def test_example_1():
    assert Solution().subarraySum([1, 1, 1], 2) == 2


def test_example_2():
    assert Solution().subarraySum([1, 2, 3], 3) == 2


def test_example_3():
    assert Solution().subarraySum([1, -1, 0], 0) == 3
