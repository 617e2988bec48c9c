"""Aggregates over lists of numbers."""
import math


def mean(values):
    values = list(values)
    return sum(values) / len(values) if values else None


def median(values):
    ordered = sorted(values)
    n = len(ordered)
    if n == 0:
        return None
    middle = n // 2
    if n % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def percentile(values, p):
    """Nearest rank: the least value with at least p percent of all at or below it."""
    if not 0 < p <= 100:
        raise ValueError("p must be over 0 and at most 100")
    ordered = sorted(values)
    if not ordered:
        return None
    return ordered[math.ceil(p * len(ordered) / 100) - 1]


def moving_average(values, size):
    """Means of `size` values in a row: one per full window."""
    if size < 1:
        raise ValueError("size must be positive")
    values = list(values)
    result = []
    window = sum(values[:size])
    for end in range(size, len(values) + 1):
        result.append(window / size)
        if end < len(values):
            window += values[end] - values[end - size]
    return result


def shares(values):
    """Each value's part of the sum in percent, one decimal; zeros for a sum of 0."""
    values = list(values)
    total = sum(values)
    if total == 0:
        return [0.0 for _ in values]
    return [round(100 * v / total, 1) for v in values]


AGGREGATES = {
    "sum": sum,
    "count": lambda values: len(list(values)),
    "min": lambda values: min(values, default=None),
    "max": lambda values: max(values, default=None),
    "mean": mean,
    "median": median,
}
