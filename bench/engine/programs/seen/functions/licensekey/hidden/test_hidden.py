import random

from solution import format_key


def oracle(key, size):
    chars = [c.upper() for c in key if c != "-"]
    out = []
    for i, c in enumerate(reversed(chars)):
        if i and i % size == 0:
            out.append("-")
        out.append(c)
    return "".join(reversed(out))


def test_known():
    assert format_key("", 3) == ""
    assert format_key("-", 1) == ""
    assert format_key("a", 5) == "A"
    assert format_key("a-b", 5) == "AB"
    assert format_key("abc", 1) == "A-B-C"
    assert format_key("--a--b--c--", 2) == "A-BC"
    assert format_key("5F3Z-2e-9-w", 4) == "5F3Z-2E9W"
    assert format_key("2-5g-3-J", 2) == "2-5G-3J"


def test_random():
    rng = random.Random(5)
    for _ in range(400):
        key = "".join(rng.choice("aBc1-9-") for _ in range(rng.randrange(14)))
        size = rng.randint(1, 6)
        assert format_key(key, size) == oracle(key, size)
