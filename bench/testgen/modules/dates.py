"""Days: leap years, weeks, ages, periods."""

from __future__ import annotations

from datetime import date, timedelta

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_leap(year: int) -> bool:
    """Tell whether a year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """Return how many days a month has."""
    if not 1 <= month <= 12:
        raise ValueError(f"no such month: {month}")
    if month == 2 and is_leap(year):
        return 29
    return _DAYS[month - 1]


def age(born: date, today: date) -> int:
    """Return the age in whole years."""
    if today < born:
        raise ValueError("born after today")
    years = today.year - born.year
    if (today.month, today.day) < (born.month, born.day):
        years -= 1
    return years


def next_weekday(day: date, weekday: int) -> date:
    """Return the next day with a weekday (0 is Monday), never the day itself."""
    if not 0 <= weekday <= 6:
        raise ValueError("weekday is from 0 to 6")
    ahead = (weekday - day.weekday()) % 7
    if ahead == 0:
        ahead = 7
    return day + timedelta(days=ahead)


def working_days(first: date, last: date) -> int:
    """Count Mondays to Fridays from the first day to the last, both included."""
    count = 0
    while first <= last:
        if first.weekday() < 5:
            count += 1
        first += timedelta(days=1)
    return count


def add_months(day: date, months: int) -> date:
    """Move a day by months; the end of a month stays inside it."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, days_in_month(year, month + 1)))


def quarter(day: date) -> str:
    """Return the quarter as `2024-Q1`."""
    return f"{day.year}-Q{(day.month - 1) // 3 + 1}"
