import bisect
from typing import List


def count_between(data: List[int], low: int, high: int) -> int:
    """
    `data` is sorted ascending.  Count the entries x with low <= x <= high.

    >>> count_between([1, 3, 3, 5, 8], 3, 5)
    3
    >>> count_between([1, 3, 3, 5, 8], 4, 7)
    1
    >>> count_between([1, 3, 3, 5, 8], 6, 7)
    0
    >>> count_between([2, 2, 2], 2, 2)
    3
    """
    if low > high:
        return 0
    first = bisect.bisect_left(data, low)
    after = bisect.bisect(data, high)
    return after - first
