import random
import pytest
from solution import Solution


def oracle(m):
    best = 0
    r, c = len(m), len(m[0])
    for a in range(r):
        ok = [True] * c
        for b in range(a, r):
            run = 0
            for j in range(c):
                ok[j] = ok[j] and m[b][j] == "1"
                run = run + 1 if ok[j] else 0
                best = max(best, run * (b - a + 1))
    return best


@pytest.mark.parametrize("rows, want", [
    (["1111"], 4), (["1", "1", "1"], 3), (["01", "10"], 1), (["111", "111"], 6), (["000", "000"], 0),
    (["0110", "1111", "1111", "0110"], 8), (["110", "011"], 2), (["10", "11"], 2), (["01"], 1),
])
def test_cases(rows, want):
    assert Solution().maximalRectangle([list(r) for r in rows]) == want


def test_random():
    rnd = random.Random(24)
    for _ in range(300):
        r, c = rnd.randint(1, 6), rnd.randint(1, 6)
        p = rnd.choice([0.5, 0.7, 0.9])
        m = [["1" if rnd.random() < p else "0" for _ in range(c)] for _ in range(r)]
        assert Solution().maximalRectangle([x[:] for x in m]) == oracle(m)
