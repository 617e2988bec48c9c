import random

from solution import replace_last


def oracle(text, old, new, count):
    tail = ""
    while old and count > 0:
        i = text.rfind(old)
        if i < 0:
            break
        tail = new + text[i + len(old):] + tail
        text = text[:i]
        count -= 1
    return text + tail


def test_cases():
    assert replace_last("aaa", "aa", "b") == "ab"
    assert replace_last("one two one", "one", "1") == "one two 1"
    assert replace_last("one two one", "one", "1", 5) == "1 two 1"
    assert replace_last("one one", "one", "1", 0) == "one one"
    assert replace_last("", "a", "b") == ""
    assert replace_last("x.tar.gz", ".", "") == "x.targz"


def test_random():
    rng = random.Random(7)
    for _ in range(400):
        text = "".join(rng.choice("ab") for _ in range(rng.randint(0, 10)))
        old = "".join(rng.choice("ab") for _ in range(rng.randint(0, 3)))
        new = rng.choice(["", "x", "ab", "a"])
        count = rng.randint(0, 4)
        assert replace_last(text, old, new, count) == oracle(text, old, new, count)
