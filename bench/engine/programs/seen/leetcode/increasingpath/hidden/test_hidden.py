import random
from solution import Solution


def oracle(m):
    R, C = len(m), len(m[0])
    d = {}
    for v, r, c in sorted(((m[r][c], r, c) for r in range(R) for c in range(C))):
        d[r, c] = 1 + max((d[p] for p in ((r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1))
                           if p in d and m[p[0]][p[1]] < v), default=0)
    return max(d.values())


def test_lines():
    assert Solution().longestIncreasingPath([[1, 2, 3]]) == 3
    assert Solution().longestIncreasingPath([[3, 2, 1]]) == 3
    assert Solution().longestIncreasingPath([[1], [2], [3]]) == 3
    assert Solution().longestIncreasingPath([[5, 5], [5, 5]]) == 1


def test_random():
    rng = random.Random(32)
    for _ in range(250):
        R, C = rng.randint(1, 6), rng.randint(1, 6)
        m = [[rng.randint(0, rng.choice([3, 30])) for _ in range(C)] for _ in range(R)]
        assert Solution().longestIncreasingPath([list(x) for x in m]) == oracle(m)
