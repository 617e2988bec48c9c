import random
import pytest
from solution import score


def oracle(s, g):
    bulls = sum(a == b for a, b in zip(s, g))
    both = sum(min(s.count(d), g.count(d)) for d in "0123456789")
    return f"{bulls}A{both - bulls}B"


@pytest.mark.parametrize("s,g,e", [("", "", "0A0B"), ("1", "1", "1A0B"), ("1", "2", "0A0B"), ("11", "10", "1A0B"), ("123", "132", "1A2B"),
                                   ("1122", "2211", "0A4B"), ("1122", "1212", "2A2B"), ("1234", "1234", "4A0B")])
def test_cases(s, g, e):
    assert score(s, g) == e


def test_random():
    rnd = random.Random(32)
    for _ in range(500):
        n = rnd.randint(0, 6)
        s = "".join(rnd.choice("0123") for _ in range(n))
        g = "".join(rnd.choice("0123") for _ in range(n))
        assert score(s, g) == oracle(s, g)
