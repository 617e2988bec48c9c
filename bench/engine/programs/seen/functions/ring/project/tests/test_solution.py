from solution import turn_border


def test_turn_border():
    assert turn_border([[1, 2], [4, 3]], 0) == [[1, 2], [4, 3]]
    assert turn_border([[1, 2], [4, 3]], 2) == [[3, 4], [2, 1]]
    assert turn_border([[1, 2], [4, 3]], 1) == [[4, 1], [3, 2]]
    assert turn_border([[1, 2, 3], [8, 0, 4], [7, 6, 5]], 2) == [[7, 8, 1], [6, 0, 2], [5, 4, 3]]
