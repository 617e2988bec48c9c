def clamp(value: int, low: int, high: int) -> int:
    if low > high:
        raise ValueError("low is above high")
    if value < low:
        return low
    if value > high:
        return high
    return value
