import random
import re
import pytest
from solution import expand


def oracle(c):
    while "[" in c:
        c = re.sub(r"(\d+)\[([A-Za-z]*)\]", lambda m: m.group(2) * int(m.group(1)), c, count=1)
    return c


@pytest.mark.parametrize("c,e", [("", ""), ("1[a]", "a"), ("2[a]", "aa"), ("10[a]", "a" * 10), ("a2[b]c", "abbc"), ("2[2[2[a]]]", "a" * 8),
                                 ("2[a]2[b]", "aabb"), ("2[a2[b]c]", "abbcabbc"), ("100[ab]", "ab" * 100)])
def test_cases(c, e):
    assert expand(c) == e


def test_random():
    rnd = random.Random(22)

    def gen(d):
        s = ""
        for _ in range(rnd.randint(1, 3)):
            if d and rnd.random() < .6:
                s += f"{rnd.randint(1, 3)}[{gen(d - 1)}]"
            else:
                s += rnd.choice("abXY")
        return s
    for _ in range(300):
        c = gen(3)
        assert expand(c) == oracle(c)
