import random

from solution import best_block


def oracle(g, k):
    sums = []
    for r in range(len(g)):
        for c in range(len(g[0])):
            if r + k <= len(g) and c + k <= len(g[0]):
                sums.append(sum(g[r + i][c + j] for i in range(k) for j in range(k)))
    return max(sums) if sums else None


def test_tall():
    assert best_block([[-1], [-2], [-3]], 2) is None
    assert best_block([[-1, -1], [-2, -2], [-9, -9]], 2) == -6
    assert best_block([[1], [5], [2]], 1) == 5


def test_wide():
    assert best_block([[1, 2, 3, 9]], 1) == 9


def test_random():
    rng = random.Random(18)
    for _ in range(400):
        h, w = rng.randint(1, 5), rng.randint(1, 5)
        g = [[rng.randint(-9, 9) for _ in range(w)] for _ in range(h)]
        k = rng.randint(1, 4)
        assert best_block(g, k) == oracle(g, k)
