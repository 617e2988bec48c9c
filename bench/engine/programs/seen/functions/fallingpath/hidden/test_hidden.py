import random

from solution import cheapest_fall


def oracle(grid):
    def go(r, c):
        if not 0 <= c < len(grid[0]):
            return float("inf")
        if r == len(grid) - 1:
            return grid[r][c]
        return grid[r][c] + min(go(r + 1, c - 1), go(r + 1, c), go(r + 1, c + 1))
    return min(go(0, c) for c in range(len(grid[0])))


def test_known():
    assert cheapest_fall([[3]]) == 3
    assert cheapest_fall([[3], [-4]]) == -1
    assert cheapest_fall([[-19, 57], [-40, -5]]) == -59
    assert cheapest_fall([[1, 9, 9, 9], [9, 9, 9, 1]]) == 10
    assert cheapest_fall([[9, 9, 9, 1], [1, 9, 9, 9]]) == 10
    assert cheapest_fall([[9, 9, 1], [9, 1, 9], [1, 9, 9]]) == 3
    assert cheapest_fall([[1, 9, 9], [9, 1, 9], [9, 9, 1]]) == 3


def test_random():
    rng = random.Random(20)
    for _ in range(250):
        h, w = rng.randint(1, 5), rng.randint(1, 5)
        grid = [[rng.randint(-9, 9) for _ in range(w)] for _ in range(h)]
        assert cheapest_fall(grid) == oracle(grid)
