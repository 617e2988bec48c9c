from solution import is_toeplitz


def test_is_toeplitz():
    assert is_toeplitz([[1, 2, 3], [4, 1, 2], [5, 4, 1]])
    assert not is_toeplitz([[1, 2], [2, 2]])
    assert is_toeplitz([[1, 2, 3]])
    assert is_toeplitz([[1], [2], [3]])
    assert not is_toeplitz([[1, 2, 3], [4, 1, 5], [6, 4, 1]])
