"""What it costs to be late."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

CENTS_PER_DAY = {"adult": 20, "child": 5, "staff": 0}
GRACE_DAYS = 2
HIGHEST_FINE = 500
SUNDAY = 6


def open_days(start: date, end: date, closed: Collection[date] = ()) -> int:
    """Count the days after `start` up to and with `end` on which the library is open.

    It is closed on Sundays and on the days in `closed`.
    """
    count = 0
    day = start + timedelta(days=1)
    while day <= end:
        if day.weekday() != SUNDAY and day not in closed:
            count += 1
        day += timedelta(days=1)
    return count


def fine(due: date, returned: date, kind: str = "adult", closed: Collection[date] = ()) -> int:
    """Return the fine in cents for a book that was due on a day.

    The first days are free; who comes later pays for them as well.
    """
    late = open_days(due, returned, closed)
    if late <= GRACE_DAYS:
        return 0
    return min(late * CENTS_PER_DAY[kind], HIGHEST_FINE)
