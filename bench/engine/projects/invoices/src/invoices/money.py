"""Exact arithmetic on amounts of money."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def to_amount(value):
    """Turn an int, a string or a Decimal into an amount in whole cents."""
    if isinstance(value, float):
        raise TypeError("amounts must not be floats")
    return round_cents(Decimal(value))


def round_cents(amount):
    """Round half a cent away from zero."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def percent_of(amount, percent):
    """Return `percent` per cent of `amount`, rounded to cents."""
    return round_cents(amount * Decimal(percent) / 100)


def split_evenly(amount, parts):
    """Split an amount into parts that differ by at most one cent, larger ones first."""
    if parts < 1:
        raise ValueError("parts must be positive")
    cents = int(amount / CENT)
    share, rest = divmod(cents, parts)
    return [(share + (1 if i < rest else 0)) * CENT for i in range(parts)]
