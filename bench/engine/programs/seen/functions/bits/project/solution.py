from typing import List


def sort_by_bits(numbers: List[int]) -> List[int]:
    """Return the numbers (all >= 0) sorted by how many 1s they have in binary.

    Numbers with equally many 1s are in ascending order.

    >>> sort_by_bits([3, 8, 7, 1])
    [1, 8, 3, 7]
    >>> sort_by_bits([5, 2, 0])
    [0, 2, 5]
    >>> sort_by_bits([])
    []
    """
    def key(number: int) -> tuple:
        return number.bit_length(), number

    return sorted(numbers, key=key)
