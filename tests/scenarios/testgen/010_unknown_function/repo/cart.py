def cheapest(prices: list[float], limit: float) -> list[float]:
    """Return the prices up to the limit, the limit included."""
    return [price for price in prices if price < limit]


def label(name: str, count: int) -> str:
    if count == 1:
        return f"1 {name}"
    return f"{count} {name}s"
