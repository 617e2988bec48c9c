import random
from solution import pivot_index


def oracle(v):
    for i in range(len(v)):
        if sum(v[:i]) == sum(v[i + 1:]):
            return i
    return -1


def test_edges():
    assert pivot_index([]) == -1
    assert pivot_index([5]) == 0
    assert pivot_index([0, 0, 0]) == 0
    assert pivot_index([1, -1, 4]) == 2
    assert pivot_index([1, 1]) == -1


def test_random():
    r = random.Random(16)
    for _ in range(800):
        v = [r.randint(-3, 3) for _ in range(r.randint(0, 8))]
        assert pivot_index(list(v)) == oracle(v), v
