import random

from solution import mod_power


def test_small():
    for b in range(-6, 9):
        for e in range(9):
            for m in range(1, 9):
                assert mod_power(b, e, m) == b ** e % m


def test_large():
    assert mod_power(2, 1000, 10 ** 9 + 7) == pow(2, 1000, 10 ** 9 + 7)
    assert mod_power(123456789, 987654321, 1000003) == pow(123456789, 987654321, 1000003)


def test_random():
    rng = random.Random(25)
    for _ in range(300):
        b, e, m = rng.randrange(10 ** 6), rng.randrange(10 ** 6), rng.randint(1, 10 ** 6)
        assert mod_power(b, e, m) == pow(b, e, m)
