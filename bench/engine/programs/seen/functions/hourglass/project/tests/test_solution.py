from solution import best_hourglass


def test_one_hourglass():
    assert best_hourglass([[1, 1, 1], [0, 1, 0], [1, 1, 1]]) == 7
    assert best_hourglass([[-1, -1, -1], [5, -2, 5], [-1, -1, -1]]) == -8


def test_several():
    assert best_hourglass([[0, 0, 0, 2], [9, 0, 4, 0], [0, 0, 0, 1]]) == 7
    assert best_hourglass([[1, 2, 3], [4, 5, 6], [7, 8, 9], [1, 1, 1]]) == 35
