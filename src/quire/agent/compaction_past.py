"""What notes on a session's past are made of: of each old event as little as they need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import get_args

from msgspec import Struct
from msgspec.structs import replace

from quire.agent.compaction_notes import is_plan, marks
from quire.protocol import records
from quire.protocol.events import Event, ItemEvent, OutputItemDone
from quire.protocol.items import (
    FunctionCall,
    FunctionCallOutput,
    Message,
    Output,
    Reasoning,
    answered,
)

MOST = 2_000
"""The events of one kind that are kept: more lines than the notes of any window hold."""

_WHOLE = (
    records.TurnStarted,
    records.Receipt,
    records.Steered,
    records.PatchEnded,
    records.CommandEnded,
)
_CAPPED = (records.PatchEnded, records.CommandEnded, records.Decided, FunctionCall, Message)
_TRACES = (records.CommandStarted, records.PatchStarted, records.PatchEnded)


class _Facts(Struct, frozen=True):
    """What must be known of all events to judge one of them."""

    ended: frozenset[tuple[str, int]]
    running: frozenset[str]
    traced: frozenset[str]
    last_plan: int
    last_tests: int


def thinned(events: Sequence[Event]) -> list[Event]:
    """Return what `compaction_notes` reads of `events`, which are those of the past, in order.

    The result may be thinned again together with what comes after it. A person's words are kept
    whatever their number; of patches, commands, other calls and the model's words the last `MOST`.
    """
    facts = _facts(events)
    kept: list[Event] = []
    spoke = False
    for place, event in enumerate(events):
        thin = _thin(event, place, facts)
        if thin is None and spoke and isinstance(event, OutputItemDone):
            thin = replace(event, item=Reasoning(summary=()))  # a word was not the last one
        if isinstance(event, ItemEvent):
            spoke = isinstance(event, OutputItemDone) and isinstance(event.item, Message)
        if thin is not None:
            kept.append(thin)
    return _newest(kept)


def _facts(events: Sequence[Event]) -> _Facts:
    ended = {(e.call_id, e.index) for e in events if isinstance(e, records.CommandEnded)}
    started = [event for event in events if isinstance(event, records.CommandStarted)]
    plans = [at for at, event in enumerate(events) if is_plan(event)]
    runs = [at for at, event in enumerate(events) if isinstance(event, records.TestsRun)]
    return _Facts(
        ended=frozenset(ended),
        running=frozenset(e.call_id for e in started if (e.call_id, e.index) not in ended),
        traced=frozenset(event.call_id for event in events if isinstance(event, _TRACES)),
        last_plan=plans[-1] if plans else -1,
        last_tests=runs[-1] if runs else -1,
    )


def _thin(event: Event, place: int, facts: _Facts) -> Event | None:
    match event:
        case records.CommandStarted():
            return None if (event.call_id, event.index) in facts.ended else event
        case records.TestsRun():
            return event if place == facts.last_tests else None
        case records.Decided():
            return None if event.allowed else event
        case ItemEvent():
            return _thin_item(event, place, facts)
    return event if isinstance(event, _WHOLE) else None


def _thin_item(event: ItemEvent, place: int, facts: _Facts) -> Event | None:
    item = event.item
    if isinstance(item, Message):
        return event
    if isinstance(item, FunctionCall) and isinstance(event, OutputItemDone):
        keeps = place == facts.last_plan if is_plan(event) else item.call_id not in facts.traced
        return event if keeps else None
    if isinstance(item, get_args(Output)):
        call_id = answered(item)
        left = marks(event, running=call_id in facts.running)
        output = FunctionCallOutput(call_id=call_id, output=left)
        return (
            records.ItemAdded(sequence_number=event.sequence_number, item=output) if left else None
        )
    return None


def _newest(events: Sequence[Event]) -> list[Event]:
    """Leave out the oldest events of a kind of which there are too many."""
    counts: Counter[type] = Counter(filter(None, map(_kind, events)))
    kept: list[Event] = []
    for event in events:
        kind = _kind(event)
        if kind is not None:
            counts[kind] -= 1
            if counts[kind] >= MOST:
                continue
        kept.append(event)
    return kept


def _kind(event: Event) -> type | None:
    """Return the kind that an event is counted as, None where there is no limit."""
    what = event.item if isinstance(event, OutputItemDone) else event
    return next((kind for kind in _CAPPED if isinstance(what, kind)), None)
