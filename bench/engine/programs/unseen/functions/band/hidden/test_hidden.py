import random

from solution import band


def oracle(m, below, above):
    out = []
    for i in range(len(m)):
        row = []
        for j in range(len(m[i])):
            if j >= i:
                keep = j - i <= above
            else:
                keep = i - j <= below
            row.append(m[i][j] if keep else 0)
        out.append(row)
    return out


def test_input_kept():
    m = [[1, 2], [3, 4]]
    assert band(m, 0, 0) == [[1, 0], [0, 4]]
    assert m == [[1, 2], [3, 4]]


def test_random():
    rng = random.Random(17)
    for _ in range(400):
        h, w = rng.randint(1, 6), rng.randint(1, 6)
        m = [[rng.randint(1, 9) for _ in range(w)] for _ in range(h)]
        a, b = rng.randint(0, 6), rng.randint(0, 6)
        assert band([r[:] for r in m], a, b) == oracle(m, a, b)
