import random
from solution import Solution


def oracle(m):
    zr = {r for r, row in enumerate(m) for v in row if v == 0}
    zc = {c for row in m for c, v in enumerate(row) if v == 0}
    return [[0 if r in zr or c in zc else v for c, v in enumerate(row)] for r, row in enumerate(m)]


def check(m):
    want = oracle(m)
    Solution().setZeroes(m)
    assert m == want


def test_small():
    check([[0]])
    check([[5]])
    check([[1, 0, 2]])
    check([[1], [0], [2]])
    check([[1, 0], [1, 1]])
    check([[1, 1], [0, 1]])
    check([[0, 1], [1, 1]])


def test_random():
    rng = random.Random(14)
    for _ in range(500):
        r, c = rng.randint(1, 6), rng.randint(1, 6)
        check([[0 if rng.random() < 0.12 else rng.randint(-5, 5) for _ in range(c)] for _ in range(r)])
