import itertools
import random
from solution import determinant


def oracle(m):
    n = len(m)
    total = 0
    for p in itertools.permutations(range(n)):
        inv = sum(p[i] > p[j] for i in range(n) for j in range(i + 1, n))
        term = -1 if inv % 2 else 1
        for i in range(n):
            term *= m[i][p[i]]
        total += term
    return total


def test_random():
    rnd = random.Random(23)
    for _ in range(400):
        n = rnd.randint(0, 4)
        m = [[rnd.choice([0, 0, 1, -2, 3, 5]) for _ in range(n)] for _ in range(n)]
        keep = [list(r) for r in m]
        assert determinant(m) == oracle(keep), keep


def test_permutations():
    for p in itertools.permutations(range(4)):
        m = [[int(p[i] == j) for j in range(4)] for i in range(4)]
        assert determinant(m) == oracle(m)


def test_exact():
    assert determinant([[10 ** 12, 1], [1, 10 ** 12]]) == 10 ** 24 - 1
    assert determinant([]) == 1
