def border_sum(matrix: list[list[int]]) -> int:
    """
    Return the sum of the numbers on the border of a rectangular matrix: those
    in the first or last row, or in the first or last column. Each number is
    counted once. An empty matrix has the sum 0.

    >>> border_sum([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    40
    >>> border_sum([[1, 2], [3, 4]])
    10
    >>> border_sum([])
    0
    """
    if not matrix:
        return 0
    last_row = len(matrix) - 1
    last_col = len(matrix[0]) - 1
    total = 0
    for r, row in enumerate(matrix):
        for c, value in enumerate(row):
            if r in (0, last_row) or c in (0, last_col):
                total += value
    return total
