"""Compaction in an answer: the item that an upstream brings by itself, beyond its threshold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile
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
    later = takewhile(lambda event: not isinstance(event, Compacted), reversed(events))
    told = (event for event in later if isinstance(event, ItemEvent))
    found = next((event for event in told if isinstance(event.item, Compaction)), None)
    if found is None or not isinstance(found.item, Compaction):
        return None
    after = found
    for event in told:  # those before it, the nearest first
        if not same_answer(event, after):
            break
        if isinstance(event.item, get_args(Call)):
            return None
        after = event
    own = shorter(found.sequence_number)
    return beside(own, found.item) if own else None
