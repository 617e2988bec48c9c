"""The agenda itself."""
from __future__ import annotations

from datetime import date, datetime, time, timedelta

from .event import Event


class Agenda:
    def __init__(self):
        self._events: dict[int, Event] = {}
        self._next = 1

    def add(self, event: Event) -> int:
        """Enter an event; returns its number."""
        number = self._next
        self._next += 1
        self._events[number] = event
        return number

    def remove(self, number: int) -> Event:
        """Strike out an event; KeyError if there is none with that number."""
        return self._events.pop(number)

    def move(self, number: int, start: datetime) -> None:
        """Give an event another start; its length and repetition stay."""
        old = self._events[number]
        self._events[number] = Event(
            old.title, start, start + old.length, old.repeat, old.lead, old.people
        )

    def between(self, start: datetime, end: datetime) -> list[Event]:
        """All occurrences that share time with [start, end), by start, then title."""
        found = []
        for event in self._events.values():
            found.extend(event.instances(start, end))
        return sorted(found, key=lambda e: (e.start, e.title))

    def on(self, day: date) -> list[Event]:
        """All occurrences that touch a day."""
        midnight = datetime.combine(day, time())
        return self.between(midnight, midnight + timedelta(days=1))

    def conflicts(self, event: Event) -> list[Event]:
        """Occurrences in the agenda that clash with a (single) event for at
        least one person; an event without people clashes with everything."""
        return [
            other for other in self.between(event.start, event.end)
            if not event.people or not other.people or event.people & other.people
        ]

    def free(self, start: datetime, end: datetime, at_least: timedelta = timedelta(0)):
        """Gaps (start, end) between the events in a stretch of time that are
        not empty and no shorter than `at_least`."""
        gaps = []
        cursor = start
        for event in self.between(start, end):
            if event.start > cursor:
                gaps.append((cursor, event.start))
            cursor = max(cursor, event.end)
        if cursor < end:
            gaps.append((cursor, end))
        return [gap for gap in gaps if gap[1] - gap[0] >= at_least]

    def reminders(self, now: datetime, horizon: timedelta) -> list[tuple]:
        """(time, title) of the reminders due in [now, now + horizon), in order,
        for all occurrences of events that have one."""
        rows = []
        for event in self._events.values():
            if event.lead is None:
                continue
            latest = now + horizon + event.lead
            for single in event.instances(event.start, latest):
                when = single.reminder()
                if now <= when < now + horizon:
                    rows.append((when, single.title))
        return sorted(rows)
