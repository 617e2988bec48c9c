import random
from itertools import combinations, permutations, product

import pytest

from solution import Solution


def brute(r):
    n = len(r)
    c = [1] * n
    changed = True
    while changed:
        changed = False
        for i in range(n):
            for j in (i - 1, i + 1):
                if 0 <= j < n and r[i] > r[j] and c[i] <= c[j]:
                    c[i] = c[j] + 1
                    changed = True
    return sum(c)


def test_random():
    rng = random.Random(24)
    for _ in range(600):
        m = rng.randint(1, 8)
        r = [rng.randint(0, m) for _ in range(rng.randint(1, 12))]
        assert Solution().candy(r[:]) == brute(r)


def test_fixed():
    assert Solution().candy([3]) == 1
    assert Solution().candy([1, 2, 3, 4, 5, 2, 1]) == 18
    assert Solution().candy([5, 4, 3, 2, 1]) == 15
