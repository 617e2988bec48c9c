from solution import band

SQUARE = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]


def test_upper():
    assert band([[1, 2, 3], [4, 5, 6]], 1, 1) == [[1, 2, 0], [4, 5, 6]]
    assert band(SQUARE, 2, 2) == SQUARE


def test_diagonal():
    assert band(SQUARE, 0, 0) == [[1, 0, 0], [0, 5, 0], [0, 0, 9]]


def test_lower():
    assert band(SQUARE, 1, 0) == [[1, 0, 0], [4, 5, 0], [0, 8, 9]]


def test_big():
    assert band(SQUARE, 9, 9) == SQUARE
    assert band([], 1, 1) == []
