import random
import pytest
from solution import Solution


def oracle(g):
    g = [r[:] for r in g]
    t = 0
    while True:
        hit = [(i, j) for i, r in enumerate(g) for j, v in enumerate(r) if v == 1 and any(
            0 <= a < len(g) and 0 <= b < len(r) and g[a][b] == 2
            for a, b in ((i + 1, j), (i - 1, j), (i, j + 1), (i, j - 1)))]
        if not hit:
            break
        for i, j in hit:
            g[i][j] = 2
        t += 1
    return -1 if any(1 in r for r in g) else t


@pytest.mark.parametrize("g, want", [
    ([[0]], 0), ([[1]], -1), ([[2]], 0), ([[2, 1]], 1), ([[1], [2]], 1), ([[1, 2, 1, 1, 2, 1]], 1),
    ([[2, 2], [2, 2]], 0), ([[1, 0, 2]], -1), ([[2, 1, 1, 1, 1]], 4), ([[0, 1]], -1),
])
def test_cases(g, want):
    assert Solution().orangesRotting([r[:] for r in g]) == want


def test_random():
    rnd = random.Random(16)
    for _ in range(300):
        r, c = rnd.randint(1, 6), rnd.randint(1, 6)
        pool = rnd.choice([[0, 1, 2], [1, 1, 1, 1, 2], [0, 1, 1, 1, 1, 2]])
        g = [[rnd.choice(pool) for _ in range(c)] for _ in range(r)]
        assert Solution().orangesRotting([x[:] for x in g]) == oracle(g)
