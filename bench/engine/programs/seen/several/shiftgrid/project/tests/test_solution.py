from solution import Solution


def test_example_one():
    grid = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    assert Solution().shiftGrid(grid, 1) == [[9, 1, 2], [3, 4, 5], [6, 7, 8]]


def test_example_two():
    grid = [[3, 8, 1, 9], [19, 7, 2, 5], [4, 6, 11, 10], [12, 0, 21, 13]]
    assert Solution().shiftGrid(grid, 4) == [[12, 0, 21, 13], [3, 8, 1, 9], [19, 7, 2, 5], [4, 6, 11, 10]]


def test_wide():
    assert Solution().shiftGrid([[1, 2, 3], [4, 5, 6]], 2) == [[5, 6, 1], [2, 3, 4]]


def test_single_cell():
    assert Solution().shiftGrid([[7]], 5) == [[7]]
