import random
from solution import travel


def oracle(s, req):
    path = [s] + list(req)
    d = [abs(a - b) for a, b in zip(path, path[1:]) if a != b]
    return sum(d), max(d, default=0), len(d)


def test_some():
    assert travel(3, []) == (0, 0, 0)
    assert travel(3, [3, 4, 4, 3]) == (2, 1, 2)


def test_random():
    r = random.Random(5)
    for _ in range(500):
        s = r.randint(-3, 9)
        q = [r.randint(-3, 9) for _ in range(r.randint(0, 10))]
        assert tuple(travel(s, list(q))) == oracle(s, q)
