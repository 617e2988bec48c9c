from solution import rising_diagonals


def test_square():
    assert rising_diagonals([]) == []
    assert rising_diagonals([[1, 2], [3, 4]]) == [[1], [3, 2], [4]]
    assert rising_diagonals([[1, 2, 3], [4, 5, 6], [7, 8, 9]]) == [[1], [4, 2], [7, 5, 3], [8, 6], [9]]


def test_wide():
    assert rising_diagonals([[1, 2, 3], [4, 5, 6]]) == [[1], [4, 2], [5, 3], [6]]
