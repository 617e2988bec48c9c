from typing import List, Tuple


def border(height: int, width: int) -> List[Tuple[int, int]]:
    """The border squares of a grid, clockwise from the top left corner."""
    top = [(0, c) for c in range(width)]
    right = [(r, width - 1) for r in range(1, height)]
    bottom = [(height - 1, c) for c in range(width - 2, -1, -1)]
    left = [(r, 0) for r in range(height - 2, 0, -1)]
    return top + right + bottom + left


def turn_border(matrix: List[List[int]], steps: int) -> List[List[int]]:
    """Return a copy of a matrix (at least 2 x 2) in which the values on the border
    have moved clockwise by the given number of steps (counter-clockwise for a
    negative number), while the inner values stay.

    >>> turn_border([[1, 2], [4, 3]], 1)
    [[4, 1], [3, 2]]
    >>> turn_border([[1, 2, 3], [8, 0, 4], [7, 6, 5]], 2)
    [[7, 8, 1], [6, 0, 2], [5, 4, 3]]
    """
    places = border(len(matrix), len(matrix[0]))
    result = [list(row) for row in matrix]
    for i, (r, c) in enumerate(places):
        to_r, to_c = places[(i - steps) % len(places)]
        result[to_r][to_c] = matrix[r][c]
    return result
