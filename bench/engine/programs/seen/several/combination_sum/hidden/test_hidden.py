import random
from itertools import combinations
import pytest
from solution import Solution


def oracle(c, t):
    return sorted({tuple(sorted(x)) for r in range(1, len(c) + 1) for x in combinations(c, r) if sum(x) == t})


def check(c, t):
    got = sorted(tuple(sorted(x)) for x in Solution().combinationSum2(list(c), t))
    assert got == oracle(c, t)


@pytest.mark.parametrize("c, t", [
    ([1], 1), ([1], 2), ([1, 1], 1), ([1, 1], 2), ([1, 1, 1], 3), ([2, 2, 2], 4), ([3, 1, 3, 5, 1, 1], 8), ([5, 4, 3], 3),
])
def test_cases(c, t):
    check(c, t)


def test_random():
    rnd = random.Random(20)
    for _ in range(250):
        c = [rnd.randint(1, 7) for _ in range(rnd.randint(1, 8))]
        check(c, rnd.randint(1, 20))
