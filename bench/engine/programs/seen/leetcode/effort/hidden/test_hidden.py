import random
from solution import Solution


def oracle(h):
    R, C = len(h), len(h[0])
    for lim in sorted({abs(a - b) for x in h for a in x for y in h for b in y} | {0}):
        seen = {(0, 0)}
        todo = [(0, 0)]
        for r, c in todo:
            for p in ((r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)):
                if p not in seen and 0 <= p[0] < R and 0 <= p[1] < C and abs(h[p[0]][p[1]] - h[r][c]) <= lim:
                    seen.add(p)
                    todo.append(p)
        if (R - 1, C - 1) in seen:
            return lim


def test_random():
    rng = random.Random(30)
    for _ in range(250):
        R, C = rng.randint(1, 5), rng.randint(1, 5)
        m = rng.choice([3, 12, 50])
        h = [[rng.randint(1, m) for _ in range(C)] for _ in range(R)]
        assert Solution().minimumEffortPath([list(x) for x in h]) == oracle(h)
