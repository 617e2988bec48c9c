import random
from solution import common_parts


def oracle(a, b):
    out = []
    for x in a:
        for y in b:
            lo, hi = max(x[0], y[0]), min(x[1], y[1])
            if lo <= hi:
                out.append((lo, hi))
    return sorted(out)


def make(rnd):
    points = sorted(rnd.sample(range(40), 2 * rnd.randint(0, 6)))
    return [(points[k], points[k + 1]) for k in range(0, len(points), 2)]


def test_random():
    rnd = random.Random(21)
    for _ in range(500):
        a, b = make(rnd), make(rnd)
        assert [tuple(p) for p in common_parts(a, b)] == oracle(a, b), (a, b)


def test_same_end():
    assert common_parts([(0, 4), (6, 8)], [(2, 4), (5, 8)]) == [(2, 4), (6, 8)]
    assert common_parts([(1, 1)], [(1, 1)]) == [(1, 1)]
