import random
from itertools import groupby
from solution import ListNode, Solution


def make(values):
    head = None
    for v in reversed(values):
        head = ListNode(v, head)
    return head


def oracle(vals, nums):
    return sum(1 for k, _ in groupby(vals, key=lambda v: v in nums) if k)


def test_some():
    s = Solution()
    assert s.numComponents(make([0, 1, 2]), [0, 2]) == 2
    assert s.numComponents(make([0, 1, 2]), [1]) == 1
    assert s.numComponents(make([0, 1, 2]), [0]) == 1
    assert s.numComponents(make([3, 4, 0, 2, 1]), [4]) == 1
    assert s.numComponents(make([0, 1, 2, 3, 4, 5]), [0, 2, 4]) == 3


def test_random():
    rng = random.Random(18)
    for _ in range(500):
        n = rng.randint(1, 14)
        vals = list(range(n))
        rng.shuffle(vals)
        nums = rng.sample(vals, rng.randint(1, n))
        assert Solution().numComponents(make(vals), nums) == oracle(vals, nums)
