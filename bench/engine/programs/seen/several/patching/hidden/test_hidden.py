import random
from itertools import combinations_with_replacement
from solution import Solution


def covers(nums, n):
    bits = 1
    for x in nums:
        bits |= bits << x
    full = (1 << (n + 1)) - 1
    return bits & full == full


def oracle(nums, n):
    k = 0
    while True:
        for extra in combinations_with_replacement(range(1, n + 1), k):
            if covers(list(nums) + list(extra), n):
                return k
        k += 1


def test_fixed():
    s = Solution()
    assert s.minPatches([1], 1) == 0
    assert s.minPatches([1], 2) == 1
    assert s.minPatches([], 7) == 3
    assert s.minPatches([], 8) == 4
    assert s.minPatches([1, 2, 31, 33], 2147483647) == 28
    assert s.minPatches([5, 6, 7], 4) == 3


def test_random():
    rng = random.Random(16)
    for _ in range(200):
        nums = sorted(rng.randint(1, 12) for _ in range(rng.randint(1, 5)))
        n = rng.randint(1, 15)
        assert Solution().minPatches(nums[:], n) == oracle(nums, n), (nums, n)
