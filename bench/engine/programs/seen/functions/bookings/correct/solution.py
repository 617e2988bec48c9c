def merge_bookings(bookings: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """
    Merge half-open bookings (start, end) that overlap or touch and return
    the merged bookings in order of their start.  start < end holds for
    every booking.

    >>> merge_bookings([(9, 11), (10, 12), (14, 15)])
    [(9, 12), (14, 15)]
    >>> merge_bookings([(3, 5), (1, 3)])
    [(1, 5)]
    >>> merge_bookings([(1, 4), (5, 6)])
    [(1, 4), (5, 6)]
    """
    merged: list[tuple[int, int]] = []
    for start, end in sorted(bookings):
        if merged and start <= merged[-1][1]:
            prev_start, prev_end = merged[-1]
            merged[-1] = (prev_start, max(prev_end, end))
        else:
            merged.append((start, end))
    return merged
