"""Compaction by the upstream: what it makes of the conversation is put before Quire's own notes.

A last item asks for it; the answer holds one compaction item, which only the upstream can read
(responses-api, compaction). What is in the notes, word for word or as a fact, stays in them: so
nothing depends on what the upstream kept. The item comes first, since an upstream may pass over
whatever stands before it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import msgspec

from quire.agent import projection
from quire.agent.compaction_sizes import size
from quire.errors import UpstreamError
from quire.models.streams import closing
from quire.protocol.events import Event, OutputItemDone
from quire.protocol.items import Compaction, read_item
from quire.protocol.model import Model
from quire.protocol.records import Answered, Compacted, Notice, Retrying
from quire.protocol.requests import Request

TRIGGER = read_item(b'{"type":"compaction_trigger"}')
_BYTES_PER_TOKEN = 4
_WORTH = 0.9
_HELD = 5
"""Answers; one that filled the window again sooner was not worth its price."""


def pays(events: Sequence[Event]) -> bool:
    """Tell whether the upstream may be asked: its last compaction held for some answers."""
    answers = 0
    for event in reversed(events):
        if isinstance(event, Compacted):
            asked = any(item.get("type") == "compaction" for item in event.items)
            return not asked or answers >= _HELD
        answers += isinstance(event, Answered)
    return True


def replaced(request: Request, events: Sequence[Event], own: Compacted) -> Request:
    """Return what of a request a compaction stands for, without the steps that it leaves.

    `events` are those that the request was made of. What the upstream folds is not said twice then.
    """
    left = len(projection.conversation((*events, own))) - len(own.items)
    return msgspec.structs.replace(request, input=request.input[: len(request.input) - left])


async def by_server(model: Model, request: Request, own: Compacted) -> AsyncIterator[Event]:
    """Yield what is told meanwhile, and a compaction: `own` with the upstream's item, or alone.

    It is alone, and a Notice says why, where the upstream fails, gives no such item, or one that
    is too large.
    """
    asked = msgspec.structs.replace(request, input=(*request.input, TRIGGER))
    found: Compaction | None = None
    why = "its answer holds no compaction"
    try:
        async with closing(model.respond(asked)) as events:
            async for event in events:
                match event:
                    case OutputItemDone(item=Compaction() as item):
                        found = item
                    case Compacted():
                        yield event  # the input was too long, and has been made shorter by now
                        return
                    case Answered() | Retrying() | Notice():
                        yield event
    except UpstreamError as error:
        why = error.message.rstrip(".")
    told = None if found is None else beside(own, found)
    if found is not None and told is None:
        why = "its compaction is too large"
    if told is None:
        text = f"The upstream did not compact the conversation ({why}); Quire did it alone."
        yield Notice(level="info", text=text)
    yield told or own


def beside(own: Compacted, item: Compaction) -> Compacted | None:
    """Return a compaction that begins with the upstream's item, None if it is too large."""
    after = own.after + size(item) // _BYTES_PER_TOKEN
    if after > _WORTH * own.before:
        return None
    fields = msgspec.json.decode(item.wire(), type=dict[str, object])
    others = (other for other in own.items if other.get("type") != "compaction")
    return msgspec.structs.replace(own, items=(fields, *others), after=after)
