import random
import pytest
from itertools import combinations
from solution import Solution


def oracle(nums):
    s = sorted(nums)
    return sorted(set(c for k in range(len(s) + 1) for c in combinations(s, k)))


def norm(subsets):
    return sorted(tuple(sorted(s)) for s in subsets)


@pytest.mark.parametrize("nums", [
    [0], [1, 2, 2], [4, 4, 4, 1, 4], [1, 1, 1, 1], [1, 2, 3], [2, 1, 2, 1], [-1, 0, -1], [5, 5],
])
def test_fixed(nums):
    assert norm(Solution().subsetsWithDup(list(nums))) == oracle(nums)


def test_random():
    rng = random.Random(13)
    for _ in range(200):
        nums = [rng.randint(-4, 4) for _ in range(rng.randint(1, 7))]
        assert norm(Solution().subsetsWithDup(list(nums))) == oracle(nums)
