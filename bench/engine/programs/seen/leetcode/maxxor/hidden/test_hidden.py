import random
import pytest
from solution import Solution


def brute(n):
    return max(a ^ b for a in n for b in n)


@pytest.mark.parametrize("n", [
    [0], [0, 1], [2, 4], [4, 4, 4], [1, 2, 3], [2 ** 31 - 1, 0], [2 ** 30, 2 ** 30 - 1], [8, 10, 2], [5, 4], [1024, 1025, 1027],
])
def test_fixed(n):
    assert Solution().findMaximumXOR(list(n)) == brute(n)


def test_random():
    rng = random.Random(32)
    for _ in range(300):
        m = rng.choice([3, 15, 1000, 2 ** 31 - 1])
        n = [rng.randint(0, m) for _ in range(rng.randint(1, 10))]
        assert Solution().findMaximumXOR(list(n)) == brute(n)
