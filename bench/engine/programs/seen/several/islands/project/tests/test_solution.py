from solution import Solution


def test_example_1():
    grid = [list("11110"), list("11010"), list("11000"), list("00000")]
    assert Solution().numIslands(grid) == 1


def test_example_2():
    grid = [list("11000"), list("11000"), list("00100"), list("00011")]
    assert Solution().numIslands(grid) == 3


def test_example_3():
    assert Solution().numIslands([["0"]]) == 0
