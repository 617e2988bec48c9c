from solution import Solution


def test_example1():
    assert Solution().totalNQueens(4) == 2


def test_example2():
    assert Solution().totalNQueens(1) == 1


def test_example3():
    assert Solution().totalNQueens(5) == 10
