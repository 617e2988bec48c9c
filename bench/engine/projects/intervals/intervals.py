"""Half-open intervals of integers, as (start, end) pairs."""


def is_valid(interval):
    """Whether the interval is not empty.

    >>> is_valid((1, 3)), is_valid((3, 3))
    (True, False)
    """
    start, end = interval
    return start < end


def overlaps(a, b):
    """Whether two intervals share at least one integer.

    >>> overlaps((0, 5), (4, 9))
    True
    >>> overlaps((0, 5), (5, 9))
    False
    """
    return a[0] < b[1] and b[0] < a[1]


def intersect(a, b):
    """Return the common part, or None if there is none."""
    start = max(a[0], b[0])
    end = min(a[1], b[1])
    if start >= end:
        return None
    return (start, end)


def merge(intervals):
    """Return the union as sorted, disjoint intervals; touching ones are joined.

    >>> merge([(5, 7), (1, 3), (3, 4)])
    [(1, 4), (5, 7)]
    """
    merged = []
    for start, end in sorted(i for i in intervals if is_valid(i)):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def total_length(intervals):
    """Return how many integers the intervals cover together."""
    return sum(end - start for start, end in merge(intervals))


def subtract(interval, holes):
    """Yield the parts of `interval` that no hole covers, in order."""
    position, stop = interval
    for start, end in merge(holes):
        if end <= position:
            continue
        if start >= stop:
            break
        if start > position:
            yield (position, start)
        position = end
    if position < stop:
        yield (position, stop)


def free_slots(busy, day, length):
    """Return the free slots of a day that are at least `length` long."""
    return [slot for slot in subtract(day, busy) if slot[1] - slot[0] >= length]


def max_overlap(intervals):
    """Return the largest number of intervals that hold at one point."""
    events = []
    for start, end in intervals:
        events.append((start, 1))
        events.append((end, -1))
    events.sort()
    depth = best = 0
    for _, step in events:
        depth += step
        best = max(best, depth)
    return best
