import random
from string import ascii_letters
import pytest
from solution import vigenere


def oracle(t, k):
    lo = "abcdefghijklmnopqrstuvwxyz"
    letters = [c for c in t if c in ascii_letters]
    enc = []
    for n, c in enumerate(letters):
        e = lo[(lo.index(c.lower()) + lo.index(k[n % len(k)])) % 26]
        enc.append(e.upper() if c.isupper() else e)
    it = iter(enc)
    return "".join(next(it) if c in ascii_letters else c for c in t)


@pytest.mark.parametrize("t,k,e", [("", "a", ""), ("Zz", "b", "Aa"), ("abc", "a", "abc"), ("a a a", "abc", "a b c"), (" aa", "ab", " ab"),
                                   ("A-B-C", "bd", "B-E-D")])
def test_cases(t, k, e):
    assert vigenere(t, k) == e


def test_random():
    rnd = random.Random(16)
    for _ in range(300):
        t = "".join(rnd.choice(ascii_letters + " ,.7!") for _ in range(rnd.randint(0, 20)))
        k = "".join(rnd.choice("abcxyz") for _ in range(rnd.randint(1, 4)))
        assert vigenere(t, k) == oracle(t, k)
