import random
import string

from solution import caesar

LOW = string.ascii_lowercase
UP = string.ascii_uppercase


def oracle(text, shift):
    k = shift % 26
    table = str.maketrans(LOW + UP, LOW[k:] + LOW[:k] + UP[k:] + UP[:k])
    return text.translate(table)


def test_known():
    assert caesar("", 3) == ""
    assert caesar("z", 1) == "a"
    assert caesar("Z", 1) == "A"
    assert caesar("a", -1) == "z"
    assert caesar("z", 0) == "z"
    assert caesar("a1 b2-C3", 26) == "a1 b2-C3"
    assert caesar("Why? 42 (no).", 13) == "Jul? 42 (ab)."


def test_alphabet():
    for shift in range(-60, 61):
        assert caesar(LOW + UP, shift) == oracle(LOW + UP, shift)


def test_random():
    rng = random.Random(19)
    for _ in range(300):
        text = "".join(rng.choice(string.printable) for _ in range(rng.randrange(25)))
        shift = rng.randint(-100, 100)
        assert caesar(text, shift) == oracle(text, shift)
        assert caesar(caesar(text, shift), -shift) == text
