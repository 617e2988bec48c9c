from typing import List


def determinant(matrix: List[List[int]]) -> int:
    """Compute the determinant of a square matrix of integers exactly, by Bareiss's
    fraction-free elimination. The determinant of the empty matrix is 1.

    >>> determinant([[2, 1], [5, 3]])
    1
    >>> determinant([[0, 1], [1, 0]])
    -1
    >>> determinant([[1, 2], [2, 4]])
    0
    """
    rows = [list(row) for row in matrix]
    n = len(rows)
    sign = 1
    previous = 1
    for k in range(n):
        pivot = next((r for r in range(k, n) if rows[r][k] != 0), None)
        if pivot is None:
            return 0
        if pivot != k:
            rows[k], rows[pivot] = rows[pivot], rows[k]
            sign = -sign
        for i in range(k + 1, n):
            for j in range(k + 1, n):
                cross = rows[i][j] * rows[k][k] - rows[i][k] * rows[k][j]
                rows[i][j] = cross // previous
        previous = rows[k][k]
    return sign * previous
