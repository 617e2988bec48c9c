import random
import pytest
from solution import longest_palindrome


def oracle(t):
    for n in range(len(t), 0, -1):
        for i in range(len(t) - n + 1):
            s = t[i:i + n]
            if s == s[::-1]:
                return s
    return ""


@pytest.mark.parametrize("t,e", [("a", "a"), ("aa", "aa"), ("ab", "a"), ("aba", "aba"), ("abacdc", "aba"),
                                 ("cbbd", "bb"), ("racecar", "racecar"), ("xracecar", "racecar")])
def test_cases(t, e):
    assert longest_palindrome(t) == e


def test_random():
    rnd = random.Random(4)
    for _ in range(400):
        t = "".join(rnd.choice("abc") for _ in range(rnd.randint(0, 14)))
        assert longest_palindrome(t) == oracle(t)
