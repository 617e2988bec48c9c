import random
from solution import Solution


def run(rows):
    board = [list(r) for r in rows]
    Solution().solve(board)
    return ["".join(r) for r in board]


def oracle(rows):
    h, w = len(rows), len(rows[0])
    safe = {(r, c) for r in range(h) for c in range(w)
            if rows[r][c] == "O" and (r in (0, h - 1) or c in (0, w - 1))}
    grow = True
    while grow:
        grow = False
        for r in range(h):
            for c in range(w):
                if rows[r][c] == "O" and (r, c) not in safe and safe & {
                        (r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)}:
                    safe.add((r, c))
                    grow = True
    return ["".join("O" if (r, c) in safe else "X" for c in range(w)) for r in range(h)]


def test_all_open():
    assert run(["OOO", "OOO", "OOO"]) == ["OOO", "OOO", "OOO"]


def test_four_sides():
    for rows in (["XOX", "XOX", "XXX"], ["XXX", "XOX", "XOX"], ["XXX", "OOX", "XXX"], ["XXX", "XOO", "XXX"]):
        assert run(rows) == rows


def test_single_row_and_column():
    assert run(["OXO"]) == ["OXO"]
    assert run(["O", "X", "O"]) == ["O", "X", "O"]


def test_random():
    rng = random.Random(18)
    for _ in range(300):
        h, w = rng.randint(1, 6), rng.randint(1, 6)
        p = rng.choice((0.3, 0.5, 0.7))
        rows = ["".join("O" if rng.random() < p else "X" for _ in range(w)) for _ in range(h)]
        assert run(rows) == oracle(rows)
