import random
from itertools import combinations, permutations, product

import pytest

from solution import Solution


def brute(a, k):
    return sum(sum(a[i:j]) == k for i in range(len(a)) for j in range(i + 1, len(a) + 1))


def test_random():
    rng = random.Random(14)
    for _ in range(500):
        a = [rng.randint(-3, 3) for _ in range(rng.randint(1, 14))]
        k = rng.randint(-4, 4)
        assert Solution().subarraySum(a[:], k) == brute(a, k)


def test_fixed():
    assert Solution().subarraySum([5], 5) == 1
    assert Solution().subarraySum([5], 0) == 0
    assert Solution().subarraySum([0, 0, 0], 0) == 6
