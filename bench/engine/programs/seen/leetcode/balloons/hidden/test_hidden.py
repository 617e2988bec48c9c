import random
from itertools import combinations, permutations, product

import pytest

from solution import Solution


from functools import lru_cache


@lru_cache(None)
def brute(t):
    best = 0
    for i in range(len(t)):
        l = t[i - 1] if i else 1
        r = t[i + 1] if i + 1 < len(t) else 1
        best = max(best, l * t[i] * r + brute(t[:i] + t[i + 1:]))
    return best


def test_random():
    rng = random.Random(26)
    for _ in range(200):
        a = [rng.randint(0, 9) for _ in range(rng.randint(1, 6))]
        assert Solution().maxCoins(a[:]) == brute(tuple(a))


def test_fixed():
    assert Solution().maxCoins([0]) == 0
    assert Solution().maxCoins([2, 2, 2]) == 14
