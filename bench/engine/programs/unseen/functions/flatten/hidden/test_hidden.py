import random

from solution import flatten


def once(items):
    out = []
    for x in items:
        if isinstance(x, list):
            out += x
        else:
            out.append(x)
    return out


def build(rng, level):
    return [build(rng, level - 1) if level and rng.random() < 0.5 else rng.randint(0, 9)
            for _ in range(rng.randint(0, 4))]


def test_zero():
    assert flatten([[1], 2], 0) == [[1], 2]
    assert flatten([], 0) == []


def test_other_types():
    assert flatten(["ab", [(1, 2), ["cd"]], {"k": [1]}], 1) == ["ab", (1, 2), ["cd"], {"k": [1]}]


def test_random():
    rng = random.Random(5)
    for _ in range(300):
        items = build(rng, 4)
        want = items
        for depth in range(6):
            assert flatten(items, depth) == want
            want = once(want)
