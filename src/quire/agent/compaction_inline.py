"""Compaction in an answer: the item that an upstream brings by itself, beyond its threshold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import get_args

from quire.agent.compaction_server import beside
from quire.agent.projection import same_answer
from quire.protocol.events import Event, ItemEvent
from quire.protocol.items import Call, Compaction
from quire.protocol.records import Compacted


def taken_in(
    events: Sequence[Event], shorter: Callable[[int], Compacted | None]
) -> Compacted | None:
    """Return the compaction that begins with what an answer brought, None where none is new.

    `shorter` gives Quire's own, which ends with the event of a number, here with the item. One
    behind a call of its answer stays where it is: it holds the call, whose output comes behind it.
    """
    told: list[ItemEvent] = []
    for event in reversed(events):
        if isinstance(event, Compacted):
            break
        if isinstance(event, ItemEvent):
            told.insert(0, event)
    found = [place for place, event in enumerate(told) if isinstance(event.item, Compaction)]
    if not found:
        return None
    begin = place = found[-1]
    while begin and same_answer(told[begin - 1], told[begin]):
        begin -= 1
    if any(isinstance(event.item, get_args(Call)) for event in told[begin:place]):
        return None
    own, item = shorter(told[place].sequence_number), told[place].item
    return beside(own, item) if own and isinstance(item, Compaction) else None
