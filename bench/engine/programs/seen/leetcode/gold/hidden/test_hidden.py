import random
import pytest
from solution import Solution


def oracle(grid):
    cells = {(r, c): v for r, row in enumerate(grid) for c, v in enumerate(row) if v}

    def walk(cell, used):
        r, c = cell
        best = 0
        for nxt in ((r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)):
            if nxt in cells and nxt not in used:
                best = max(best, walk(nxt, used | {nxt}))
        return cells[cell] + best
    return max((walk(x, frozenset([x])) for x in cells), default=0)


@pytest.mark.parametrize("g", [
    [[0]], [[5]], [[1, 2, 3]], [[1], [2], [3]], [[3, 1, 2]], [[1, 1], [1, 1]], [[0, 4, 0], [3, 1, 9], [0, 5, 0]],
    [[10, 0, 10], [1, 1, 1], [10, 0, 10]],
])
def test_fixed(g):
    assert Solution().getMaximumGold([r[:] for r in g]) == oracle(g)


def test_random():
    rng = random.Random(26)
    for _ in range(200):
        n, m = rng.randint(1, 4), rng.randint(1, 4)
        g = [[rng.choice([0, 0, rng.randint(1, 20), rng.randint(1, 20)]) for _ in range(m)] for _ in range(n)]
        assert Solution().getMaximumGold([r[:] for r in g]) == oracle(g)
