from typing import List


def rising_diagonals(matrix: List[List[int]]) -> List[List[int]]:
    """List the rising diagonals of a rectangular matrix, from the top left corner
    to the bottom right corner. Each diagonal is read from its bottom left end
    upwards to its top right end.

    >>> rising_diagonals([[1, 2], [3, 4]])
    [[1], [3, 2], [4]]
    >>> rising_diagonals([[1, 2, 3], [4, 5, 6]])
    [[1], [4, 2], [5, 3], [6]]
    >>> rising_diagonals([])
    []
    """
    if not matrix:
        return []
    height = len(matrix)
    width = len(matrix[0])
    diagonals = []
    for total in range(height + width - 1):
        diagonal = []
        for column in range(height):
            row = total - column
            if 0 <= row < height:
                diagonal.append(matrix[row][column])
        diagonals.append(diagonal)
    return diagonals
