"""Plain text reports."""
from fractions import Fraction
from math import floor


def points(tenths):
    """Tenths as points with two decimals, halves rounded up: 853/10 tenths are '8.53'."""
    hundredths = floor(Fraction(tenths) * 10 + Fraction(1, 2))
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def result_lines(table):
    """One line per standing: place, name, points; ties marked with '=' after the place."""
    places = [standing.place for standing in table]
    width = max((len(standing.competitor) for standing in table), default=0)
    lines = []
    for standing in table:
        mark = "=" if places.count(standing.place) > 1 else " "
        name = standing.competitor.ljust(width)
        lines.append(f"{standing.place:>3}{mark} {name} {points(standing.total):>7}")
    return lines


def open_marks(sheet):
    """{competitor: number of marks still to come}, only those with some."""
    counts = {name: len(sheet.missing(name)) for name in sheet.competitors()}
    return {name: count for name, count in counts.items() if count}
