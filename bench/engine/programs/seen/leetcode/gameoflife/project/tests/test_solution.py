from solution import Solution


def step(board):
    Solution().gameOfLife(board)
    return board


def test_example1():
    assert step([[0, 1, 0], [0, 0, 1], [1, 1, 1], [0, 0, 0]]) == [[0, 0, 0], [1, 0, 1], [0, 1, 1], [0, 1, 0]]


def test_example2():
    assert step([[1, 1], [1, 0]]) == [[1, 1], [1, 1]]


def test_example3():
    assert step([[0, 0, 0], [1, 1, 1], [0, 0, 0]]) == [[0, 1, 0], [0, 1, 0], [0, 1, 0]]


def test_example4():
    assert step([[1]]) == [[0]]
