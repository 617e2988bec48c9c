"""Adding up."""
from collections import defaultdict
from dataclasses import dataclass


def round_minutes(minutes, step=15):
    """Round to the nearest multiple of step, halves up."""
    return (2 * minutes + step) // (2 * step) * step


def format_minutes(minutes):
    """90 is '1:30', -90 is '-1:30'."""
    sign = "-" if minutes < 0 else ""
    hours, rest = divmod(abs(minutes), 60)
    return "%s%d:%02d" % (sign, hours, rest)


def week_of(day):
    """The ISO week of a date, like '2024-W09'."""
    year, week, _ = day.isocalendar()
    return "%d-W%02d" % (year, week)


def by_project(entries, step=15):
    """Minutes per project, each day's total of a project rounded to step.

    The largest come first, equals in alphabetical order (a list of pairs).
    """
    daily = defaultdict(int)
    for entry in entries:
        daily[entry.project, entry.day] += entry.minutes
    totals = defaultdict(int)
    for (project, _), minutes in daily.items():
        totals[project] += round_minutes(minutes, step)
    return sorted(totals.items(), key=lambda item: (-item[1], item[0]))


def by_tag(entries):
    """Minutes per tag; an entry counts once for each different tag it has."""
    totals = {}
    for entry in entries:
        for tag in set(entry.tags):
            totals[tag] = totals.get(tag, 0) + entry.minutes
    return totals


@dataclass(frozen=True)
class Week:
    name: str
    worked: int
    overtime: int
    balance: int


def weekly(entries, due=2400, carry=0, daily_limit=600):
    """A Week for each ISO week with entries, in order of time.

    overtime: the minutes of days beyond ``daily_limit``, added up.
    balance: the minutes more (or, negative, less) than ``due`` per week so
    far, beginning with ``carry``.
    """
    days = defaultdict(int)
    for entry in entries:
        days[entry.day] += entry.minutes
    weeks = defaultdict(list)
    for day in sorted(days):
        weeks[week_of(day)].append(days[day])
    result = []
    balance = carry
    for name, worked in weeks.items():
        total = sum(worked)
        overtime = sum(max(0, minutes - daily_limit) for minutes in worked)
        balance += total - due
        result.append(Week(name, total, overtime, balance))
    return result


def week_report(entries, due=2400, carry=0):
    """Lines like ``2024-W09  38:30   -1:30``: week, worked, balance."""
    return [
        "%s %6s %7s" % (w.name, format_minutes(w.worked), format_minutes(w.balance))
        for w in weekly(entries, due, carry)
    ]
