import random
from collections import Counter
from solution import Solution


def verify(s):
    r = Solution().reorganizeString(s)
    if max(Counter(s).values()) > (len(s) + 1) // 2:
        assert r == ""
    else:
        assert Counter(r) == Counter(s)
        assert all(x != y for x, y in zip(r, r[1:]))


def test_just_possible():
    for s in ("aabb", "aaabb", "vvvlo", "aaaabbb", "ab", "aba"):
        verify(s)


def test_impossible():
    for s in ("aa", "aaabc" + "a", "bbbbac", "zzz"):
        verify(s)


def test_random():
    rng = random.Random(6)
    for _ in range(600):
        k = rng.randint(1, 5)
        verify("".join(rng.choice("abcde"[:k]) for _ in range(rng.randint(1, 14))))
