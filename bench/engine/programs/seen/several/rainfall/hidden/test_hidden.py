import random
from solution import rainfall


def oracle(a):
    if 9999 in a:
        a = a[:a.index(9999)]
    a = [x for x in a if x >= 0]
    dry = max((n for n in range(len(a) + 1) if any(a[i:i + n] == [0] * n for i in range(len(a) - n + 1))), default=0)
    return len(a), sum(a) / len(a) if a else 0, max(a) if a else None, dry


def check(a):
    rep = rainfall(list(a))
    d, av, w, dry = oracle(a)
    assert set(rep) == {"days", "average", "wettest", "dry"}
    assert rep["days"] == d
    assert abs(rep["average"] - av) < 1e-9
    assert rep["wettest"] == w
    assert rep["dry"] == dry


def test_some():
    for a in [[], [-1], [-1, 9999], [0], [0, 0, 0], [0, -1, 0], [0, 1, 0, 0, 2, 0], [5, 9999, 0, 9999], [9999, 1]]:
        check(a)


def test_random():
    r = random.Random(13)
    for _ in range(500):
        check([r.choice([0, 0, 0, -1, -7, 9999 if r.random() < .3 else 2, r.randint(1, 40)]) for _ in range(r.randint(0, 12))])
