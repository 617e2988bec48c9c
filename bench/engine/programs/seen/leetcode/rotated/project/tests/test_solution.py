from solution import Solution


def test_example_1():
    assert Solution().search([4, 5, 6, 7, 0, 1, 2], 0) == 4


def test_example_2():
    assert Solution().search([4, 5, 6, 7, 0, 1, 2], 3) == -1


def test_example_3():
    assert Solution().search([5, 1, 3], 3) == 2


def test_example_4():
    assert Solution().search([6, 0, 1, 2, 3, 4, 5], 5) == 6
