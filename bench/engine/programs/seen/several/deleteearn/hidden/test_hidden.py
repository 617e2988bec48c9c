import random
from collections import Counter
from functools import lru_cache
from solution import Solution


def oracle(nums):
    c = Counter(nums)
    keys = sorted(c)

    best = 0
    for mask in range(1 << len(keys)):
        chosen = [keys[i] for i in range(len(keys)) if mask >> i & 1]
        if any(b - a == 1 for a, b in zip(chosen, chosen[1:])):
            continue
        best = max(best, sum(k * c[k] for k in chosen))
    return best


def test_fixed():
    s = Solution()
    assert s.deleteAndEarn([1]) == 1
    assert s.deleteAndEarn([1, 1, 1, 2, 4, 5, 5, 5, 6]) == 18
    assert s.deleteAndEarn([10000]) == 10000
    assert s.deleteAndEarn([1, 10000]) == 10001
    assert s.deleteAndEarn([9999, 9999, 10000]) == 19998
    assert s.deleteAndEarn([4] * 50) == 200


def test_random():
    rng = random.Random(2)
    for _ in range(400):
        nums = [rng.randint(1, 9) for _ in range(rng.randint(1, 14))]
        assert Solution().deleteAndEarn(nums[:]) == oracle(nums), nums
