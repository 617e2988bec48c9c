import random
from itertools import combinations, permutations, product

import pytest

from solution import Solution


def brute(a):
    n = len(a)
    d = [0] + [None] * (n - 1)
    for i in range(n):
        if d[i] is None:
            continue
        for j in range(i + 1, min(n, i + a[i] + 1)):
            if d[j] is None or d[j] > d[i] + 1:
                d[j] = d[i] + 1
    return d[-1]


def test_random():
    rng = random.Random(12)
    done = 0
    while done < 400:
        m = rng.randint(1, 5)
        a = [rng.randint(0, m) for _ in range(rng.randint(1, 14))]
        b = brute(a)
        if b is None:
            continue
        done += 1
        assert Solution().jump(a[:]) == b, a


def test_fixed():
    assert Solution().jump([0]) == 0
    assert Solution().jump([5, 0]) == 1
    assert Solution().jump([1, 2]) == 1
