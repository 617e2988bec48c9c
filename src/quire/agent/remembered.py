"""The events of a session's log that count, in memory no larger than its conversation.

The events since the compaction before the last one are kept whole: every request is made of them.
Of older ones there is what the next notes are made of; whoever needs them whole reads the log.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quire.agent import projection
from quire.agent.compaction_past import thinned
from quire.protocol.events import Event
from quire.protocol.records import Answered, Compacted, Notice, TurnStarted
from quire.store.log import Log


class Remembered:
    """What is known of a log, as `projection.live` counts it.

    `recent` are the events that requests are made of, `earlier` what notes need of those before.
    `refused` is the smallest conversation that an upstream refused as too long, in tokens.
    """

    def __init__(self, log: Log, events: Sequence[Event]) -> None:
        """Take in what the log holds so far."""
        self._log = log
        self.start: Event | None = events[0] if events else None
        self._notices = {event.text for event in events if isinstance(event, Notice)}
        self.refused: int | None = None
        self.earlier: list[Event] = []
        self.recent: list[Event] = []
        self._take(events)
        # Who begins an order looks at the log more than once; it was decoded a moment ago.
        self._fresh: list[Event] | None = [*events] if self.earlier else None

    def add(self, event: Event) -> None:
        """Take in an event that was just written to the log."""
        self.start = self.start or event
        if isinstance(event, Notice):
            self._notices.add(event.text)
        self.recent.append(event)
        if self._fresh is not None:
            self._fresh.append(event)
        if isinstance(event, Answered):
            self._fresh = None
        if isinstance(event, Compacted):
            self._let_go()

    def forget(self) -> None:
        """Look at the log again: a part of it does not count any more."""
        self._fresh = None
        self._take(self._whole())

    def knows(self, text: str) -> bool:
        """Tell whether a notice was given, in an undone turn too."""
        return text in self._notices

    def all(self) -> Sequence[Event]:
        """Return every event that counts; those not at hand are read from the log.

        Raises StoreError.
        """
        if self._fresh is not None:
            return self._fresh
        return self._whole() if self.earlier else self.recent

    def turn(self) -> Sequence[Event]:
        """Return the events since the last order. Raises StoreError."""
        begun = any(isinstance(event, TurnStarted) for event in reversed(self.recent))
        return projection.this_turn(self.recent if begun else self.all())

    def _whole(self) -> Sequence[Event]:
        return projection.live(entry.event for entry in self._log.entries())

    def _take(self, events: Sequence[Event]) -> None:
        self.earlier, self.recent, self.refused = [], list(events), None
        self._let_go()

    def _let_go(self) -> None:
        """Keep of what came before the compaction before the last one only what notes need."""
        made = [event for event in self.recent if isinstance(event, Compacted)]
        if len(made) < _KEPT:
            return
        through = made[-_KEPT].through
        old = [event for event in self.recent if event.sequence_number <= through]
        self.refused = min([*_refused(old), *_at_most(self.refused)], default=None)
        self.earlier = thinned([*self.earlier, *old])
        self.recent = [event for event in self.recent if event.sequence_number > through]


_KEPT = 2
"""Compactions whose conversations are kept whole: the sizes after one are told by those before."""


def _refused(events: Sequence[Event]) -> Iterator[int]:
    for event in events:
        if isinstance(event, Compacted) and event.reason == "too_long":
            yield event.before


def _at_most(known: int | None) -> tuple[int, ...]:
    return () if known is None else (known,)
