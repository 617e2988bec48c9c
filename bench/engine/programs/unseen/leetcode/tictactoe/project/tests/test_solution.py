from solution import TicTacToe


def play(n, moves):
    game = TicTacToe(n)
    return [game.move(*m) for m in moves]


def test_example():
    moves = [(0, 0, 1), (0, 2, 2), (2, 2, 1), (1, 1, 2), (2, 0, 1), (1, 0, 2), (2, 1, 1)]
    assert play(3, moves) == [0, 0, 0, 0, 0, 0, 1]


def test_anti_diagonal():
    moves = [(0, 0, 1), (0, 2, 2), (0, 1, 1), (1, 1, 2), (2, 2, 1), (2, 0, 2)]
    assert play(3, moves) == [0, 0, 0, 0, 0, 2]


def test_two_by_two():
    assert play(2, [(0, 1, 2), (1, 0, 1), (1, 1, 2)]) == [0, 0, 2]
