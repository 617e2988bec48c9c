import random
from itertools import combinations, permutations, product

import pytest

from solution import Solution


def brute(a):
    d = []
    for i, x in enumerate(a):
        d.append(1 + max([d[j] for j in range(i) if a[j] < x], default=0))
    return max(d)


def test_random():
    rng = random.Random(22)
    for _ in range(600):
        m = rng.randint(1, 12)
        a = [rng.randint(-m, m) for _ in range(rng.randint(1, 15))]
        assert Solution().lengthOfLIS(a[:]) == brute(a)


def test_fixed():
    assert Solution().lengthOfLIS([1]) == 1
    assert Solution().lengthOfLIS(list(range(50))) == 50
    assert Solution().lengthOfLIS(list(range(50, 0, -1))) == 1
