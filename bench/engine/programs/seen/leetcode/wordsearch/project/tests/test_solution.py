from solution import Solution


BOARD = ["ABCE", "SFCS", "ADEE"]


def search(rows, word):
    return Solution().exist([list(row) for row in rows], word)


def test_example1():
    assert search(BOARD, "ABCCED") is True


def test_example2():
    assert search(BOARD, "SEE") is True


def test_example3():
    assert search(BOARD, "ABCB") is False
