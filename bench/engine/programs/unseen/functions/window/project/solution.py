from typing import Optional


def best_block(grid: list[list[int]], size: int) -> Optional[int]:
    """Return the greatest sum of a size x size block of the grid.

    All rows of the grid have the same length. If no block of that size fits
    into the grid, the result is None. size is at least 1.

    >>> best_block([[1, 2], [3, 4]], 1)
    4
    >>> best_block([[1, 2, 0], [3, 4, 9]], 2)
    15
    >>> best_block([[1, 2, 3]], 2) is None
    True
    """
    if not grid:
        return None
    height, width = len(grid), len(grid[0])
    best = None
    for top in range(height - size + 1):
        for left in range(height - size + 1):
            total = sum(sum(row[left:left + size]) for row in grid[top:top + size])
            if best is None or total > best:
                best = total
    return best
