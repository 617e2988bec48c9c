from solution import Solution


def test_example_1():
    assert Solution().findTargetSumWays([1, 1, 1, 1, 1], 3) == 5


def test_example_2():
    assert Solution().findTargetSumWays([1], 1) == 1


def test_unreachable():
    assert Solution().findTargetSumWays([2, 4], 5) == 0


def test_balanced():
    assert Solution().findTargetSumWays([1, 2, 3], 0) == 2
