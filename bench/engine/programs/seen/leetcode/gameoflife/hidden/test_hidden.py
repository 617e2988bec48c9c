import random

from solution import Solution


def oracle(b):
    live = {(r, c) for r, row in enumerate(b) for c, v in enumerate(row) if v}

    def alive(r, c):
        k = sum((r + i, c + j) in live for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j)
        return int(k == 3 or (k == 2 and (r, c) in live))
    return [[alive(r, c) for c in range(len(b[0]))] for r in range(len(b))]


def test_random():
    rng = random.Random(22)
    for _ in range(300):
        m, n = rng.randint(1, 7), rng.randint(1, 7)
        b = [[rng.randint(0, 1) for _ in range(n)] for _ in range(m)]
        want = oracle(b)
        Solution().gameOfLife(b)
        assert b == want
