import random
import pytest
from solution import Solution


def brute(k, w, profits, capital):
    n = len(profits)
    best = w

    def go(left, cur, used):
        nonlocal best
        best = max(best, cur)
        if left == 0:
            return
        for i in range(n):
            if not used >> i & 1 and capital[i] <= cur:
                go(left - 1, cur + profits[i], used | 1 << i)
    go(k, w, 0)
    return best


@pytest.mark.parametrize("k,w,p,c", [
    (1, 0, [1, 2, 3], [1, 1, 2]), (1, 2, [1, 2, 3], [1, 1, 2]), (5, 0, [1, 2], [0, 0]), (1, 0, [9], [0]),
    (2, 0, [3, 2, 1], [2, 1, 0]), (3, 0, [3, 2, 1], [2, 1, 0]), (2, 3, [0, 0], [0, 0]), (11, 11, [1, 2, 3], [11, 12, 13]),
    (1, 5, [10, 1], [6, 0]), (2, 5, [10, 1], [6, 0]),
])
def test_fixed(k, w, p, c):
    assert Solution().findMaximizedCapital(k, w, list(p), list(c)) == brute(k, w, p, c)


def test_random():
    rng = random.Random(33)
    for _ in range(400):
        n = rng.randint(1, 5)
        p = [rng.randint(0, 6) for _ in range(n)]
        c = [rng.randint(0, 10) for _ in range(n)]
        k, w = rng.randint(1, 6), rng.randint(0, 6)
        assert Solution().findMaximizedCapital(k, w, list(p), list(c)) == brute(k, w, p, c)
