import random
from itertools import combinations, permutations, product

import pytest

from solution import Solution


def brute(m):
    m = [list(r) for r in m]
    out = []
    while m:
        out += m.pop(0)
        m = [list(r) for r in zip(*m)][::-1]
    return out


def test_all_sizes():
    for r in range(1, 10):
        for c in range(1, 10):
            m = [[i * c + j for j in range(c)] for i in range(r)]
            assert Solution().spiralOrder([x[:] for x in m]) == brute(m)
