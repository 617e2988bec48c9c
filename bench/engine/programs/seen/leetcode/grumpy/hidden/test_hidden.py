import random

from solution import Solution


def brute(c, g, m):
    n = len(c)
    return max(sum(c[i] for i in range(n) if not g[i] or s <= i < s + m) for s in range(n - m + 1))


def test_fixed():
    f = Solution().maxSatisfied
    assert f([4, 10, 10], [1, 1, 0], 2) == 24
    assert f([3], [1], 1) == 3
    assert f([5, 1, 1, 1], [1, 1, 1, 1], 2) == 6
    assert f([9, 9, 1], [1, 1, 1], 1) == 9
    assert f([0, 0], [1, 1], 1) == 0


def test_random():
    rnd = random.Random(17)
    for _ in range(400):
        n = rnd.randint(1, 12)
        c = [rnd.randint(0, 20) for _ in range(n)]
        g = [rnd.randint(0, 1) for _ in range(n)]
        m = rnd.randint(1, n)
        assert Solution().maxSatisfied(list(c), list(g), m) == brute(c, g, m)
