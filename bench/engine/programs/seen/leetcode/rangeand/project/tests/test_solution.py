from solution import Solution


def test_example_1():
    assert Solution().rangeBitwiseAnd(5, 7) == 4


def test_example_2():
    assert Solution().rangeBitwiseAnd(0, 0) == 0


def test_example_3():
    assert Solution().rangeBitwiseAnd(1, 2147483647) == 0


def test_equal():
    assert Solution().rangeBitwiseAnd(6, 6) == 6
