import random
import pytest
from solution import Solution


def brute(f):
    return max(j - i for i in range(len(f)) for j in range(i + 1, len(f) + 1) if len(set(f[i:j])) <= 2)


@pytest.mark.parametrize("f", [
    [0], [1, 1], [1, 2, 3], [0, 1, 6, 6, 4, 4, 6], [1, 0, 1, 4, 1, 4, 1, 2, 3], [5, 5, 5, 5], [1, 2, 3, 4, 5],
    [1, 2, 1, 3, 1, 2, 1], [0, 0, 1, 1, 2, 2, 1],
])
def test_fixed(f):
    assert Solution().totalFruit(list(f)) == brute(f)


def test_random():
    rng = random.Random(31)
    for _ in range(400):
        m = rng.randint(1, 5)
        f = [rng.randint(0, m) for _ in range(rng.randint(1, 16))]
        assert Solution().totalFruit(list(f)) == brute(f)
