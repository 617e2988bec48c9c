import random
from solution import weighted_sum


def oracle(items):
    total, depth = 0, 1
    layer = items
    while layer:
        total += depth * sum(x for x in layer if not isinstance(x, list))
        layer = [y for x in layer if isinstance(x, list) for y in x]
        depth += 1
    return total


def make(r, d):
    return [make(r, d - 1) if d > 1 and r.random() < 0.4 else r.randint(-5, 5)
            for _ in range(r.randint(0, 4))]


def test_edges():
    assert weighted_sum([]) == 0
    assert weighted_sum([[], [[]]]) == 0
    assert weighted_sum([[[[1]]]]) == 4
    assert weighted_sum([[[7]], [-1]]) == 19


def test_random():
    r = random.Random(26)
    for _ in range(300):
        t = make(r, 5)
        assert weighted_sum(t) == oracle(t), t
