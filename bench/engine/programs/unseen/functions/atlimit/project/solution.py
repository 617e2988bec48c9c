from bisect import bisect_left


def within_limits(readings: list[float], limits: list[float]) -> list[int]:
    """For every limit, count the readings that do not exceed it.

    >>> within_limits([4, 1, 7], [5])
    [2]
    >>> within_limits([4, 1, 7], [0, 7, 4])
    [0, 3, 2]
    >>> within_limits([], [3])
    [0]
    """
    ordered = sorted(readings)
    return [bisect_left(ordered, limit) for limit in limits]
