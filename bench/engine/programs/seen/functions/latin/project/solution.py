from typing import List


def is_latin_square(square: List[List[int]]) -> bool:
    """Check whether an n x n matrix is a Latin square.

    In a Latin square each row and each column contains every number from
    1 to n once.

    >>> is_latin_square([[1, 2], [2, 1]])
    True
    >>> is_latin_square([[1, 2], [1, 2]])
    False
    >>> is_latin_square([[1, 2, 3], [3, 1, 2], [2, 3, 1]])
    True
    """
    wanted = list(range(1, len(square) + 1))
    for row in square:
        if sorted(row) != wanted:
            return False
    return True
