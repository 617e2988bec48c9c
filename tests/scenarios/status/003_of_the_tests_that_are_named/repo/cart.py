def cheapest(prices: list[float], limit: float) -> list[float]:
    """Return the prices up to the limit, the limit included."""
    return [price for price in prices if price < limit]
