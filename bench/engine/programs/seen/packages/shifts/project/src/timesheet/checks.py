"""Checks on the entries of one person."""
from datetime import timedelta


def find_overlaps(entries):
    """Pairs (earlier, later) of entries that share some time.

    Each entry that begins before everything earlier is over is reported
    once, together with the earlier entry that ends last.
    Entries that only touch do not overlap.
    """
    pairs = []
    last = None
    for entry in sorted(entries, key=lambda e: (e.start, e.end)):
        if last is not None and entry.start < last.end:
            pairs.append((last, entry))
        last = entry
    return pairs


def short_rests(entries, hours=11):
    """Pairs of entries of successive work days with too little rest between.

    The rest is from the latest end of a day's entries to the first start
    on the next day that has entries.
    """
    first, last = {}, {}
    for entry in entries:
        day = entry.day
        if day not in first or entry.start < first[day].start:
            first[day] = entry
        if day not in last or entry.end > last[day].end:
            last[day] = entry
    days = sorted(first)
    limit = timedelta(hours=hours)
    return [
        (last[before], first[after])
        for before, after in zip(days, days[1:])
        if first[after].start - last[before].end < limit
    ]


def missing_pauses(entries, after=360, least=30):
    """Days on which more than ``after`` minutes were worked with less than
    ``least`` minutes of pause, sorted.  Gaps between the entries of a day
    count as pauses."""
    by_day = {}
    for entry in entries:
        by_day.setdefault(entry.day, []).append(entry)
    result = []
    for day, group in by_day.items():
        group.sort(key=lambda e: e.start)
        worked = sum(e.minutes for e in group)
        pause = sum(e.pause for e in group)
        for one, two in zip(group, group[1:]):
            gap = (two.start - one.end).total_seconds() / 60
            pause += max(gap, 0)
        if worked > after and pause < least:
            result.append(day)
    return sorted(result)
