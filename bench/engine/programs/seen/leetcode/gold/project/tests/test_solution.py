from solution import Solution


def test_example_1():
    assert Solution().getMaximumGold([[0, 6, 0], [5, 8, 7], [0, 9, 0]]) == 24


def test_example_2():
    grid = [[1, 0, 7], [2, 0, 6], [3, 4, 5], [0, 3, 0], [9, 0, 20]]
    assert Solution().getMaximumGold(grid) == 28


def test_no_gold():
    assert Solution().getMaximumGold([[0, 0], [0, 0]]) == 0


def test_one_row():
    assert Solution().getMaximumGold([[2, 3, 0, 4]]) == 5
