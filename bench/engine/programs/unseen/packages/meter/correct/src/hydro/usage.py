"""From register values to cubic metres used."""
from bisect import bisect_left


class NoReading(LookupError):
    """No readings to tell the register on some day."""


def unwrap(series, digits):
    """Turn readings (in order) into points (day, m3 used since the first reading).

    The register has `digits` decimal digits and after 99..9 starts again at zero;
    a value lower than the one before means that this has happened once.
    """
    points = []
    total = 0
    previous = None
    for reading in series:
        if previous is not None:
            step = reading.value - previous.value
            if step < 0:
                step += 10 ** digits
            total += step
        points.append((reading.day, total))
        previous = reading
    return points


def level_at(points, day):
    """The level on a day, between two points interpolated evenly and rounded down."""
    days = [d for d, _ in points]
    i = bisect_left(days, day)
    if i < len(points) and days[i] == day:
        return points[i][1]
    if i == 0 or i == len(points):
        raise NoReading(f"no reading around {day}")
    (day0, level0), (day1, level1) = points[i - 1], points[i]
    return level0 + (level1 - level0) * (day - day0).days // (day1 - day0).days


def used_between(series, start, end, digits):
    """Cubic metres used from start to end."""
    points = unwrap(series, digits)
    return level_at(points, end) - level_at(points, start)


def daily_average(series, start, end, digits):
    """Cubic metres a day from start to end; ValueError if the period is empty."""
    days = (end - start).days
    if days <= 0:
        raise ValueError("empty period")
    return used_between(series, start, end, digits) / days
