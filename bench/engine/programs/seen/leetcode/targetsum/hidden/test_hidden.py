import random
import pytest
from itertools import product
from solution import Solution


def brute(nums, t):
    return sum(1 for s in product((1, -1), repeat=len(nums)) if sum(a * b for a, b in zip(s, nums)) == t)


@pytest.mark.parametrize("nums,t", [
    ([0], 0), ([0, 0, 0], 0), ([0, 0, 1], 1), ([1], 2), ([1, 1], 0), ([1, 2, 1], 0), ([1, 2, 3], 0),
    ([7, 9, 3, 8, 0, 2], 0), ([100], -100), ([1, 1, 1, 1], 0), ([1, 1, 1, 1, 1], -3),
])
def test_fixed(nums, t):
    assert Solution().findTargetSumWays(list(nums), t) == brute(nums, t)


def test_random():
    rng = random.Random(27)
    for _ in range(250):
        nums = [rng.randint(0, rng.choice([2, 5])) for _ in range(rng.randint(1, 8))]
        t = rng.randint(-10, 10)
        assert Solution().findTargetSumWays(list(nums), t) == brute(nums, t)


def test_twenty_ones():
    assert Solution().findTargetSumWays([1] * 20, 0) == 184756
