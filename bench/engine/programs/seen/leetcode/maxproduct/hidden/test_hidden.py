import random
from itertools import combinations, permutations, product

import pytest

from solution import Solution


def brute(a):
    best = a[0]
    for i in range(len(a)):
        p = 1
        for x in a[i:]:
            p *= x
            best = max(best, p)
    return best


def test_random():
    rng = random.Random(20)
    for _ in range(800):
        a = [rng.randint(-4, 4) for _ in range(rng.randint(1, 9))]
        assert Solution().maxProduct(a[:]) == brute(a)


def test_nonzero():
    rng = random.Random(201)
    for _ in range(400):
        a = [rng.choice([-3, -2, -1, 1, 2, 3]) for _ in range(rng.randint(1, 9))]
        assert Solution().maxProduct(a[:]) == brute(a)


def test_fixed():
    assert Solution().maxProduct([-5]) == -5
    assert Solution().maxProduct([0]) == 0
