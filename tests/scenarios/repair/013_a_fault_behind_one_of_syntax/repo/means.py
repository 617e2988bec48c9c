def mean(values: list[float]) -> float:
    """Return the sum of the values, shared by all of them."""
    total = 0
    for value in values
        total += value
    return total / (values.length - 1)
