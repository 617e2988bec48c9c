import random
from itertools import combinations, permutations, product

import pytest

from solution import Solution


def brute(num, k):
    n = len(num)
    return str(min(int("".join(c) or "0") for c in combinations(num, n - k)))


def test_random():
    rng = random.Random(30)
    for _ in range(500):
        n = rng.randint(1, 8)
        num = "".join(rng.choice("0123459") for _ in range(n)).lstrip("0") or "0"
        k = rng.randint(1, len(num))
        assert Solution().removeKdigits(num, k) == brute(num, k), (num, k)


def test_fixed():
    assert Solution().removeKdigits("9", 1) == "0"
    assert Solution().removeKdigits("1111", 2) == "11"
    assert Solution().removeKdigits("12345", 3) == "12"
    assert Solution().removeKdigits("100", 1) == "0"
