"""Numbers: clamping, dividing, primes, roots, scores."""

from __future__ import annotations


def clamp(value: float, low: float, high: float) -> float:
    """Return the value, moved into the range from low to high."""
    if low > high:
        raise ValueError("low is above high")
    if value < low:
        return low
    if value > high:
        return high
    return value


def gcd(first: int, second: int) -> int:
    """Return the greatest common divisor, never negative."""
    first, second = abs(first), abs(second)
    while second:
        first, second = second, first % second
    return first


def is_prime(number: int) -> bool:
    """Tell whether a number is prime."""
    if number < 2:
        return False
    divisor = 2
    while divisor * divisor <= number:
        if number % divisor == 0:
            return False
        divisor += 1
    return True


def integer_root(number: int) -> int:
    """Return the greatest integer whose square is not above the number."""
    if number < 0:
        raise ValueError("negative numbers have no root")
    low, high = 0, number + 1
    while high - low > 1:
        middle = (low + high) // 2
        if middle * middle <= number:
            low = middle
        else:
            high = middle
    return low


def grade(points: int, most: int = 100) -> str:
    """Return a letter for a share of points."""
    if most <= 0:
        raise ValueError(f"most must be positive: {most}")
    share = 100 * points // most
    for letter, least in (("A", 90), ("B", 75), ("C", 60), ("D", 50)):
        if share >= least:
            return letter
    return "F"


def moving_average(values: list[float], width: int) -> list[float]:
    """Return the averages of all windows of a width."""
    if width < 1:
        raise ValueError("a window has a width of at least one")
    sums = []
    for start in range(len(values) - width + 1):
        window = values[start : start + width]
        sums.append(sum(window) / width)
    return sums
