"""A Model whose answers are made in the background: a cut stream is taken up where it broke off.

The upstream numbers the events and keeps them; `starting_after` gives those that come after one
(responses-api, background).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from typing import Self

import msgspec

from quire.errors import QuireError, StreamBroken, UpstreamError
from quire.models.connection import Asked, Connection
from quire.models.line import Unanswered
from quire.models.reading import Reading
from quire.models.retried import Sleep, wait_before
from quire.models.settings import Patience, Provider
from quire.models.streams import closing
from quire.protocol import events
from quire.protocol.events import Event
from quire.protocol.records import Notice
from quire.protocol.requests import Request
from quire.protocol.responses import Response, read_response
from quire.protocol.sse import Decoder

_PARTING = 2.0
_ENDS = (events.Completed, events.Incomplete, events.Failed, events.ErrorEvent)


class Followed:
    """Asks for background answers; whoever leaves one before its end has it cancelled."""

    def __init__(
        self, provider: Provider, patience: Patience | None = None, sleep: Sleep = asyncio.sleep
    ) -> None:
        """Keep the account; no connection is made before the first request.

        Raises SettingsError when the HTTP library is not installed.
        """
        self._name = provider.name
        self._connection = Connection(provider)
        self._patience = patience or Patience()
        self._sleep = sleep

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *failure: object) -> None:
        await self._connection.aclose()

    async def respond(self, request: Request) -> AsyncIterator[Event]:
        """Answer with the upstream's events, each once, however often the stream is cut.

        Raises what an upstream over HTTP raises, for a cut only when it cannot be mended.
        """
        reading = _Numbered(self._name)
        rest = {**request.rest, "background": True}
        asked = msgspec.structs.replace(request, stream=True, store=True, rest=rest)
        first = self._connection.ask(
            "responses", asked.body(), reading, session=request.prompt_cache_key
        )
        try:
            async with closing(self._followed(first, reading)) as told:
                async for event in told:
                    yield event
        finally:
            if reading.name and not reading.ended:
                await self._cancel(reading.name)

    async def _followed(
        self, stream: AsyncIterator[Event], reading: _Numbered
    ) -> AsyncIterator[Event]:
        """Yield the events of an answer, asking for the rest after each cut."""
        cut: UpstreamError | None = None
        attempt = 1
        while True:
            before = reading.last
            try:
                async with closing(stream) as told:
                    async for event in told:
                        yield event
                return
            except UpstreamError as error:
                failure = error
            attempt = 2 if reading.last > before else attempt + 1
            cut = cut if cut is not None and not isinstance(failure, StreamBroken) else failure
            if not (reading.resumable and failure.retryable) or attempt > self._patience.attempts:
                raise cut from None if cut is failure else failure
            yield Notice(level="info", text=_taken_up(failure, reading))
            await self._sleep(wait_before(attempt, failure.retry_after, self._patience, 0.0))
            stream = self._connection.ask(_rest_of(reading), None, reading.again())

    async def _cancel(self, name: str) -> None:
        """Let the upstream stop what nobody waits for any more, if it can be told."""
        with suppress(UpstreamError, Unanswered, TimeoutError):
            async with asyncio.timeout(_PARTING):
                line = await self._connection.asked(Asked(f"responses/{name}/cancel", b""))
                line.close()


def _rest_of(reading: _Numbered) -> str:
    after = f"&starting_after={reading.last}" if reading.last >= 0 else ""
    return f"responses/{reading.name}?stream=true{after}"


def _taken_up(failure: UpstreamError, reading: _Numbered) -> str:
    return f"{failure.message.rstrip('.')}; the answer is taken up after event {reading.last}."


class _Numbered(Reading):
    """Reads one answer from several streams; `last` is the upstream's number of its last event."""

    def __init__(self, provider: str) -> None:
        super().__init__(provider)
        self.name = ""
        self.last = -1
        self.ended = False
        self._taken = 0
        self._resumed = False

    @property
    def resumable(self) -> bool:
        """Whether the rest can be asked for: it has a name, numbers, and no end yet."""
        return bool(self.name) and not self.ended and self.last >= self._taken - 1

    def again(self) -> _Numbered:
        """Be ready for another stream; half a frame of the last one is dropped."""
        self._decoder = Decoder()
        self._resumed = True
        return self

    def take(self, event: Event) -> Iterator[Event]:
        """Yield what an event becomes, nothing for one that came before the cut."""
        if self._resumed and event.sequence_number <= self.last:
            return
        self.last = max(self.last, event.sequence_number)
        self._taken += 1
        self.ended = isinstance(event, _ENDS)
        if isinstance(event, events.Lifecycle):
            self.name = event.response.id
        yield from super().take(event)

    def whole(self, body: bytes) -> Iterator[Event]:
        """Yield what is missing of an answer that is told as one object.

        Raises StreamBroken while it is not whole, and what a Reading raises.
        """
        response = _response(body)
        if response is not None and response.status in ("queued", "in_progress"):
            self.name = response.id
            raise StreamBroken("The answer is not whole yet.")
        self.ended = True
        if response is None or not self._taken:
            return super().whole(body)
        return super().take(events.Completed(response=response))


def _response(body: bytes) -> Response | None:
    """Return the response that a body holds, None for anything else."""
    try:
        return read_response(body)
    except QuireError:
        return None
