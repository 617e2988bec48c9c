from math import factorial
from solution import trailing_zeros


def test_small():
    for n in range(0, 400):
        s = str(factorial(n))
        assert trailing_zeros(n) == len(s) - len(s.rstrip("0")), n


def test_powers_of_five():
    assert trailing_zeros(25) == 6
    assert trailing_zeros(125) == 31
    assert trailing_zeros(625) == 156


def test_large():
    assert trailing_zeros(10**6) == 249998
    assert trailing_zeros(10**9) == 249999998
