"""Meter readings and the files they come in."""
from collections import namedtuple
from datetime import date

Reading = namedtuple("Reading", "meter day value estimated", defaults=(False,))


class BadReading(ValueError):
    """A line that is no reading; the message starts with the line number."""


def parse_line(text):
    """Parse 'METER;YYYY-MM-DD;VALUE' with an optional fourth field, 'E' for estimated."""
    fields = [f.strip() for f in text.split(";")]
    if len(fields) not in (3, 4) or not fields[0]:
        raise ValueError("expected 3 or 4 fields")
    day = date.fromisoformat(fields[1])
    value = int(fields[2])
    if value < 0:
        raise ValueError("negative register")
    estimated = False
    if len(fields) == 4:
        if fields[3] not in ("", "E"):
            raise ValueError(f"unknown mark {fields[3]!r}")
        estimated = fields[3] == "E"
    return Reading(fields[0], day, value, estimated)


def load(lines):
    """Yield the readings of some lines, passing over blank lines and # comments.

    Raises BadReading("LINE: reason"), lines counted from 1.
    """
    for number, line in enumerate(lines, start=1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        try:
            yield parse_line(line)
        except ValueError as exc:
            raise BadReading(f"{number}: {exc}") from exc


def by_meter(readings, grouped=None):
    """Group readings to {meter: [readings in order of their days]}.

    Of several readings of one meter on one day one is kept: an actual reading
    rather than an estimated one, else the later in the input. With `grouped`
    (an earlier result) the readings are added to that, and it is returned.
    """
    if grouped is None:
        grouped = {}
    for reading in readings:
        series = grouped.setdefault(reading.meter, [])
        same_day = [i for i, r in enumerate(series) if r.day == reading.day]
        if not same_day:
            series.append(reading)
        elif series[same_day[0]].estimated or not reading.estimated:
            series[same_day[0]] = reading
    for series in grouped.values():
        series.sort(key=lambda r: r.day)
    return grouped


def gaps(series, max_days):
    """Pairs (day, next day) of neighbouring readings more than max_days apart."""
    return [
        (a.day, b.day)
        for a, b in zip(series, series[1:])
        if (b.day - a.day).days > max_days
    ]
