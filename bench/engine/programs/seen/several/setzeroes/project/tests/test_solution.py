from solution import Solution


def test_example_1():
    m = [[1, 1, 1], [1, 0, 1], [1, 1, 1]]
    Solution().setZeroes(m)
    assert m == [[1, 0, 1], [0, 0, 0], [1, 0, 1]]


def test_example_2():
    m = [[0, 1, 2, 0], [3, 4, 5, 2], [1, 3, 1, 5]]
    Solution().setZeroes(m)
    assert m == [[0, 0, 0, 0], [0, 4, 5, 0], [0, 3, 1, 0]]


def test_no_zero():
    m = [[1, 2], [3, 4]]
    Solution().setZeroes(m)
    assert m == [[1, 2], [3, 4]]
