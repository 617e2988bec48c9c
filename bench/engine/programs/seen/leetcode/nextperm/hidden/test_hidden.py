import random
from itertools import combinations, permutations, product

import pytest

from solution import Solution


def check(a):
    perms = sorted(set(permutations(a)))
    want = list(perms[(perms.index(tuple(a)) + 1) % len(perms)])
    b = list(a)
    Solution().nextPermutation(b)
    assert b == want, a


def test_all_small():
    for n in range(1, 5):
        for p in product(range(4), repeat=n):
            check(p)


def test_random():
    rng = random.Random(32)
    for _ in range(100):
        check([rng.randint(0, 4) for _ in range(rng.randint(5, 6))])
