from fractions import Fraction

import pytest

from matrix import Matrix

A = Matrix([[1, 2], [3, 4]])
B = Matrix([[2, 0, 1], [1, 3, 2], [1, 1, 1]])


def test_shape_and_items():
    m = Matrix([[1, 2, 3], [4, 5, 6]])
    assert m.shape == (2, 3)
    assert m[1, 0] == 4


def test_bad_rows():
    for rows in ([], [[]], [[1, 2], [3]]):
        with pytest.raises(ValueError):
            Matrix(rows)


def test_add():
    assert A + A == Matrix([[2, 4], [6, 8]])
    with pytest.raises(ValueError):
        A + B


def test_multiply():
    assert A * 3 == Matrix([[3, 6], [9, 12]])
    assert Matrix([[1, 2, 3]]) * Matrix([[1], [2], [3]]) == Matrix([[14]])
    with pytest.raises(ValueError):
        A * B


def test_power():
    assert A ** 0 == Matrix.identity(2)
    assert A ** 1 == A
    assert A ** 5 == Matrix([[1069, 1558], [2337, 3406]])


def test_transpose_and_trace():
    assert A.transpose() == Matrix([[1, 3], [2, 4]])
    assert B.trace() == 6
    with pytest.raises(ValueError):
        Matrix([[1, 2]]).trace()


def test_minor():
    assert B.minor(1, 0) == Matrix([[0, 1], [1, 1]])


def test_determinant():
    assert Matrix([[7]]).determinant() == 7
    assert A.determinant() == -2
    assert B.determinant() == 0
    assert Matrix([[2, 0, 1], [1, 3, 2], [1, 1, 4]]).determinant() == 18


def test_inverse():
    assert A.inverse() == Matrix([[-2, 1], [Fraction(3, 2), Fraction(-1, 2)]])
    assert Matrix([[4]]).inverse() == Matrix([[Fraction(1, 4)]])
    with pytest.raises(ZeroDivisionError):
        B.inverse()


def test_not_equal_to_lists():
    assert A != [[1, 2], [3, 4]]
