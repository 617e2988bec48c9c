import random
from itertools import combinations, permutations, product

import pytest

from solution import Solution


def brute(iv):
    cur = [list(x) for x in iv]
    changed = True
    while changed:
        changed = False
        for i, j in combinations(range(len(cur)), 2):
            a, b = cur[i], cur[j]
            if a[0] <= b[1] and b[0] <= a[1]:
                cur = [c for k, c in enumerate(cur) if k not in (i, j)]
                cur.append([min(a[0], b[0]), max(a[1], b[1])])
                changed = True
                break
    return sorted(cur)


def test_random():
    rng = random.Random(4)
    for _ in range(500):
        iv = []
        for _ in range(rng.randint(1, 8)):
            s = rng.randint(0, 30)
            iv.append([s, s + rng.randint(0, 8)])
        got = Solution().merge([x[:] for x in iv])
        assert sorted(map(list, got)) == brute(iv)


def test_nested():
    assert sorted(Solution().merge([[1, 10], [2, 3], [4, 5]])) == [[1, 10]]
