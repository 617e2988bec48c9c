from solution import Solution


def test_example_1():
    assert Solution().maxProduct([2, 3, -2, 4]) == 6


def test_example_2():
    assert Solution().maxProduct([-2, 0, -1]) == 0


def test_example_3():
    assert Solution().maxProduct([-1, 2, 3, -2]) == 12


def test_example_4():
    assert Solution().maxProduct([-2, 3, -4]) == 24
