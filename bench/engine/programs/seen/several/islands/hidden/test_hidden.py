import random
import pytest
from solution import Solution


def oracle(g):
    cells = {(i, j) for i, r in enumerate(g) for j, v in enumerate(r) if v == "1"}
    n = 0
    while cells:
        n += 1
        todo = [cells.pop()]
        while todo:
            i, j = todo.pop()
            for p in ((i + 1, j), (i - 1, j), (i, j + 1), (i, j - 1)):
                if p in cells:
                    cells.remove(p)
                    todo.append(p)
    return n


@pytest.mark.parametrize("rows, want", [
    (["1"], 1), (["0"], 0), (["101"], 2), (["1", "0", "1"], 2), (["1", "1"], 1), (["11"], 1),
    (["10", "01"], 2), (["111", "101", "111"], 1), (["111", "010", "111"], 1), (["10111", "10101", "11101"], 1),
])
def test_cases(rows, want):
    assert Solution().numIslands([list(r) for r in rows]) == want


def test_random():
    rnd = random.Random(14)
    for _ in range(300):
        r, c = rnd.randint(1, 6), rnd.randint(1, 6)
        p = rnd.choice([0.4, 0.6, 0.8])
        g = [["1" if rnd.random() < p else "0" for _ in range(c)] for _ in range(r)]
        assert Solution().numIslands([x[:] for x in g]) == oracle(g)
