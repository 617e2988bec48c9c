from math import comb
from solution import pascal_column


def test_grid():
    for rows in range(0, 14):
        for c in range(0, 15):
            assert list(pascal_column(rows, c)) == [comb(r, c) for r in range(c, rows)], (rows, c)
