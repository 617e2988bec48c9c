"""A planner: named cron jobs and what becomes of them on holidays."""

from datetime import datetime, timedelta

from .cron import Cron
from .holidays import Calendar, ONE_DAY

POLICIES = ("run", "skip", "next")


class Planner:
    """Holds jobs, each with a policy for days that are not business days:

    run    the job runs all the same
    skip   it does not run
    next   it runs at the same time of the next business day instead
    """

    def __init__(self, calendar=None):
        self.calendar = calendar or Calendar()
        self._jobs = {}
        self._paused = set()

    def add(self, name, expression, policy="run"):
        if policy not in POLICIES:
            raise ValueError(f"unknown policy {policy!r}")
        if name in self._jobs:
            raise ValueError(f"there is a job {name!r} already")
        self._jobs[name] = (Cron(expression), policy)

    def load(self, text):
        """Add jobs from lines "name | expression" or "name | expression | policy".

        Empty lines and lines that begin with "#" are skipped.
        """
        for line in text.splitlines():
            line = line.strip()
            if line and not line.startswith("#"):
                self.add(*(part.strip() for part in line.split("|")))

    def pause(self, name):
        """A paused job does not run until it is resumed."""
        self._jobs[name]
        self._paused.add(name)

    def resume(self, name):
        self._paused.discard(name)

    def runs_on(self, name, day):
        """The moments at which a job runs on a date, in order, each once."""
        cron, policy = self._jobs[name]
        if name in self._paused:
            return []
        if policy == "run":
            return cron.times_on(day)
        if not self.calendar.is_business_day(day):
            return []
        clock = {moment.time() for moment in cron.times_on(day)}
        if policy == "next":
            earlier = day - ONE_DAY
            while not self.calendar.is_business_day(earlier):
                clock.update(moment.time() for moment in cron.times_on(earlier))
                earlier -= ONE_DAY
        return [datetime.combine(day, time) for time in sorted(clock)]

    def agenda(self, first, last):
        """All runs from the first to the last date (both included).

        A list of (moment, name), by moment, then name.
        """
        runs = []
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            for name in self._jobs:
                runs.extend((moment, name) for moment in self.runs_on(name, day))
        return sorted(runs)

    def next_run(self, name, after, horizon_days=731):
        """The job's first run after a moment; None if there is none within the horizon."""
        for offset in range(horizon_days + 1):
            day = after.date() + timedelta(days=offset)
            for moment in self.runs_on(name, day):
                if moment > after:
                    return moment
        return None
