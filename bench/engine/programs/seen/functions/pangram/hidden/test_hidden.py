import random
import string
from solution import missing_letters, is_pangram


def test_some():
    assert missing_letters("abcdefghijklm") == "nopqrstuvwxyz"
    assert missing_letters(string.ascii_uppercase) == ""
    assert missing_letters("123 !") == string.ascii_lowercase
    assert is_pangram(string.ascii_lowercase) is True
    assert is_pangram(string.ascii_lowercase[:-1]) is False
    assert is_pangram("") is False


def test_random():
    r = random.Random(18)
    for _ in range(400):
        n = r.randint(0, 120)
        s = "".join(r.choice(string.ascii_letters + " .1") for _ in range(n))
        exp = "".join(sorted(set(string.ascii_lowercase) - set(s.lower())))
        assert missing_letters(s) == exp
        assert bool(is_pangram(s)) == (exp == "")
