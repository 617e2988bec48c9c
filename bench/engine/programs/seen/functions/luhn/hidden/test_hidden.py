import random
from solution import luhn_check_digit

MAP = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9]


def oracle(ds):
    for c in range(10):
        s = c
        for k in range(1, len(ds) + 1):
            d = ds[-k]
            s += MAP[d] if k % 2 else d
        if s % 10 == 0:
            return c


def test_single():
    for d in range(10):
        assert luhn_check_digit([d]) == oracle([d])


def test_pairs():
    for a in range(10):
        for b in range(10):
            assert luhn_check_digit([a, b]) == oracle([a, b])


def test_random():
    r = random.Random(24)
    for _ in range(300):
        ds = [r.randint(0, 9) for _ in range(r.randint(1, 16))]
        assert luhn_check_digit(list(ds)) == oracle(ds), ds
