import random
import re

from solution import matches_abbreviation


def oracle(word, abbr):
    pattern = re.sub("[0-9]+", lambda m: "[a-z]{" + m.group() + "}", abbr)
    return re.fullmatch(pattern, word) is not None


def test_known():
    assert matches_abbreviation("", "") is True
    assert matches_abbreviation("", "1") is False
    assert matches_abbreviation("", "a") is False
    assert matches_abbreviation("a", "") is False
    assert matches_abbreviation("a", "1") is True
    assert matches_abbreviation("ab", "abc") is False
    assert matches_abbreviation("ab", "2c") is False
    assert matches_abbreviation("ab", "9b") is False
    assert matches_abbreviation("abcdefghijkl", "a10l") is True
    assert matches_abbreviation("abcdefghijkl", "a11") is True
    assert matches_abbreviation("abcdefghijkl", "a1l") is False
    assert matches_abbreviation("abcdefghijkl", "12") is True
    assert matches_abbreviation("abcdefghijkl", "x10l") is False


def test_made_from_word():
    rng = random.Random(24)
    for _ in range(400):
        word = "".join(rng.choice("ab") for _ in range(rng.randrange(15)))
        abbr = ""
        i = 0
        digit_before = False
        while i < len(word):
            if not digit_before and rng.random() < 0.4:
                n = rng.randint(1, len(word) - i)
                abbr += str(n)
                i += n
                digit_before = True
            else:
                abbr += word[i] if rng.random() < 0.9 else rng.choice("ab")
                i += 1
                digit_before = False
        assert matches_abbreviation(word, abbr) is oracle(word, abbr)
        other = "".join(rng.choice("ab") for _ in range(len(word)))
        assert matches_abbreviation(other, abbr) is oracle(other, abbr)
        assert matches_abbreviation(word + "a", abbr) is oracle(word + "a", abbr)
        assert matches_abbreviation(word[:-1], abbr) is oracle(word[:-1], abbr)
