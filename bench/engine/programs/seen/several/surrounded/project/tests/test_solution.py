from solution import Solution


def run(rows):
    board = [list(r) for r in rows]
    Solution().solve(board)
    return ["".join(r) for r in board]


def test_example_1():
    assert run(["XXXX", "XOOX", "XXOX", "XOXX"]) == ["XXXX", "XXXX", "XXXX", "XOXX"]


def test_example_2():
    assert run(["X"]) == ["X"]


def test_inner_hole():
    assert run(["XXX", "XOX", "XXX"]) == ["XXX", "XXX", "XXX"]


def test_open_to_the_side():
    assert run(["XXXX", "XXOO", "XXXX"]) == ["XXXX", "XXOO", "XXXX"]
