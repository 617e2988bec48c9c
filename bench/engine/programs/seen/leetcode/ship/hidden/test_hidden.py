import random
import pytest
from functools import lru_cache
from solution import Solution


def oracle(w, days):
    @lru_cache(None)
    def f(i, d):
        if i == len(w):
            return 0
        if d == 0:
            return float("inf")
        best, s = float("inf"), 0
        for j in range(i, len(w)):
            s += w[j]
            best = min(best, max(s, f(j + 1, d - 1)))
        return best
    return f(0, days)


@pytest.mark.parametrize("w,d,e", [
    ([7], 1, 7), ([1, 1, 1, 1], 4, 1), ([10, 1, 1], 3, 10), ([1, 1, 10], 3, 10), ([1, 10, 1], 2, 11),
    ([5, 8, 3], 3, 8), ([2, 9], 2, 9), ([9, 2], 2, 9), ([500, 1, 1, 1], 4, 500),
])
def test_fixed(w, d, e):
    assert Solution().shipWithinDays(list(w), d) == e


def test_random():
    rng = random.Random(14)
    for _ in range(300):
        n = rng.randint(1, 9)
        w = [rng.randint(1, rng.choice([3, 12, 50])) for _ in range(n)]
        d = rng.randint(1, n)
        assert Solution().shipWithinDays(list(w), d) == oracle(tuple(w), d)
