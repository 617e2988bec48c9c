MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def is_leap(year: int) -> bool:
    if year % 400 == 0:
        return True
    if year % 100 == 0:
        return False
    return year % 4 == 0


def day_of_year(year: int, month: int, day: int) -> int:
    """Number of a day within its year (Gregorian calendar), from 1.

    >>> day_of_year(2023, 1, 1)
    1
    >>> day_of_year(2024, 3, 1)
    61
    >>> day_of_year(1900, 12, 31)
    365
    """
    total = day + sum(MONTHS[:month - 1])
    if month > 2 and is_leap(year):
        total += 1
    return total
