import random
from solution import Solution


def oracle(grid):
    m, n = len(grid), len(grid[0])

    def fall(r, c):
        if r == m:
            return c
        d = grid[r][c]
        if d == 1:
            if c == n - 1 or grid[r][c + 1] == -1:
                return -1
            return fall(r + 1, c + 1)
        if c == 0 or grid[r][c - 1] == 1:
            return -1
        return fall(r + 1, c - 1)
    return [fall(0, c) for c in range(n)]


def test_fixed():
    s = Solution()
    assert s.findBall([[1]]) == [-1]
    assert s.findBall([[1, 1, 1]]) == [1, 2, -1]
    assert s.findBall([[-1, -1, -1]]) == [-1, 0, 1]
    assert s.findBall([[1], [1]]) == [-1]
    assert s.findBall([[1, -1]]) == [-1, -1]
    assert s.findBall([[-1, 1]]) == [-1, -1]


def test_random():
    rng = random.Random(4)
    for _ in range(500):
        m, n = rng.randint(1, 6), rng.randint(1, 6)
        p = rng.random()
        grid = [[1 if rng.random() < p else -1 for _ in range(n)] for _ in range(m)]
        assert Solution().findBall([r[:] for r in grid]) == oracle(grid), grid


def test_random_lanes():
    rng = random.Random(44)
    for _ in range(300):
        m, n = rng.randint(1, 6), rng.randint(2, 8)
        grid = []
        for _ in range(m):
            d = rng.choice([1, -1])
            grid.append([d if rng.random() < 0.85 else -d for _ in range(n)])
        assert Solution().findBall([r[:] for r in grid]) == oracle(grid), grid
