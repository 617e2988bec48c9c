from solution import best_block


def test_square_grid():
    assert best_block([[1, 2], [3, 4]], 1) == 4
    assert best_block([[1, 2], [3, 4]], 2) == 10


def test_negative():
    assert best_block([[-1, -2], [-3, -4]], 1) == -1


def test_wide():
    assert best_block([[1, 2, 0], [3, 4, 9]], 2) == 15


def test_does_not_fit():
    assert best_block([[1, 2, 3]], 2) is None
    assert best_block([], 1) is None
