"""Units and how they convert."""

from __future__ import annotations

from fractions import Fraction

# unit: (what it measures, how many of the base unit it is)
UNITS = {
    "g": ("mass", Fraction(1)),
    "kg": ("mass", Fraction(1000)),
    "oz": ("mass", Fraction(28)),
    "ml": ("volume", Fraction(1)),
    "l": ("volume", Fraction(1000)),
    "tsp": ("volume", Fraction(5)),
    "tbsp": ("volume", Fraction(15)),
    "cup": ("volume", Fraction(240)),
}
NAMES = {
    "gram": "g",
    "kilogram": "kg",
    "kilo": "kg",
    "ounce": "oz",
    "millilitre": "ml",
    "litre": "l",
    "liter": "l",
    "teaspoon": "tsp",
    "tablespoon": "tbsp",
}


class UnitError(ValueError):
    """An unknown unit, or two that measure different things."""


def normalize(word: str) -> str | None:
    """Return the short name of a unit, written in any way; None if it is no unit."""
    name = word.lower().rstrip(".")
    for candidate in (name, name.removesuffix("s")):
        candidate = NAMES.get(candidate, candidate)
        if candidate in UNITS:
            return candidate
    return None


def convert(amount: Fraction, source: str, target: str) -> Fraction:
    """Convert an amount from one unit to another one of the same measure."""
    for unit in (source, target):
        if unit not in UNITS:
            raise UnitError(f"unknown unit: {unit}")
    measure, factor = UNITS[source]
    other, divisor = UNITS[target]
    if measure != other:
        raise UnitError(f"{source} is {measure}, {target} is {other}")
    return amount * factor / divisor


def best_unit(amount: Fraction, unit: str) -> tuple[Fraction, str]:
    """Return the amount in kg or l if it is at least one of them, else in g or ml."""
    small, big = ("g", "kg") if UNITS[unit][0] == "mass" else ("ml", "l")
    in_big = convert(amount, unit, big)
    if in_big >= 1:
        return in_big, big
    return convert(amount, unit, small), small
