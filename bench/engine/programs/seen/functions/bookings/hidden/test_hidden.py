import random
from solution import merge_bookings


def oracle(bs):
    hours = set()
    for s, e in bs:
        hours.update(range(s, e))
    out = []
    for h in sorted(hours):
        if out and out[-1][1] == h:
            out[-1][1] = h + 1
        else:
            out.append([h, h + 1])
    return [tuple(x) for x in out]


def test_edges():
    assert merge_bookings([]) == []
    assert merge_bookings([(1, 10), (2, 3)]) == [(1, 10)]
    assert merge_bookings([(2, 3), (2, 5), (1, 2)]) == [(1, 5)]
    assert merge_bookings([(-3, -2), (-1, 0)]) == [(-3, -2), (-1, 0)]


def test_random():
    r = random.Random(6)
    for _ in range(500):
        bs = []
        for _ in range(r.randint(0, 6)):
            s = r.randint(0, 20)
            bs.append((s, s + r.randint(1, 5)))
        assert [tuple(x) for x in merge_bookings(list(bs))] == oracle(bs), bs
