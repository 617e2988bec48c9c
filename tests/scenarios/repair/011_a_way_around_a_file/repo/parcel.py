from rates import rate


def price(zone: int, kilograms: int) -> int:
    """Return the cents for a parcel; zones are counted from 1."""
    return rate(zone) * kilograms
