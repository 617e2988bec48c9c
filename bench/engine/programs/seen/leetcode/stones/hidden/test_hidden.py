import random

from solution import Solution


def oracle(stones):
    left = {tuple(s) for s in stones}
    groups = 0
    while left:
        groups += 1
        stack = [left.pop()]
        while stack:
            x, y = stack.pop()
            near = {s for s in left if s[0] == x or s[1] == y}
            left -= near
            stack.extend(near)
    return len(stones) - groups


def test_cases():
    for stones in ([[5, 5]], [[0, 0], [0, 9]], [[0, 0], [9, 0]], [[3, 4], [4, 3]],
                   [[0, 1], [1, 0]], [[1, 1], [1, 2], [3, 2], [4, 4], [4, 5]]):
        assert Solution().removeStones(stones) == oracle(stones)


def test_full_grid():
    stones = [[r, c] for r in range(6) for c in range(7)]
    assert Solution().removeStones(stones) == 41


def test_random():
    rng = random.Random(16)
    for _ in range(300):
        size = rng.randint(2, 12)
        cells = [[r, c] for r in range(size) for c in range(size)]
        stones = rng.sample(cells, rng.randint(1, min(len(cells), 14)))
        assert Solution().removeStones(stones) == oracle(stones)
