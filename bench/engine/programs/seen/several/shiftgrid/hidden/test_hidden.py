import random
from solution import Solution


def step(grid):
    flat = [x for row in grid for x in row]
    flat = [flat[-1]] + flat[:-1]
    n = len(grid[0])
    return [flat[i:i + n] for i in range(0, len(flat), n)]


def oracle(grid, k):
    grid = [row[:] for row in grid]
    for _ in range(k):
        grid = step(grid)
    return grid


def check(grid, k):
    want = oracle(grid, k)
    assert Solution().shiftGrid([row[:] for row in grid], k) == want


def test_shapes():
    for m in range(1, 5):
        for n in range(1, 5):
            grid = [[r * n + c for c in range(n)] for r in range(m)]
            for k in range(0, 2 * m * n + 2):
                check(grid, k)


def test_random():
    rng = random.Random(1)
    for _ in range(200):
        m, n = rng.randint(1, 6), rng.randint(1, 6)
        grid = [[rng.randint(-9, 9) for _ in range(n)] for _ in range(m)]
        check(grid, rng.randint(0, 50))
