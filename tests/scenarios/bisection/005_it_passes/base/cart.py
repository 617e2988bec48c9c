def total(prices):
    """Return the sum of the prices."""
    result = 0
    for price in prices:
        result += price
    return result
