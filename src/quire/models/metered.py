"""A Model that tells what each answer of another one used, cost and took."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable

import msgspec

from quire.models.catalogue import cost, entry
from quire.models.passing import Frames
from quire.models.streams import closing
from quire.protocol import events
from quire.protocol.model import Model
from quire.protocol.records import Answered
from quire.protocol.requests import Request
from quire.protocol.responses import Response, Usage

TOKENS = (
    Frames,
    events.TextDelta,
    events.SummaryDelta,
    events.ArgumentsDelta,
    events.InputDelta,
    events.DiffDelta,
    events.CommandDelta,
    events.OutputItemDone,
)


def metered(model: Model, *, clock: Callable[[], float] = time.monotonic) -> Model:
    """Return a Model that answers as `model` does, with an `Answered` record after each answer.

    `clock` gives seconds. An upstream's own cost is kept; else the catalogue's price is used.
    """
    return _Metered(model, clock)


class _Metered:
    def __init__(self, model: Model, clock: Callable[[], float]) -> None:
        self._model = model
        self._clock = clock

    async def respond(self, request: Request) -> AsyncIterator[events.Event]:
        """Answer as the other Model does, and tell what it used."""
        began = self._clock()
        first: float | None = None
        async with closing(self._model.respond(request)) as stream:
            async for event in stream:
                if first is None and isinstance(event, TOKENS):
                    first = self._clock() - began
                yield event
                if isinstance(event, events.TERMINAL):
                    yield answered(event, request.model, self._clock() - began, first)


def answered(
    event: events.Lifecycle, asked: str, seconds: float, first_token: float | None,
    used: Usage | None = None,
) -> Answered:  # fmt: skip
    """Return the record of an answer that ended with `event`; `asked` is the model asked for.

    Without `used` it tells what the response used, priced by the catalogue.
    """
    return Answered(
        sequence_number=event.sequence_number + 1,
        response_id=event.response.id,
        model=event.response.model or asked,
        usage=used or priced(event.response, asked),
        seconds=seconds,
        first_token=first_token,
    )


def priced(response: Response, asked: str) -> Usage:
    """Return what `response` used, with its cost where it is known.

    `asked` is the model that was asked for; the one that answered may be a dated name of it.
    """
    usage = response.usage
    if usage is None:
        return Usage()
    if usage.cost is not None:
        return usage
    known = entry(response.model)
    return msgspec.structs.replace(usage, cost=cost(known if known.price else entry(asked), usage))
