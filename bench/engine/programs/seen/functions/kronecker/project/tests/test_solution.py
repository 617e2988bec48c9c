from solution import kronecker


def test_kronecker():
    assert kronecker([[1, 2]], [[1, 0], [0, 1]]) == [[1, 0, 2, 0], [0, 1, 0, 2]]
    assert kronecker([[3]], [[1, 2], [3, 4]]) == [[3, 6], [9, 12]]
    assert kronecker([[2, 3]], [[1, 5, 1]]) == [[2, 10, 2, 3, 15, 3]]
    assert kronecker([[1, 2], [3, 4]], [[5]]) == [[1 * 5, 2 * 5], [3 * 5, 4 * 5]]
