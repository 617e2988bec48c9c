import random
import pytest
from solution import Solution


def oracle(arr, k, x):
    return sorted(sorted(arr, key=lambda a: (abs(a - x), a))[:k])


@pytest.mark.parametrize("a,k,x", [
    ([1], 1, 5), ([1, 2], 1, 2), ([1, 2], 1, 1), ([1, 2], 2, 9), ([1, 3], 1, 2), ([1, 1, 1, 10, 10, 10], 1, 9),
    ([0, 0, 1, 2, 3, 3, 4, 7, 7, 8], 3, 5), ([-5, -3, 0, 4], 2, 100), ([-5, -3, 0, 4], 3, 4), ([2, 4, 6, 8], 4, 1),
])
def test_fixed(a, k, x):
    assert Solution().findClosestElements(list(a), k, x) == oracle(a, k, x)


def test_random():
    rng = random.Random(30)
    for _ in range(500):
        m = rng.choice([5, 20])
        a = sorted(rng.randint(-m, m) for _ in range(rng.randint(1, 14)))
        k = rng.randint(1, len(a))
        x = rng.randint(-m - 3, m + 3)
        assert Solution().findClosestElements(list(a), k, x) == oracle(a, k, x)
