import random
import re
import pytest
from solution import Solution


def oracle(s, p):
    p = re.sub(r"\*+", "*", p)
    return re.fullmatch(p.replace("?", ".").replace("*", ".*"), s) is not None


@pytest.mark.parametrize("s,p", [
    ("", ""), ("", "*"), ("", "***"), ("", "?"), ("", "a"), ("a", ""), ("a", "*"), ("abc", "*"), ("abc", "a*"),
    ("abcd", "a*d"), ("abcd", "a*c"), ("abcabczzzde", "*abc???de*"), ("aab", "c*a*b"), ("abefcdgiescdfimde", "ab*cd?i*de"),
    ("leetcode", "*e*t?d*"), ("aaaa", "***a"), ("mississippi", "m??*ss*?i*pi"), ("ab", "?*"), ("b", "?*?"),
])
def test_fixed(s, p):
    assert bool(Solution().isMatch(s, p)) == oracle(s, p)


def test_random():
    rng = random.Random(28)
    for _ in range(800):
        s = "".join(rng.choice("ab") for _ in range(rng.randint(0, 9)))
        p = "".join(rng.choice("ab?**") for _ in range(rng.randint(0, 7)))
        assert bool(Solution().isMatch(s, p)) == oracle(s, p)
