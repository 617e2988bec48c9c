from typing import List, Optional


def second_largest(numbers: List[int]) -> Optional[int]:
    """
    Return the second largest of the different numbers in a list, or None if
    there are fewer than two different numbers.

    >>> second_largest([3, 9, 4])
    4
    >>> second_largest([8, 8, 5])
    5
    >>> second_largest([6]) is None
    True
    """
    first = second = None
    for x in numbers:
        if first is None or x > first:
            first, second = x, first
        elif second is None or x > second:
            second = x
    return second
