from datetime import date

FRIDAY = 4


def unlucky_months(first_year: int, last_year: int) -> list[tuple[int, int]]:
    """List the months of the years given in which the 13th is a Friday.

    Each month is a pair (year, month); the list is in order of time, and
    both years are included.

    >>> unlucky_months(2026, 2026)
    [(2026, 2), (2026, 3), (2026, 11)]
    >>> unlucky_months(2024, 2025)
    [(2024, 9), (2024, 12), (2025, 6)]
    >>> unlucky_months(2025, 2024)
    []
    """
    months = []
    for year in range(first_year, last_year + 1):
        for month in range(1, 13):
            if date(year, month, 13).weekday() == FRIDAY:
                months.append((year, month))
    return months
