import random
from fractions import Fraction
from itertools import permutations

import pytest

from matrix import Matrix


def rows(rng, n, m):
    return [[rng.randrange(-4, 5) for _ in range(m)] for _ in range(n)]


def leibniz(a):
    n, total = len(a), 0
    for p in permutations(range(n)):
        sign = (-1) ** sum(p[i] > p[j] for i in range(n) for j in range(i + 1, n))
        for i in range(n):
            sign *= a[i][p[i]]
        total += sign
    return total


def product(a, b):
    return [[sum(a[i][k] * b[k][j] for k in range(len(b))) for j in range(len(b[0]))]
            for i in range(len(a))]


def test_against_plain_lists():
    rng = random.Random(4)
    for _ in range(200):
        n, m, k = (rng.randrange(1, 5) for _ in range(3))
        a, b, c = rows(rng, n, m), rows(rng, m, k), rows(rng, n, m)
        assert (Matrix(a) * Matrix(b)).rows == product(a, b)
        assert (Matrix(a) + Matrix(c)).rows == [
            [x + y for x, y in zip(r, s)] for r, s in zip(a, c)]
        assert (Matrix(a) * -2).rows == [[-2 * x for x in r] for r in a]
        assert Matrix(a).transpose().rows == [[a[i][j] for i in range(n)] for j in range(m)]
        assert Matrix(a).shape == (n, m)
        if k != n:
            with pytest.raises(ValueError):
                Matrix(b) * Matrix(a)
        if n != m:
            for call in (Matrix(a).trace, Matrix(a).determinant, Matrix(a).inverse,
                         lambda: Matrix(a) ** 2, lambda: Matrix(a) + Matrix(a).transpose()):
                with pytest.raises(ValueError):
                    call()


def test_square():
    rng = random.Random(9)
    for _ in range(150):
        n = rng.randrange(1, 5)
        a = rows(rng, n, n)
        m = Matrix(a)
        assert m.determinant() == leibniz(a)
        assert m.trace() == sum(a[i][i] for i in range(n))
        power = Matrix.identity(n).rows
        for e in range(6):
            assert (m ** e).rows == power
            power = product(power, a)
        if n > 1:
            i, j = rng.randrange(n), rng.randrange(n)
            assert m.minor(i, j).rows == [
                [a[x][y] for y in range(n) if y != j] for x in range(n) if x != i]
        if leibniz(a):
            assert m * m.inverse() == Matrix.identity(n) == m.inverse() * m
            assert all(isinstance(x, (int, Fraction)) for r in m.inverse().rows for x in r)
        else:
            with pytest.raises(ZeroDivisionError):
                m.inverse()


def test_details():
    for bad in ([], [[]], [[1], [1, 2]], [[1, 2], [1]]):
        with pytest.raises(ValueError):
            Matrix(bad)
    source = [[1, 2], [3, 4]]
    m = Matrix(source)
    m.rows[0][0] = 9
    assert source == [[1, 2], [3, 4]]
    assert repr(Matrix([[1]])) == "Matrix([[1]])"
    assert Matrix([[1]]) != 1 and (Matrix([[1]]) == Matrix([[2]])) is False
    assert Matrix([[1, 2], [3, 4]])[0, 1] == 2
