def is_toeplitz(matrix: list[list[int]]) -> bool:
    """
    Tell whether a rectangular matrix is a Toeplitz matrix, that is, whether
    every diagonal from the upper left to the lower right consists of equal
    numbers.

    >>> is_toeplitz([[1, 2, 3], [4, 1, 2], [5, 4, 1]])
    True
    >>> is_toeplitz([[1, 2], [2, 2]])
    False
    >>> is_toeplitz([[1, 2, 3]])
    True
    """
    for i in range(1, len(matrix)):
        for j in range(1, len(matrix[i])):
            if matrix[i][j] != matrix[i - 1][j - 1]:
                return False
    return True
