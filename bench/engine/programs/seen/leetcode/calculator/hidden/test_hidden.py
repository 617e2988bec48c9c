import random
from itertools import combinations, permutations, product

import pytest

from solution import Solution


def build(rng):
    terms = []
    for _ in range(rng.randint(1, 4)):
        v = rng.randint(0, 40)
        txt = str(v)
        for _ in range(rng.randint(0, 3)):
            if rng.random() < 0.5:
                k = rng.randint(0, 12)
                v *= k
                txt += rng.choice(["*", " * "]) + str(k)
            else:
                k = rng.randint(1, 12)
                v //= k
                txt += rng.choice(["/", " / "]) + str(k)
        terms.append((v, txt))
    total, out = terms[0]
    for v, t in terms[1:]:
        if rng.random() < 0.5:
            total += v
            out += "+" + t
        else:
            total -= v
            out += " -" + t
    return total, rng.choice(["", " "]) + out + rng.choice(["", " ", "  "])


def test_random():
    rng = random.Random(10)
    for _ in range(600):
        v, t = build(rng)
        assert Solution().calculate(t) == v, t


def test_fixed():
    assert Solution().calculate("0") == 0
    assert Solution().calculate("1-7/2*2") == -5
    assert Solution().calculate(" 3+5 / 2 ") == 5
