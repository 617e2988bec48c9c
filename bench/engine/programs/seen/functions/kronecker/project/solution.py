def kronecker(a: list[list[int]], b: list[list[int]]) -> list[list[int]]:
    """
    Return the Kronecker product of two matrices: the block matrix in which
    each number x of a is replaced by the block x * b. Both matrices are
    rectangular and not empty.

    >>> kronecker([[1, 2]], [[1, 0], [0, 1]])
    [[1, 0, 2, 0], [0, 1, 0, 2]]
    >>> kronecker([[2, 3]], [[1, 5, 1]])
    [[2, 10, 2, 3, 15, 3]]
    """
    rows_a, cols_a = len(a), len(a[0])
    rows_b, cols_b = len(b), len(b[0])
    result = [[0] * (cols_a * cols_b) for _ in range(rows_a * rows_b)]
    for i in range(rows_a):
        for j in range(cols_a):
            for k in range(rows_b):
                for m in range(cols_b):
                    result[i * rows_b + k][j * rows_b + m] = a[i][j] * b[k][m]
    return result
