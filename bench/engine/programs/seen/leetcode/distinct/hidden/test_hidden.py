import random
from itertools import combinations
from solution import Solution


def oracle(s, t):
    return sum(1 for c in combinations(s, len(t)) if "".join(c) == t)


def test_fixed():
    assert Solution().numDistinct("aaaa", "aa") == 6
    assert Solution().numDistinct("a", "aa") == 0
    assert Solution().numDistinct("aaaaa", "aaaaa") == 1
    assert Solution().numDistinct("a" * 30, "a" * 15) == 155117520


def test_random():
    rng = random.Random(22)
    for _ in range(250):
        s = "".join(rng.choice("abc"[:rng.randint(1, 3)]) for _ in range(rng.randint(1, 9)))
        t = "".join(rng.choice("abc") for _ in range(rng.randint(1, 4)))
        assert Solution().numDistinct(s, t) == oracle(s, t)
