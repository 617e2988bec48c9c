import random
from solution import Solution


def oracle(grid):
    m, n = len(grid), len(grid[0])
    best = 0
    for rm in range(1 << m):
        for cm in range(1 << n):
            total = 0
            for r in range(m):
                v = 0
                for c in range(n):
                    v = v * 2 + (grid[r][c] ^ (rm >> r & 1) ^ (cm >> c & 1))
                total += v
            best = max(best, total)
    return best


def test_fixed():
    s = Solution()
    assert s.matrixScore([[1]]) == 1
    assert s.matrixScore([[0, 0, 0]]) == 7
    assert s.matrixScore([[0], [1], [0]]) == 3
    assert s.matrixScore([[0, 1, 0, 1, 1, 0, 1, 0]]) == 255


def test_random():
    rng = random.Random(12)
    for _ in range(150):
        m, n = rng.randint(1, 4), rng.randint(1, 4)
        grid = [[rng.randint(0, 1) for _ in range(n)] for _ in range(m)]
        assert Solution().matrixScore([r[:] for r in grid]) == oracle(grid), grid
