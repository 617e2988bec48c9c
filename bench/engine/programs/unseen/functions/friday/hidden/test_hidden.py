import random

from solution import unlucky_months


def dow(y, m, d):
    """0 = Sunday (Sakamoto)"""
    t = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4]
    if m < 3:
        y -= 1
    return (y + y // 4 - y // 100 + y // 400 + t[m - 1] + d) % 7


def test_long():
    assert len(unlucky_months(2000, 2399)) == 688


def test_random():
    rng = random.Random(22)
    for _ in range(150):
        a = rng.randint(1600, 2400)
        b = a + rng.randint(-1, 8)
        want = [(y, m) for y in range(a, b + 1) for m in range(1, 13) if dow(y, m, 13) == 5]
        assert [tuple(p) for p in unlucky_months(a, b)] == want
