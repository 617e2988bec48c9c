import random

from solution import beats, best_choices


def oracle(ps):
    out = []
    for p in ps:
        dominated = False
        for q in ps:
            if (q[0] < p[0] and q[1] >= p[1]) or (q[0] <= p[0] and q[1] > p[1]):
                dominated = True
        if not dominated:
            out.append(p)
    return out


def test_beats():
    assert beats((1, 2), (2, 1)) is True
    assert beats((1, 2), (1, 1)) is True
    assert beats((1, 2), (2, 2)) is True
    assert beats((1, 2), (1, 2)) is False
    assert beats((1, 2), (0, 1)) is False
    assert beats((2, 1), (1, 2)) is False


def test_random():
    rng = random.Random(13)
    for _ in range(400):
        ps = [(rng.randint(0, 5), rng.randint(0, 5)) for _ in range(rng.randint(0, 8))]
        assert best_choices(list(ps)) == oracle(ps)
