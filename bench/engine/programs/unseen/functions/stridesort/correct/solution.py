def stride_sort(values: list[int], step: int, offset: int = 0) -> list[int]:
    """Sort only the elements at positions offset, offset + step, and so on.

    Return a new list; the elements at all other positions stay where they
    are. step is at least 1, offset is not negative.

    >>> stride_sort([5, 4, 3, 2, 1], 2)
    [1, 4, 3, 2, 5]
    >>> stride_sort([9, 8, 7, 6], 1)
    [6, 7, 8, 9]
    >>> stride_sort([5, 4, 3, 2, 1], 2, 2)
    [5, 4, 1, 2, 3]
    """
    result = list(values)
    chosen = sorted(result[offset::step])
    result[offset::step] = chosen
    return result
