import random
import pytest
from solution import Solution


def brute(n):
    return [sum(1 for y in n[i + 1:] if y < x) for i, x in enumerate(n)]


@pytest.mark.parametrize("n", [[0], [2, 0, 1], [1, 1, 1], [2, 1, 2, 1], [-5, 5, -5], [3, 3, 2, 2, 1, 1], [10 ** 4, -10 ** 4]])
def test_fixed(n):
    assert Solution().countSmaller(list(n)) == brute(n)


def test_random():
    rng = random.Random(35)
    for _ in range(400):
        m = rng.choice([2, 10, 1000])
        n = [rng.randint(-m, m) for _ in range(rng.randint(1, 20))]
        assert Solution().countSmaller(list(n)) == brute(n)


def test_large():
    n = list(range(20000, 0, -1))
    assert Solution().countSmaller(n) == list(range(19999, -1, -1))
