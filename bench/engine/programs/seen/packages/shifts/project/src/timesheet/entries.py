"""One line of a time sheet."""
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta


class EntryError(ValueError):
    pass


@dataclass(frozen=True)
class Entry:
    start: datetime
    end: datetime
    project: str
    pause: int = 0          # minutes
    tags: tuple = ()

    @property
    def minutes(self):
        """Minutes worked, without the pause."""
        return int((self.end - self.start).total_seconds()) // 60 - self.pause

    @property
    def day(self):
        """The date on which the entry counts: that of its start."""
        return self.start.date()


_LINE = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)\s+"
    r"(?P<from>\d?\d:\d\d)\s*-\s*(?P<to>\d?\d:\d\d)"
    r"(?:\s+\((?P<pause>\d+)\))?"
    r"\s+(?P<rest>\S.*)$"
)


def _clock(day, text):
    hour, minute = map(int, text.split(":"))
    if hour == 24 and minute == 0:
        return datetime(day.year, day.month, day.day) + timedelta(days=1)
    return datetime(day.year, day.month, day.day, hour, minute)


def parse_entry(line):
    """Read ``2024-03-04 9:00-17:30 (45) Project name #tag #tag``.

    The pause in minutes and the tags may be missing.  An end at or before
    the start means that work went on past midnight.  24:00 may be written as
    an end.  The words that are not tags make the project name, without tags
    there must be at least one.  Tags are lower-cased.  EntryError for
    anything that cannot be read, or if the pause is not shorter than the
    entry.
    """
    match = _LINE.match(line.strip())
    if match is None:
        raise EntryError("cannot read %r" % line)
    try:
        day = date.fromisoformat(match["day"])
        start = _clock(day, match["from"])
        end = _clock(day, match["to"])
    except ValueError as exc:
        raise EntryError("bad date or time in %r" % line) from exc
    if end <= start:
        end += timedelta(days=1)
    words = match["rest"].split()
    tags = tuple(w[1:].lower() for w in words if w.startswith("#"))
    project = " ".join(w for w in words if not w.startswith("#"))
    if not project:
        raise EntryError("no project in %r" % line)
    entry = Entry(start, end, project, int(match["pause"] or 0), tags)
    if entry.minutes <= 0:
        raise EntryError("pause too long in %r" % line)
    return entry


def read_sheet(text):
    """All entries of a text, sorted by start.

    Empty lines and lines starting with ``;`` are skipped.  An EntryError
    names the line number.
    """
    entries = []
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.strip()
        if not line or line.startswith(";"):
            continue
        try:
            entries.append(parse_entry(line))
        except EntryError as exc:
            raise EntryError("line %d: %s" % (number, exc)) from None
    entries.sort(key=lambda e: e.start)
    return entries
