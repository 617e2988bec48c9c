import random

import pytest
from solution import Solution


def brute(h):
    return sum(min(max(h[:i + 1]), max(h[i:])) - h[i] for i in range(len(h)))


@pytest.mark.parametrize("h,want", [
    ([0, 1, 0, 2, 1, 0, 1, 3, 2, 1, 2, 1], 6), ([4, 2, 0, 3, 2, 5], 9), ([], 0), ([7], 0), ([3, 3], 0),
    ([2, 0, 2], 2), ([5, 4, 3, 2, 1], 0), ([1, 2, 3, 4, 5], 0), ([5, 0, 0, 0, 3], 9), ([3, 0, 0, 0, 5], 9),
    ([0, 0, 0], 0), ([5, 2, 1, 2, 1, 5], 14), ([5, 4, 1, 2], 1), ([0, 7, 1, 4, 6], 7),
])
def test_fixed(h, want):
    assert Solution().trap(h) == want


def test_random():
    rng = random.Random(5)
    for _ in range(400):
        h = [rng.randint(0, 8) for _ in range(rng.randint(1, 20))]
        assert Solution().trap(h[:]) == brute(h), h
