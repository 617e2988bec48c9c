from typing import Any, List


def weighted_sum(items: List[Any], level: int = 1) -> int:
    """Sum a nested list of integers, each integer multiplied by the depth
    of the list it stands in.  The outermost list has depth 1.

    >>> weighted_sum([1, 2, 3])
    6
    >>> weighted_sum([4, [5], 6])
    20
    >>> weighted_sum([1, [2, [3, []]]])
    14
    """
    total = 0
    for item in items:
        if isinstance(item, list):
            total += level * weighted_sum(item, level + 1)
        else:
            total += item * level
    return total
