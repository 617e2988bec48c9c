import random
import pytest
from solution import Solution


def kruskal(p):
    n = len(p)
    edges = sorted((abs(p[i][0] - p[j][0]) + abs(p[i][1] - p[j][1]), i, j) for i in range(n) for j in range(i))
    comp = list(range(n))
    total = 0
    for d, i, j in edges:
        if comp[i] != comp[j]:
            total += d
            a, b = comp[i], comp[j]
            comp = [a if c == b else c for c in comp]
    return total


@pytest.mark.parametrize("p,e", [
    ([[5, 5]], 0), ([[0, 0], [1, 1], [1, 0], [-1, 1]], 4), ([[0, 0], [1, 0], [2, 0], [3, 0]], 3),
    ([[0, 0], [10, 0], [0, 10]], 20), ([[-1000000, -1000000], [1000000, 1000000]], 4000000),
])
def test_fixed(p, e):
    assert Solution().minCostConnectPoints(p) == e


def test_random():
    rng = random.Random(25)
    for _ in range(250):
        m = rng.choice([3, 10, 100])
        pts = list({(rng.randint(-m, m), rng.randint(-m, m)) for _ in range(rng.randint(1, 10))})
        p = [list(t) for t in pts]
        assert Solution().minCostConnectPoints(p) == kruskal(p)
