import random
from statistics import median

import pytest
from solution import Solution


@pytest.mark.parametrize("a,b", [
    ([], [-1]), ([], [-5, -2]), ([2], []), ([0, 0], [0, 0]), ([3], [-2, -1]),
    ([-3, -2, -1], [1, 2, 3]), ([1, 2, 3], [-3, -2, -1]), ([-10], [-9]),
    ([1000000], [-1000000]), ([5], [1, 2, 3, 4, 6, 7, 8]), ([1, 1, 1], [1]),
    ([-9, -8], [-7, -6, -5, -4, -3]), ([-5, -4], [-9, -8, -7]),
])
def test_fixed(a, b):
    assert Solution().findMedianSortedArrays(a[:], b[:]) == pytest.approx(median(a + b))


def test_random():
    rng = random.Random(7)
    for _ in range(800):
        lo, hi = rng.choice([(-5, 5), (-100, -1), (1, 100), (-1000, 1000)])
        a = sorted(rng.randint(lo, hi) for _ in range(rng.randint(0, 9)))
        b = sorted(rng.randint(lo, hi) for _ in range(rng.randint(0, 9)))
        if not a and not b:
            continue
        assert Solution().findMedianSortedArrays(a[:], b[:]) == pytest.approx(median(a + b)), (a, b)
