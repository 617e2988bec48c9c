"""Repetition: every so many days, weeks or months."""
from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta

FREQUENCIES = ("day", "week", "month")


def add_months(moment: datetime, months: int) -> datetime:
    """The same day of a later month, or that month's last day if it is shorter."""
    index = moment.year * 12 + moment.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


@dataclass(frozen=True)
class Repeat:
    """every:  one of FREQUENCIES
    step:   each second, third ... time only
    count:  number of occurrences in all (skipped ones included)
    until:  last day on which an occurrence may begin
    skip:   days left out
    """
    every: str
    step: int = 1
    count: int | None = None
    until: date | None = None
    skip: frozenset = frozenset()

    def __post_init__(self):
        if self.every not in FREQUENCIES:
            raise ValueError(f"cannot repeat every {self.every}")
        if self.step < 1:
            raise ValueError("step must be positive")

    def nth(self, first: datetime, n: int) -> datetime:
        """Start of occurrence n, counted from 0."""
        if self.every == "month":
            return add_months(first, n * self.step)
        days = 7 if self.every == "week" else 1
        return first + timedelta(days=days * n * self.step)

    def starts(self, first: datetime, before: datetime):
        """Yield the starts of occurrences earlier than `before`, in order."""
        n = 0
        while self.count is None or n < self.count:
            when = self.nth(first, n)
            n += 1
            if when >= before:
                return
            if self.until is not None and when.date() >= self.until:
                return
            if when.date() not in self.skip:
                yield when
