import random
from solution import multiply


def oracle(p, q):
    n = 1 + max(p, default=0) + max(q, default=0)
    out = [0] * n
    for i in range(n):
        for j in range(n):
            if i + j < n:
                out[i + j] += p.get(i, 0) * q.get(j, 0)
    return {i: c for i, c in enumerate(out) if c}


def test_edges():
    assert multiply({}, {}) == {}
    assert multiply({0: 3}, {0: 5}) == {0: 15}
    assert multiply({0: 0}, {0: 5}) == {}
    assert multiply({2: 1, 1: 1}, {1: 1, 0: -1}) == {3: 1, 1: -1}
    assert multiply({100: 2}, {50: 3}) == {150: 6}


def test_random():
    r = random.Random(22)
    for _ in range(300):
        p = {e: r.randint(-2, 2) for e in r.sample(range(6), r.randint(0, 4))}
        q = {e: r.randint(-2, 2) for e in r.sample(range(6), r.randint(0, 4))}
        assert multiply(dict(p), dict(q)) == oracle(p, q), (p, q)
