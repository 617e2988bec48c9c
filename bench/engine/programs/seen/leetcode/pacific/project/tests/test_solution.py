from solution import Solution


def test_example1():
    heights = [[1, 2, 2, 3, 5], [3, 2, 3, 4, 4], [2, 4, 5, 3, 1], [6, 7, 1, 4, 5], [5, 1, 1, 2, 4]]
    want = [[0, 4], [1, 3], [1, 4], [2, 2], [3, 0], [3, 1], [4, 0]]
    assert sorted(Solution().pacificAtlantic(heights)) == want


def test_example2():
    assert Solution().pacificAtlantic([[1]]) == [[0, 0]]


def test_example3():
    assert sorted(Solution().pacificAtlantic([[1, 1], [1, 1]])) == [[0, 0], [0, 1], [1, 0], [1, 1]]
