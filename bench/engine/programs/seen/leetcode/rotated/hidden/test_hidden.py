import random
from itertools import combinations, permutations, product

import pytest

from solution import Solution


def test_all_rotations():
    for n in range(1, 12):
        base = [3 * i + 1 for i in range(n)]
        for r in range(n):
            a = base[r:] + base[:r]
            for t in range(-1, 3 * n + 3):
                assert Solution().search(a[:], t) == (a.index(t) if t in a else -1)


def test_random():
    rng = random.Random(2)
    for _ in range(300):
        a = sorted(rng.sample(range(-50, 50), rng.randint(1, 30)))
        r = rng.randrange(len(a))
        a = a[r:] + a[:r]
        t = rng.randint(-51, 51)
        assert Solution().search(a[:], t) == (a.index(t) if t in a else -1)
