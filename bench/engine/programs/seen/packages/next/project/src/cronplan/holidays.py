"""Business days."""

from datetime import timedelta

ONE_DAY = timedelta(days=1)


class Calendar:
    """Knows the holidays and the days of the weekend (0 = Monday)."""

    def __init__(self, holidays=(), weekend=(5, 6)):
        self.holidays = set(holidays)
        self.weekend = frozenset(weekend)
        if len(self.weekend) > 6:
            raise ValueError("there must be a working day in the week")

    def is_business_day(self, day):
        return day.weekday() not in self.weekend and day not in self.holidays

    def roll_forward(self, day):
        """The day itself if it is a business day, else the next one."""
        while not self.is_business_day(day):
            day += ONE_DAY
        return day

    def add_business_days(self, day, count):
        """Go `count` business days forward, or back if negative; with 0, roll forward."""
        if count == 0:
            return self.roll_forward(day)
        step = ONE_DAY if count > 0 else -ONE_DAY
        left = abs(count)
        while left:
            day += step
            if self.is_business_day(day):
                left -= 1
        return day

    def business_days_between(self, start, end):
        """Number of business days from start (included) to end (not included).

        If end comes before start, minus the number from end to start.
        """
        if end < start:
            return -self.business_days_between(end, start)
        span = (end - start).days
        return sum(self.is_business_day(start + n * ONE_DAY) for n in range(span))
