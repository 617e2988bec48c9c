from datetime import date, timedelta


def occurrences(start: date, every: int, until: date, cancelled: set[date]) -> list[date]:
    """List the dates of an event that takes place every `every` days.

    The first date is start, the last one is not after until. Cancelled dates
    are left out; they do not change the dates that follow. every is at
    least 1.

    >>> [d.day for d in occurrences(date(2024, 5, 1), 7, date(2024, 5, 22), set())]
    [1, 8, 15, 22]
    >>> off = {date(2024, 5, 8)}
    >>> [d.day for d in occurrences(date(2024, 5, 1), 7, date(2024, 5, 21), off)]
    [1, 15]
    """
    dates = []
    current = start
    while current <= until:
        if current not in cancelled:
            dates.append(current)
        current += timedelta(days=every)
    return dates
