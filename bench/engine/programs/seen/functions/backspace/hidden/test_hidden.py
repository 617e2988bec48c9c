import random
import re

from solution import same_text, typed_text


def oracle(keys):
    while True:
        shorter = re.sub("[^#]#", "", keys, count=1)
        if shorter == keys:
            return keys.replace("#", "")
        keys = shorter


def test_known():
    assert typed_text("") == ""
    assert typed_text("#") == ""
    assert typed_text("###") == ""
    assert typed_text("#a") == "a"
    assert typed_text("a###b") == "b"
    assert typed_text("abc##") == "a"
    assert typed_text("a#b#c#") == ""
    assert typed_text("hello wr#orld") == "hello world"


def test_same():
    assert same_text("#", "")
    assert same_text("##a", "a")
    assert same_text("a##c", "#a#c")
    assert not same_text("a", "A")
    assert not same_text("ab", "a")


def test_random():
    rng = random.Random(3)
    for _ in range(400):
        a = "".join(rng.choice("ab##") for _ in range(rng.randrange(10)))
        b = "".join(rng.choice("ab##") for _ in range(rng.randrange(10)))
        assert typed_text(a) == oracle(a)
        assert same_text(a, b) is (oracle(a) == oracle(b))
