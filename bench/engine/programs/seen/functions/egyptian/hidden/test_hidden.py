from fractions import Fraction
import math
from solution import egyptian


def oracle(n, d):
    f = Fraction(n, d)
    out = []
    while f > 0:
        u = math.ceil(1 / f)
        out.append(u)
        f -= Fraction(1, u)
    return out


def test_all_small():
    for d in range(2, 40):
        for n in range(1, d):
            assert egyptian(n, d) == oracle(n, d), (n, d)


def test_sum():
    for n, d in [(5, 6), (7, 15), (9, 20), (6, 8), (10, 100)]:
        got = egyptian(n, d)
        assert sum(Fraction(1, u) for u in got) == Fraction(n, d)
        assert len(set(got)) == len(got)
