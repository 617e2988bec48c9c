import random
import pytest
from solution import Solution


def brute(h):
    return max(min(h[i], h[j]) * (j - i) for i in range(len(h)) for j in range(i + 1, len(h)))


@pytest.mark.parametrize("h,e", [
    ([1, 1], 1), ([0, 0], 0), ([4, 3, 2, 1, 4], 16), ([1, 2, 1], 2),
    ([1, 8, 6, 2, 5, 4, 8, 3, 7], 49), ([0, 5], 0), ([5, 4, 3, 2, 1], 6),
    ([2, 3, 4, 5, 18, 17, 6], 17), ([7] * 10, 63),
])
def test_fixed(h, e):
    assert Solution().maxArea(list(h)) == e


def test_random():
    rng = random.Random(11)
    for _ in range(400):
        h = [rng.randint(0, rng.choice([3, 10, 100])) for _ in range(rng.randint(2, 20))]
        assert Solution().maxArea(list(h)) == brute(h)


def test_large():
    assert Solution().maxArea(list(range(1, 20001))) == 10000 * 10000
