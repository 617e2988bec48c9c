import random
from solution import count_change


def oracle(a, cs):
    if a == 0:
        return 1
    if not cs:
        return 0
    return sum(oracle(a - k, cs[1:]) for k in range(0, a + 1, cs[0]))


def test_edges():
    assert count_change(0, []) == 1
    assert count_change(5, []) == 0
    assert count_change(5, [7]) == 0
    assert count_change(100, [1, 5, 10, 25, 50]) == 292
    assert count_change(7, [7]) == 1


def test_random():
    r = random.Random(18)
    for _ in range(300):
        cs = r.sample(range(1, 10), r.randint(0, 4))
        a = r.randint(0, 20)
        assert count_change(a, list(cs)) == oracle(a, cs), (a, cs)
