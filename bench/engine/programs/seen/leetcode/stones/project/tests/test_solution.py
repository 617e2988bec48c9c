from solution import Solution


def test_example_1():
    assert Solution().removeStones([[0, 0], [0, 1], [1, 0], [1, 2], [2, 1], [2, 2]]) == 5


def test_example_2():
    assert Solution().removeStones([[0, 0], [0, 2], [1, 1], [2, 0], [2, 2]]) == 3


def test_example_3():
    assert Solution().removeStones([[0, 0]]) == 0


def test_no_shared_lines():
    assert Solution().removeStones([[0, 0], [1, 1], [2, 2]]) == 0
