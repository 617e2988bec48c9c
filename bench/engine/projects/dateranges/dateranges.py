"""Ranges of days, both ends included, and questions about the calendar."""

from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


def is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year, month):
    if month == 2:
        return 29 if is_leap(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def add_months(day, count):
    """Move by months; a day that does not exist becomes the month's last."""
    index = day.year * 12 + day.month - 1 + count
    year, month = divmod(index, 12)
    month += 1
    return date(year, month, min(day.day, days_in_month(year, month)))


def is_workday(day, holidays=()):
    return day.weekday() < 5 and day not in holidays


def add_workdays(day, count, holidays=()):
    """Return the day that is `count` workdays later."""
    while count > 0:
        day += DAY
        if is_workday(day, holidays):
            count -= 1
    return day


def age(born, today):
    """Return the age in whole years."""
    years = today.year - born.year
    if (today.month, today.day) < (born.month, born.day):
        years -= 1
    return years


@dataclass(frozen=True, order=True)
class DateRange:
    start: date
    end: date

    def __post_init__(self):
        if self.end < self.start:
            raise ValueError("end before start")

    @classmethod
    def parse(cls, text):
        """Read 2024-01-05..2024-02-01, or a single day."""
        first, dots, last = text.partition("..")
        start = date.fromisoformat(first.strip())
        return cls(start, date.fromisoformat(last.strip()) if dots else start)

    @classmethod
    def month(cls, year, month):
        return cls(date(year, month, 1), date(year, month, days_in_month(year, month)))

    def __len__(self):
        return (self.end - self.start).days + 1

    def __contains__(self, day):
        return self.start <= day <= self.end

    def __iter__(self):
        day = self.start
        while day <= self.end:
            yield day
            day += DAY

    def overlaps(self, other):
        return self.start <= other.end and other.start <= self.end

    def workdays(self, holidays=()):
        return sum(1 for day in self if is_workday(day, holidays))

    def split_by_month(self):
        """Yield the parts of the range that lie in each month."""
        start = self.start
        while start <= self.end:
            last = date(start.year, start.month, days_in_month(start.year, start.month))
            yield DateRange(start, min(last, self.end))
            start = last + DAY

    def __str__(self):
        if self.start == self.end:
            return self.start.isoformat()
        return f"{self.start.isoformat()}..{self.end.isoformat()}"


def join(ranges):
    """Merge ranges that overlap or follow each other without a gap."""
    joined = []
    for current in sorted(ranges):
        if joined and current.start <= joined[-1].end + DAY:
            previous = joined.pop()
            current = DateRange(previous.start, max(previous.end, current.end))
        joined.append(current)
    return joined
