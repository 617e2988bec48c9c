import random
from itertools import combinations

from solution import Solution


def brute(p):
    n = len(p)
    if n <= 2:
        return n
    best = 2
    for (a, b), (c, d) in combinations(p, 2):
        best = max(best, sum((c - a) * (y - b) == (d - b) * (x - a) for x, y in p))
    return best


def test_fixed():
    f = Solution().maxPoints
    assert f([[0, 0], [1, 0]]) == 2
    assert f([[0, 0], [0, 1], [0, 2], [0, -3]]) == 4
    assert f([[0, 0], [1, 0], [-2, 0]]) == 3
    assert f([[0, 0], [1, 0], [0, 1], [1, 1]]) == 2
    assert f([[3, -3], [-1, 1], [2, -2], [5, 0]]) == 3
    assert f([[1, 5], [4, 5], [2, 7], [-3, 5], [6, 6]]) == 3


def test_random():
    rnd = random.Random(12)
    for _ in range(300):
        m = rnd.randint(2, 6)
        pts = list({(rnd.randint(-m, m), rnd.randint(-m, m)) for _ in range(rnd.randint(1, 11))})
        rnd.shuffle(pts)
        assert Solution().maxPoints([list(p) for p in pts]) == brute(pts)
