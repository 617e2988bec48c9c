import random

from solution import bracelet_form


def ways(b):
    n = len(b)
    out = {b}
    for s in range(n):
        out.add(tuple(b[(s + i) % n] for i in range(n)))
        out.add(tuple(b[(s - i) % n] for i in range(n)))
    return out


def test_all_ways_agree():
    b = (1, 4, 2, 2, 3)
    assert {bracelet_form(w) for w in ways(b)} == {min(ways(b))}


def test_random():
    rng = random.Random(14)
    for _ in range(400):
        b = tuple(rng.randint(0, 3) for _ in range(rng.randint(0, 7)))
        assert bracelet_form(b) == min(ways(b))
