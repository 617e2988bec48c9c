from typing import List, Tuple

Interval = Tuple[int, int]


def common_parts(first: List[Interval], second: List[Interval]) -> List[Interval]:
    """Given two lists of closed intervals, each list sorted and without overlaps
    within itself, return the list of the intersections of an interval of the one
    with an interval of the other, in ascending order. Intervals that touch in one
    point p have the intersection (p, p).

    >>> common_parts([(0, 2), (5, 10)], [(1, 5), (8, 12)])
    [(1, 2), (5, 5), (8, 10)]
    >>> common_parts([(1, 3)], [(4, 6)])
    []
    """
    i = j = 0
    parts = []
    while i < len(first) and j < len(second):
        low = max(first[i][0], second[j][0])
        high = min(first[i][1], second[j][1])
        if low <= high:
            parts.append((low, high))
        if first[i][1] > second[j][1]:
            i += 1
        else:
            j += 1
    return parts
