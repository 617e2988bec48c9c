"""Cron expressions: minute, hour, day of month, month, day of week."""

from datetime import datetime, timedelta

from .fields import DAYS, MONTHS, CronError, parse_field

_MONTH_NAMES = {name: number for number, name in enumerate(MONTHS, 1)}
_DAY_NAMES = {name: number for number, name in enumerate(DAYS)}
SEARCH_YEARS = 8


class Cron:
    """A parsed expression.

    Days of the week are 0 (Sunday) to 6; 7 is Sunday as well. As in cron, if
    both the day of the month and the day of the week are restricted (not
    "*"), a day that fits either of them will do.
    """

    def __init__(self, text):
        fields = text.split()
        if len(fields) != 5:
            raise CronError(f"five fields expected: {text!r}")
        self.text = text
        self.minutes = parse_field(fields[0], 0, 59)
        self.hours = parse_field(fields[1], 0, 23)
        self.days = parse_field(fields[2], 1, 31)
        self.months = parse_field(fields[3], 1, 12, _MONTH_NAMES)
        self.weekdays = {day % 7 for day in parse_field(fields[4], 0, 7, _DAY_NAMES)}
        self._any_day = fields[2] == "*"
        self._any_weekday = fields[4] == "*"

    def fits_day(self, day):
        """Does the expression allow this date?"""
        if day.month not in self.months:
            return False
        by_day = day.day in self.days
        by_weekday = day.isoweekday() % 7 in self.weekdays
        if self._any_day or self._any_weekday:
            return by_day and by_weekday
        return by_day or by_weekday

    def matches(self, moment):
        return (
            moment.minute in self.minutes
            and moment.hour in self.hours
            and self.fits_day(moment)
        )

    def times_on(self, day):
        """All moments of a date at which the expression fires, in order."""
        if not self.fits_day(day):
            return []
        return [
            datetime(day.year, day.month, day.day, hour, minute)
            for hour in sorted(self.hours)
            for minute in sorted(self.minutes)
        ]

    def next_after(self, moment):
        """The first full minute after the moment that matches.

        None if there is none in the next SEARCH_YEARS years (30 February).
        """
        at = moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
        last_year = at.year + SEARCH_YEARS
        while at.year <= last_year:
            if at.month not in self.months:
                at = datetime(at.year + at.month // 12, at.month % 12 + 1, 1)
            elif not self.fits_day(at):
                at = at.replace(hour=0, minute=0) + timedelta(days=1)
            elif at.hour not in self.hours:
                at = at.replace(minute=0) + timedelta(hours=1)
            elif at.minute not in self.minutes:
                at += timedelta(minutes=1)
            else:
                return at
        return None
