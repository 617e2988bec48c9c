def mean(values):
    """Return the mean of numbers, 0.0 for an empty list."""
    return sum(values) / len(values)


def report(values):
    return f"mean: {mean(values):.1f}"
