import random
from itertools import permutations
from solution import Solution


def oracle(ps):
    for a, b, c, d in permutations(ps):
        ux, uy = b[0] - a[0], b[1] - a[1]
        if (ux, uy) == (0, 0):
            continue
        if (c[0], c[1]) == (b[0] - uy, b[1] + ux) and (d[0], d[1]) == (a[0] - uy, a[1] + ux):
            return True
    return False


def test_fixed():
    s = Solution()
    assert s.validSquare([0, 0], [1, 1], [1, 0], [0, 1])
    assert not s.validSquare([0, 0], [2, 0], [2, 1], [0, 1])
    assert not s.validSquare([0, 0], [3, 4], [8, 4], [5, 0])
    assert not s.validSquare([0, 0], [0, 0], [1, 1], [1, 0])
    assert not s.validSquare([1, 1], [1, 1], [1, 1], [1, 1])
    assert not s.validSquare([0, 0], [1, 0], [2, 0], [3, 0])
    assert not s.validSquare([0, 0], [0, 0], [5, 5], [5, 5])
    assert s.validSquare([0, 0], [1, 2], [3, 1], [2, -1])


def test_random():
    rng = random.Random(23)
    n = 0
    for _ in range(500):
        if rng.random() < .6:
            x, y, u, v = (rng.randint(-3, 3) for _ in range(4))
            ps = [[x, y], [x + u, y + v], [x + u - v, y + v + u], [x - v, y + u]]
            if rng.random() < .4:
                ps[rng.randrange(4)][rng.randrange(2)] += rng.choice([-1, 1])
            rng.shuffle(ps)
        else:
            ps = [[rng.randint(0, 2), rng.randint(0, 2)] for _ in range(4)]
        w = oracle(ps)
        n += w
        assert bool(Solution().validSquare(*[p[:] for p in ps])) == w
    assert 50 < n < 450
