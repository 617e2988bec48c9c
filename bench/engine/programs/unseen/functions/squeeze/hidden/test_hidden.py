import itertools
import random

from solution import squeeze


def oracle(text, chars):
    return "".join(c if c in chars else "".join(g) for c, g in itertools.groupby(text))


def test_cases():
    assert squeeze("aabbaabb", "ab") == "abab"
    assert squeeze("abab", "ab") == "abab"
    assert squeeze("aAaa", "a") == "aAa"
    assert squeeze("aabb", "") == "aabb"


def test_random():
    rng = random.Random(6)
    for _ in range(400):
        text = "".join(rng.choice("aab c") for _ in range(rng.randint(0, 15)))
        chars = "".join(rng.sample("abc ", rng.randint(0, 4)))
        assert squeeze(text, chars) == oracle(text, chars)
