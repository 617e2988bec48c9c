import random
from functools import lru_cache
from math import comb
from solution import Solution


def oracle(s, t):
    @lru_cache(None)
    def go(i, j):
        if j == len(t):
            return 1
        return sum(go(k + 1, j + 1) for k in range(i, len(s)) if s[k] == t[j])
    return go(0, 0)


def test_same():
    assert Solution().numDistinct("abc", "abc") == 1


def test_single_letter():
    assert Solution().numDistinct("aaaa", "a") == 4
    assert Solution().numDistinct("b", "a") == 0


def test_binomial():
    for k in range(1, 11):
        assert Solution().numDistinct("a" * 10, "a" * k) == comb(10, k)


def test_random():
    rng = random.Random(10)
    for _ in range(500):
        s = "".join(rng.choice("abc") for _ in range(rng.randint(1, 10)))
        t = "".join(rng.choice("abc") for _ in range(rng.randint(1, 4)))
        assert Solution().numDistinct(s, t) == oracle(s, t)
