from collections import deque
from solution import elimination_order


def oracle(n, k):
    q = deque(range(1, n + 1))
    out = []
    while q:
        q.rotate(-((k - 1) % len(q)))
        out.append(q.popleft())
    return out


def test_grid():
    for n in range(0, 16):
        for k in range(1, 20):
            assert list(elimination_order(n, k)) == oracle(n, k), (n, k)


def test_classic():
    assert elimination_order(41, 3)[-1] == 31
    assert elimination_order(1, 1) == [1]
