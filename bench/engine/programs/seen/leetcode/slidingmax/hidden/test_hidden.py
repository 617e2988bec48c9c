import random
from itertools import combinations, permutations, product

import pytest

from solution import Solution


def test_random():
    rng = random.Random(16)
    for _ in range(500):
        n = rng.randint(1, 14)
        a = [rng.randint(-6, 6) for _ in range(n)]
        k = rng.randint(1, n)
        assert list(Solution().maxSlidingWindow(a[:], k)) == [max(a[i:i + k]) for i in range(n - k + 1)]


def test_decreasing():
    a = list(range(30, 0, -1))
    assert Solution().maxSlidingWindow(a[:], 1) == a
    assert Solution().maxSlidingWindow(a[:], 4) == a[:27]
