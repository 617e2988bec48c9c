import random
from functools import lru_cache
import pytest
from solution import Solution


def oracle(n, rel):
    done = set()
    t = 0
    while len(done) < n:
        now = [c for c in range(1, n + 1) if c not in done and all(u in done for u, v in rel if v == c)]
        if not now:
            return -1
        done.update(now)
        t += 1
    return t


@pytest.mark.parametrize("n, rel, want", [
    (1, [], 1), (4, [], 1), (2, [[1, 2]], 2), (2, [[2, 1]], 2), (2, [[1, 2], [2, 1]], -1),
    (4, [[1, 2], [3, 4], [4, 3]], -1), (6, [[6, 5], [5, 4], [4, 3], [3, 2], [2, 1]], 6),
])
def test_cases(n, rel, want):
    assert Solution().minimumSemesters(n, rel) == want


def test_random():
    rnd = random.Random(4)
    for k in range(300):
        n = rnd.randint(1, 8)
        order = list(range(1, n + 1))
        rnd.shuffle(order)
        rel = []
        for i in range(n):
            for j in range(i + 1, n):
                if rnd.random() < 0.35:
                    rel.append([order[i], order[j]])
        if n > 2 and k % 4 == 0:
            a, b = rnd.sample(range(1, n + 1), 2)
            if [a, b] not in rel:
                rel.append([a, b])
        assert Solution().minimumSemesters(n, [r[:] for r in rel]) == oracle(n, rel)
