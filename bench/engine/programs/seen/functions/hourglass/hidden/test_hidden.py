import random

from solution import best_hourglass

CELLS = [(0, 0), (0, 1), (0, 2), (1, 1), (2, 0), (2, 1), (2, 2)]


def oracle(grid):
    return max(sum(grid[r + a][c + b] for a, b in CELLS)
               for r in range(len(grid) - 2) for c in range(len(grid[0]) - 2))


def test_known():
    assert best_hourglass([[0] * 3] * 3) == 0
    assert best_hourglass([[-1] * 3] * 3) == -7
    assert best_hourglass([[-1000] * 4] * 5) == -7000
    assert best_hourglass([[-9] * 5 for _ in range(3)] + [[-1] * 5] * 3) == -7
    assert best_hourglass([[1, 2, 3], [4, 5, 6], [7, 8, 9]]) == 35


def test_random():
    rng = random.Random(26)
    for low, high in [(-9, 9), (-9, -1), (0, 9), (-100, 10)]:
        for _ in range(100):
            h, w = rng.randint(3, 6), rng.randint(3, 6)
            grid = [[rng.randint(low, high) for _ in range(w)] for _ in range(h)]
            assert best_hourglass(grid) == oracle(grid)
