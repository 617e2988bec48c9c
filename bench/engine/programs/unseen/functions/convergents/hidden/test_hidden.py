import random
from fractions import Fraction

from solution import convergents


def value(terms):
    result = Fraction(terms[-1])
    for t in reversed(terms[:-1]):
        result = t + 1 / result
    return result


def oracle(terms):
    out = []
    for k in range(1, len(terms) + 1):
        f = value(terms[:k])
        out.append((f.numerator, f.denominator))
    return out


def test_empty():
    assert convergents([]) == []


def test_golden():
    assert convergents([1] * 6) == [(1, 1), (2, 1), (3, 2), (5, 3), (8, 5), (13, 8)]


def test_negative_first():
    assert convergents([-2, 3]) == [(-2, 1), (-5, 3)]


def test_random():
    rng = random.Random(1)
    for _ in range(300):
        terms = [rng.randint(-3, 9)] + [rng.randint(1, 9) for _ in range(rng.randint(0, 8))]
        assert [tuple(p) for p in convergents(terms)] == oracle(terms)
