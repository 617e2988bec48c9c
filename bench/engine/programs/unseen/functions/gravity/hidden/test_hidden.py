import random

from solution import drop_blocks


def oracle(grid):
    g = [list(r) for r in grid]
    moved = True
    while moved:
        moved = False
        for r in range(len(g) - 1):
            for c in range(len(g[r])):
                if g[r][c] == "#" and g[r + 1][c] == ".":
                    g[r][c], g[r + 1][c] = ".", "#"
                    moved = True
    return ["".join(r) for r in g]


def test_cases():
    assert drop_blocks(["...", "..."]) == ["...", "..."]
    assert drop_blocks(["#", ".", "#", "."]) == [".", ".", "#", "#"]


def test_random():
    rng = random.Random(16)
    for _ in range(300):
        h, w = rng.randint(1, 6), rng.randint(1, 6)
        grid = ["".join(rng.choice("#..") for _ in range(w)) for _ in range(h)]
        assert drop_blocks(list(grid)) == oracle(grid)
