import itertools
from solution import triangle_type


def oracle(a, b, c):
    if min(a, b, c) <= 0 or a + b <= c or a + c <= b or b + c <= a:
        return "none"
    m = max(a, b, c)
    d = a * a + b * b + c * c - 2 * m * m
    return "right" if d == 0 else "acute" if d > 0 else "obtuse"


def test_all():
    for a, b, c in itertools.product(range(-1, 14), repeat=3):
        assert triangle_type(a, b, c) == oracle(a, b, c), (a, b, c)


def test_big():
    assert triangle_type(119, 169, 120) == "right"
    assert triangle_type(100, 50, 50) == "none"
