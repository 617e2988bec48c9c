import random
from fractions import Fraction
import pytest
from solution import compare_decimals


@pytest.mark.parametrize("a,b,e", [("0", "0", 0), ("0", "0.0", 0), ("1", "1.000", 0), ("1.01", "1.1", -1), ("1.1", "1.01", 1), ("10", "9", 1),
                                   ("9", "10", -1), ("2.75", "2.8", -1), ("2.8", "2.75", 1), ("1.5", "1.50", 0), ("100.1", "20.11", 1),
                                   ("0." + "0" * 30 + "1", "0", 1), ("5", "5.001", -1)])
def test_cases(a, b, e):
    assert compare_decimals(a, b) == e


def test_random():
    rnd = random.Random(24)

    def num():
        w = str(rnd.choice([0, 1, 2, 9, 10, 11, 100]) if rnd.random() < .5 else 1)
        f = "".join(rnd.choice("0159") for _ in range(rnd.randint(0, 3)))
        return w + ("." + f if f else "")
    for _ in range(800):
        a, b = num(), num()
        x, y = Fraction(a), Fraction(b)
        assert compare_decimals(a, b) == (x > y) - (x < y)
