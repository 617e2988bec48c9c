import random
from solution import sort_by_bits


def ones(n):
    c = 0
    while n:
        c += n % 2
        n //= 2
    return c


def test_random():
    rng = random.Random(13)
    for _ in range(300):
        v = [rng.randint(0, 300) for _ in range(rng.randint(0, 12))]
        keep = list(v)
        assert sort_by_bits(v) == sorted(sorted(v), key=ones), v
        assert v == keep


def test_powers_first():
    assert sort_by_bits([1023, 1024, 3, 512]) == [512, 1024, 3, 1023]


def test_range():
    assert sort_by_bits(list(range(8))) == [0, 1, 2, 4, 3, 5, 6, 7]
