import random
from functools import lru_cache
import pytest
from solution import Solution


def oracle(a, b):
    @lru_cache(None)
    def f(i, j):
        if i == len(a):
            return len(b) - j
        if j == len(b):
            return len(a) - i
        return min(f(i + 1, j + 1) + (a[i] != b[j]), f(i + 1, j) + 1, f(i, j + 1) + 1)
    return f(0, 0)


@pytest.mark.parametrize("a, b, want", [
    ("", "", 0), ("a", "", 1), ("", "a", 1), ("a", "a", 0), ("a", "b", 1), ("kitten", "sitting", 3),
    ("sunday", "saturday", 3), ("abc", "abc", 0), ("abcdef", "azced", 3), ("b", "ab", 1), ("ab", "b", 1),
])
def test_cases(a, b, want):
    assert Solution().minDistance(a, b) == want


def test_random():
    rnd = random.Random(8)
    for _ in range(300):
        a = "".join(rnd.choice("abc") for _ in range(rnd.randint(0, 8)))
        b = "".join(rnd.choice("abc") for _ in range(rnd.randint(0, 8)))
        assert Solution().minDistance(a, b) == oracle(a, b)
