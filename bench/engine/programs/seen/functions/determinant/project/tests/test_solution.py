from solution import determinant


def test_small():
    assert determinant([[7]]) == 7
    assert determinant([[2, 1], [5, 3]]) == 1
    assert determinant([[1, 2], [2, 4]]) == 0
    assert determinant([[0, 1], [1, 0]]) == -1


def test_three():
    assert determinant([[2, 0, 1], [1, 3, 2], [1, 1, 1]]) == 0
    assert determinant([[6, 1, 1], [4, -2, 5], [2, 8, 7]]) == -306
