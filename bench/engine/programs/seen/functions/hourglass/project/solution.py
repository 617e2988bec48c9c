def hourglass_sum(grid: list[list[int]], r: int, c: int) -> int:
    """Return the sum of the hourglass with the upper left corner (r, c)."""
    top = sum(grid[r][c:c + 3])
    bottom = sum(grid[r + 2][c:c + 3])
    return top + grid[r + 1][c + 1] + bottom


def best_hourglass(grid: list[list[int]]) -> int:
    """
    Return the largest sum of an hourglass in a rectangular grid of integers
    with at least 3 rows and 3 columns. An hourglass consists of seven cells:

        a b c
          d
        e f g

    >>> best_hourglass([[1, 1, 1], [0, 1, 0], [1, 1, 1]])
    7
    >>> best_hourglass([[0, 0, 0, 2], [9, 0, 4, 0], [0, 0, 0, 1]])
    7
    >>> best_hourglass([[-1, -1, -1], [5, -2, 5], [-1, -1, -1]])
    -8
    """
    best = 0
    for r in range(len(grid) - 2):
        for c in range(len(grid[0]) - 2):
            best = max(best, hourglass_sum(grid, r, c))
    return best
