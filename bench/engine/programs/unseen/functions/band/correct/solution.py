Matrix = list[list[int]]


def band(matrix: Matrix, below: int, above: int) -> Matrix:
    """Keep only the entries near the main diagonal; set all others to 0.

    An entry is kept if it lies at most `below` places under the diagonal or
    at most `above` places over it. Entries on the diagonal are always kept.
    Both numbers are not negative; the matrix need not be square.

    >>> band([[1, 2, 3], [4, 5, 6], [7, 8, 9]], 0, 0)
    [[1, 0, 0], [0, 5, 0], [0, 0, 9]]
    >>> band([[1, 2, 3], [4, 5, 6], [7, 8, 9]], 1, 0)
    [[1, 0, 0], [4, 5, 0], [0, 8, 9]]
    >>> band([[1, 2, 3], [4, 5, 6]], 0, 1)
    [[1, 2, 0], [0, 5, 6]]
    """
    result = []
    for i, row in enumerate(matrix):
        result.append([x if -below <= j - i <= above else 0 for j, x in enumerate(row)])
    return result
