import random
from solution import Solution


def oracle(n, head, manager, inform):
    best = 0
    for e in range(n):
        t, x = 0, e
        while x != head:
            x = manager[x]
            t += inform[x]
        best = max(best, t)
    return best


def test_examples():
    s = Solution()
    assert s.numOfMinutes(1, 0, [-1], [0]) == 0
    assert s.numOfMinutes(6, 2, [2, 2, -1, 2, 2, 2], [0, 0, 1, 0, 0, 0]) == 1
    assert s.numOfMinutes(7, 6, [1, 2, 3, 4, 5, 6, -1], [0, 6, 5, 4, 3, 2, 1]) == 21


def test_uneven():
    assert Solution().numOfMinutes(5, 0, [-1, 0, 0, 1, 2], [2, 10, 3, 0, 0]) == 12


def test_long_chain():
    n = 800
    assert Solution().numOfMinutes(n, 0, [-1] + list(range(n - 1)), [1] * (n - 1) + [0]) == n - 1


def test_random():
    rng = random.Random(16)
    for _ in range(400):
        n = rng.randint(1, 12)
        ids = list(range(n))
        rng.shuffle(ids)
        manager = [-1] * n
        for k in range(1, n):
            manager[ids[k]] = ids[rng.randrange(k)]
        inform = [rng.randint(1, 20) if e in manager else 0 for e in range(n)]
        assert Solution().numOfMinutes(n, ids[0], manager, inform) == oracle(n, ids[0], manager, inform)
