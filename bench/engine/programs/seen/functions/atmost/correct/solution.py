from bisect import bisect_left, bisect_right


def count_at_most(values: list[int], limits: list[int]) -> list[int]:
    """
    Return, for each limit, how many of the values are less than or equal to
    it.

    >>> count_at_most([5, 1, 3], [2, 5])
    [1, 3]
    >>> count_at_most([4, 4, 8], [4, 0])
    [2, 0]
    >>> count_at_most([], [7])
    [0]
    """
    ordered = sorted(values)
    return [bisect_right(ordered, limit) for limit in limits]


def count_within(values: list[int], low: int, high: int) -> int:
    """
    Return how many of the values are from low to high, both included. Low is
    not greater than high.

    >>> count_within([5, 1, 3, 9], 2, 6)
    2
    """
    ordered = sorted(values)
    return bisect_right(ordered, high) - bisect_left(ordered, low)
