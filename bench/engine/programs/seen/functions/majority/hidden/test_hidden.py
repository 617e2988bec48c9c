import random
from solution import majority


def oracle(v):
    for c in set(v):
        if v.count(c) > len(v) / 2:
            return c
    return None


def test_edges():
    assert majority([]) is None
    assert majority([0]) == 0
    assert majority([0, 0, 1]) == 0
    assert majority([1, 2]) is None
    assert majority([1, 1, 2, 2, 2]) == 2
    assert majority([2, 2, 1, 1, 3]) is None


def test_random():
    r = random.Random(8)
    for _ in range(600):
        v = [r.randint(0, r.choice([1, 2, 4])) for _ in range(r.randint(0, 9))]
        assert majority(list(v)) == oracle(v), v
