import random
from itertools import combinations, permutations, product

import pytest

from solution import Solution


def brute(g):
    g = [r[:] for r in g]
    t = 0
    R, C = len(g), len(g[0])
    while True:
        new = []
        for r in range(R):
            for c in range(C):
                if g[r][c] == 1 and any(0 <= a < R and 0 <= b < C and g[a][b] == 2
                                        for a, b in ((r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1))):
                    new.append((r, c))
        if not new:
            break
        for r, c in new:
            g[r][c] = 2
        t += 1
    return -1 if any(1 in r for r in g) else t


def test_random():
    rng = random.Random(28)
    for _ in range(600):
        R, C = rng.randint(1, 5), rng.randint(1, 5)
        w = rng.choice([[0, 1, 1, 2], [0, 1, 1, 1, 1, 2], [1, 1, 1, 1, 2], [0, 2]])
        g = [[rng.choice(w) for _ in range(C)] for _ in range(R)]
        assert Solution().orangesRotting([r[:] for r in g]) == brute(g)


def test_fixed():
    assert Solution().orangesRotting([[0]]) == 0
    assert Solution().orangesRotting([[1]]) == -1
    assert Solution().orangesRotting([[2]]) == 0
    assert Solution().orangesRotting([[2, 1, 1, 1]]) == 3
