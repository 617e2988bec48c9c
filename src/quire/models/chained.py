"""A Model whose upstream keeps the state: each request holds only what is new since the last."""

from __future__ import annotations

from collections.abc import AsyncIterator

import msgspec

from quire.errors import UpstreamError
from quire.models.streams import closing
from quire.protocol.events import Completed, Event, OutputItemDone
from quire.protocol.model import Model
from quire.protocol.requests import Request

LOST = "previous_response_not_found"


def chained(model: Model, *, stored: bool = True) -> Model:
    """Return a Model that continues the last answer of `model` by `previous_response_id`.

    The whole input goes out where it does not begin with what the upstream has seen, and once
    more where the upstream no longer knows its last answer. `stored` asks it to keep answers; a
    connection with a memory of its own needs that not.
    """
    return _Chained(model, stored)


class _Chained:
    def __init__(self, model: Model, stored: bool) -> None:
        self._model = model
        self._stored = stored
        self._last = ""
        self._seen: list[bytes] = []

    async def respond(self, request: Request) -> AsyncIterator[Event]:
        """Answer a whole request. Raises what the other Model raises."""
        whole = msgspec.structs.replace(request, store=True) if self._stored else request
        asked = self._continued(whole)
        try:
            async with closing(self._answered(asked, request)) as events:
                async for event in events:
                    yield event
        except UpstreamError as error:
            if asked is whole or not (error.code == LOST or error.status == 404):
                raise
            self._last = ""
            async with closing(self._answered(whole, request)) as events:
                async for event in events:
                    yield event

    def _continued(self, whole: Request) -> Request:
        wires = [item.wire() for item in whole.input]
        known = len(self._seen)
        if not self._last or known >= len(wires) or wires[:known] != self._seen:
            return whole
        return msgspec.structs.replace(
            whole, input=whole.input[known:], previous_response_id=self._last
        )

    async def _answered(self, asked: Request, request: Request) -> AsyncIterator[Event]:
        """Yield an answer; remember it, with all that it answers, once it is whole."""
        output: list[bytes] = []
        async with closing(self._model.respond(asked)) as events:
            async for event in events:
                if isinstance(event, OutputItemDone):
                    output.append(event.item.wire())
                if isinstance(event, Completed):
                    self._last = event.response.id
                    self._seen = [*(item.wire() for item in request.input), *output]
                yield event
