import random
from collections import deque
from solution import interleave


def oracle(*qs):
    ds = [deque(q) for q in qs]
    out = []
    while any(ds):
        for d in ds:
            if d:
                out.append(d.popleft())
    return out


def test_edges():
    assert interleave() == []
    assert interleave([], []) == []
    assert interleave([1, 2, 3]) == [1, 2, 3]
    assert interleave([1], [2, 3], [4, 5, 6]) == [1, 2, 4, 3, 5, 6]
    assert interleave((1, 1), (0, 0, 0)) == [1, 0, 1, 0, 0]


def test_random():
    r = random.Random(32)
    for _ in range(400):
        qs = [[r.randint(0, 9) for _ in range(r.randint(0, 5))] for _ in range(r.randint(0, 4))]
        assert list(interleave(*qs)) == oracle(*qs), qs
