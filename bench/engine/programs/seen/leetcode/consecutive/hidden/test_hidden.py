import random
import pytest
from solution import Solution


def brute(nums):
    best = 0
    for x in nums:
        k = 0
        while x + k in nums:
            k += 1
        best = max(best, k)
    return best


@pytest.mark.parametrize("nums,e", [
    ([], 0), ([5], 1), ([5, 5, 5], 1), ([1, 0, 1, 2], 3), ([9, 1, 4, 7, 3, -1, 0, 5, 8, -1, 6], 7),
    ([1, 2, 10, 11, 12], 3), ([1, 2, 3, 10, 11], 3), ([-3, -2, -1, 0], 4), ([2, 4, 6], 1),
])
def test_fixed(nums, e):
    assert Solution().longestConsecutive(list(nums)) == e


def test_random():
    rng = random.Random(12)
    for _ in range(500):
        m = rng.choice([5, 15, 40])
        nums = [rng.randint(-m, m) for _ in range(rng.randint(0, 25))]
        assert Solution().longestConsecutive(list(nums)) == brute(nums)


def test_large():
    nums = list(range(30000))
    random.Random(1).shuffle(nums)
    assert Solution().longestConsecutive(nums) == 30000
