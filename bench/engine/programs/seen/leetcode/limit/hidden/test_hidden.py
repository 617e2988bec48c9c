import random

import pytest
from solution import Solution


def brute(nums, limit):
    best = 0
    for i in range(len(nums)):
        lo = hi = nums[i]
        for j in range(i, len(nums)):
            lo, hi = min(lo, nums[j]), max(hi, nums[j])
            if hi - lo > limit:
                break
            best = max(best, j - i + 1)
    return best


@pytest.mark.parametrize("nums,limit,exp", [
    ([1], 0, 1), ([1, 2], 0, 1), ([1, 2], 1, 2), ([1, 5, 6, 7, 8, 10, 6, 5, 6], 4, 5),
    ([9, 7, 5, 3, 1], 3, 2), ([1, 2, 3, 4, 5, 6], 2, 3), ([5, 5, 5, 5], 0, 4),
    ([1, 1000000000], 999999999, 2),
])
def test_fixed(nums, limit, exp):
    assert Solution().longestSubarray(nums[:], limit) == exp


def test_random():
    rng = random.Random(10)
    for _ in range(600):
        top = rng.choice([3, 10, 50])
        nums = [rng.randint(1, top) for _ in range(rng.randint(1, 20))]
        limit = rng.randint(0, top)
        assert Solution().longestSubarray(nums[:], limit) == brute(nums, limit), (nums, limit)
