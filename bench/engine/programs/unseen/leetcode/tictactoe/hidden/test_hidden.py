import random
from solution import TicTacToe


def winner(b, n, p):
    r = range(n)
    return (any(all(b[i][j] == p for j in r) for i in r) or any(all(b[i][j] == p for i in r) for j in r)
            or all(b[i][i] == p for i in r) or all(b[i][n - 1 - i] == p for i in r))


def test_example():
    g = TicTacToe(3)
    moves = [(0, 0, 1), (0, 2, 2), (2, 2, 1), (1, 1, 2), (2, 0, 1), (1, 0, 2), (2, 1, 1)]
    assert [g.move(*m) for m in moves] == [0, 0, 0, 0, 0, 0, 1]


def test_column():
    g = TicTacToe(3)
    assert [g.move(*m) for m in [(0, 1, 1), (0, 0, 2), (1, 1, 1), (2, 2, 2), (2, 1, 1)]] == [0, 0, 0, 0, 1]


def test_independent_games():
    a, b = TicTacToe(2), TicTacToe(2)
    assert a.move(0, 0, 1) == 0
    assert b.move(0, 1, 1) == 0
    assert a.move(1, 1, 1) == 1
    assert b.move(0, 0, 1) == 1


def test_random():
    rng = random.Random(5)
    got = set()
    for _ in range(500):
        n = rng.randint(2, 5)
        cells = [(i, j) for i in range(n) for j in range(n)]
        rng.shuffle(cells)
        board = [[0] * n for _ in range(n)]
        g = TicTacToe(n)
        p = 1
        for i, j in cells:
            board[i][j] = p
            want = p if winner(board, n, p) else 0
            assert g.move(i, j, p) == want
            got.add(want)
            if want:
                break
            p = 3 - p
    assert got == {0, 1, 2}
