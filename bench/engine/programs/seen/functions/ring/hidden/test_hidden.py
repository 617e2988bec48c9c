import random
from solution import turn_border


def step(m):
    h, w = len(m), len(m[0])
    out = [list(r) for r in m]
    for c in range(1, w):
        out[0][c] = m[0][c - 1]
        out[h - 1][c - 1] = m[h - 1][c]
    for r in range(1, h):
        out[r][w - 1] = m[r - 1][w - 1]
        out[r - 1][0] = m[r][0]
    return out


def test_random():
    rnd = random.Random(25)
    for _ in range(200):
        h, w = rnd.randint(2, 5), rnd.randint(2, 5)
        m = [[rnd.randint(0, 99) for _ in range(w)] for _ in range(h)]
        keep = [list(r) for r in m]
        ring = 2 * (h + w) - 4
        k = rnd.randint(-30, 30)
        want = m
        for _ in range(k % ring):
            want = step(want)
        assert turn_border(m, k) == want, (keep, k)
        assert m == keep


def test_fixed():
    assert turn_border([[1, 2, 3], [6, 5, 4]], 1) == [[6, 1, 2], [5, 4, 3]]
    assert turn_border([[1, 2, 3], [6, 5, 4]], -1) == [[2, 3, 4], [1, 6, 5]]
