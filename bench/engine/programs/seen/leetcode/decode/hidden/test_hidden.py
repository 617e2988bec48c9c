import random
from itertools import combinations, permutations, product

import pytest

from solution import Solution


def gen(rng, depth):
    enc = dec = ""
    for _ in range(rng.randint(1, 3)):
        if depth and rng.random() < 0.6:
            e, d = gen(rng, depth - 1)
            k = rng.choice([1, 2, 3, 10, 12]) if depth == 1 else rng.randint(1, 3)
            enc += "%d[%s]" % (k, e)
            dec += d * k
        else:
            w = "".join(rng.choice("xyz") for _ in range(rng.randint(1, 2)))
            enc += w
            dec += w
    return enc, dec


def test_random():
    rng = random.Random(8)
    for _ in range(400):
        e, d = gen(rng, rng.randint(0, 3))
        assert Solution().decodeString(e) == d


def test_fixed():
    assert Solution().decodeString("abc") == "abc"
    assert Solution().decodeString("100[z]") == "z" * 100
    assert Solution().decodeString("2[abc]3[cd]ef") == "abcabccdcdcdef"
