"""A single entry of the agenda."""
from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from .repeat import Repeat


@dataclass(frozen=True)
class Event:
    title: str
    start: datetime
    end: datetime
    repeat: Repeat | None = None
    lead: timedelta | None = None  # how long before the start to remind
    people: frozenset = field(default_factory=frozenset)

    def __post_init__(self):
        if self.end <= self.start:
            raise ValueError("an event must end after it starts")

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    def at(self, start: datetime) -> "Event":
        """The same event (not repeated) at another time."""
        return replace(self, start=start, end=start + self.length, repeat=None)

    def overlaps(self, start: datetime, end: datetime) -> bool:
        """Whether the event shares time with [start, end); touching does not count."""
        return self.start < end and start < self.end

    def instances(self, start: datetime, end: datetime):
        """The occurrences that share time with [start, end), as plain events."""
        if self.repeat is None:
            starts = [self.start]
        else:
            starts = self.repeat.starts(self.start, end)
        for when in starts:
            single = self.at(when)
            if single.overlaps(start, end):
                yield single

    def reminder(self) -> datetime | None:
        """When to remind of the (first) occurrence."""
        if self.lead is None:
            return None
        return self.start + self.lead
