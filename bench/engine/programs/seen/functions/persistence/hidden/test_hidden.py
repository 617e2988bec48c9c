from math import prod
from solution import persistence


def oracle(n):
    s = str(n)
    k = 0
    while len(s) > 1:
        s = str(prod(int(c) for c in s))
        k += 1
    return k


def test_small():
    for n in range(1, 3000):
        assert persistence(n) == oracle(n), n


def test_known():
    assert persistence(277777788888899) == 11
    assert persistence(25) == 2
    assert persistence(77) == 4
    assert persistence(679) == 5
    assert persistence(1000000) == 1
