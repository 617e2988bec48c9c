import random
from solution import count_between


def test_edges():
    assert count_between([], 0, 5) == 0
    assert count_between([1, 2, 3], 3, 1) == 0
    assert count_between([2, 2, 2], 3, 1) == 0
    assert count_between([1, 2, 3], -10, 10) == 3
    assert count_between([1, 2, 3], 3, 3) == 1


def test_random():
    r = random.Random(20)
    for _ in range(600):
        d = sorted(r.randint(0, 8) for _ in range(r.randint(0, 10)))
        lo, hi = r.randint(-1, 9), r.randint(-1, 9)
        assert count_between(d, lo, hi) == sum(1 for x in d if lo <= x <= hi), (d, lo, hi)
