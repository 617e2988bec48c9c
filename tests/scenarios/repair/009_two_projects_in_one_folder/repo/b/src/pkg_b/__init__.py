def low(values, limit):
    """Return the values up to the limit, the limit included."""
    return [value for value in values if value < limit]
