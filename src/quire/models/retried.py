"""A Model that asks another one again when it fails, without losing or repeating a call.

Deltas pass through as they come. A finished item is held back until the answer is whole,
because what a consumer has recorded cannot be taken back. When an answer is cut, then
- if a finished call is among the held items, they are let go up to the last call, followed by
  a `response.completed` whose `quire.cut` is true: the call runs once, and the next request
  carries its output;
- otherwise the held items are dropped, a `Retrying` record says why, and the model is asked
  again. Deltas before that record belong to no item.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from itertools import count

import msgspec

from quire.errors import StreamBroken, UpstreamError
from quire.models.reading import is_call
from quire.models.settings import Patience
from quire.models.streams import closing
from quire.protocol import events
from quire.protocol.model import Model
from quire.protocol.narration import new_id
from quire.protocol.records import Retrying
from quire.protocol.requests import Request
from quire.protocol.responses import Response

Sleep = Callable[[float], Awaitable[None]]


def retried(
    model: Model,
    patience: Patience | None = None,
    *,
    sleep: Sleep = asyncio.sleep,
    seed: int | None = None,
) -> Model:
    """Return a Model that asks `model` again as patiently as `patience` says.

    `sleep` takes seconds; `seed` makes the jitter repeatable.
    """
    return _Retried(model, patience or Patience(), sleep, random.Random(seed))


def wait_before(attempt: int, asked: float | None, patience: Patience, noise: float) -> float:
    """Return the seconds to wait before `attempt` (2, 3, …); `noise` lies in -1…1.

    A wait that the upstream asked for is kept to, and is never shortened by noise.
    """
    if asked is not None:
        return asked
    return patience.first_wait * 2.0 ** (attempt - 2) * (1.0 + patience.jitter * noise)


class _Retried:
    def __init__(self, model: Model, patience: Patience, sleep: Sleep, dice: random.Random) -> None:
        self._model = model
        self._patience = patience
        self._sleep = sleep
        self._dice = dice

    async def respond(self, request: Request) -> AsyncIterator[events.Event]:
        """Answer as the other Model does, asking it again where that helps."""
        async with closing(self._attempts(request)) as attempts:
            number = 0
            async for event in attempts:
                yield event.numbered(number)
                number += 1

    async def _attempts(self, request: Request) -> AsyncIterator[events.Event]:
        waited = 0.0
        for attempt in count(1):
            held = _Held(request.model)
            try:
                async with closing(self._model.respond(request)) as stream:
                    async for event in stream:
                        for passing in held.passing(event):
                            yield passing
                held.end()
                return
            except UpstreamError as error:
                failure = error
            if held.over:
                raise failure
            if failure.retryable and held.has_call():
                for kept in held.up_to_last_call():
                    yield kept
                return
            wait = self._wait(attempt, waited, failure)
            if wait is None:
                raise _after(failure, attempt) from failure
            yield self._announced(attempt + 1, wait, failure)
            await self._sleep(wait)
            waited += wait

    def _wait(self, attempt: int, waited: float, failure: UpstreamError) -> float | None:
        """Return the seconds to wait before asking again, None when it is time to give up."""
        if not failure.retryable or attempt >= self._patience.attempts:
            return None
        noise = self._dice.uniform(-1.0, 1.0)
        wait = wait_before(attempt + 1, failure.retry_after, self._patience, noise)
        patient = wait <= self._patience.longest_wait
        return wait if patient and waited + wait <= self._patience.total_wait else None

    def _announced(self, attempt: int, wait: float, failure: UpstreamError) -> Retrying:
        limit = self._patience.attempts
        return Retrying(attempt=attempt, limit=limit, wait=wait, message=failure.message)


class _Held:
    """What of one answer has come, and what of it may pass."""

    def __init__(self, model: str) -> None:
        self._response = Response(id=new_id("resp_"), status="in_progress", model=model)
        self._items: list[events.OutputItemDone] = []
        self.over = False

    def passing(self, event: events.Event) -> Iterator[events.Event]:
        """Yield what may pass now that `event` has come."""
        match event:
            case events.OutputItemDone() if not self.over:
                self._items.append(event)
            case events.Completed() | events.Incomplete() | events.Failed():
                self.over = True
                yield from self._items
                yield event
            case events.Created(response=response):
                self._response = response
                yield event
            case _:
                yield event

    def end(self) -> None:
        """Say that nothing more comes. Raises StreamBroken when there was no last event."""
        if not self.over:
            raise StreamBroken("The answer ended without a last event.")

    def has_call(self) -> bool:
        """Return whether a finished call is held."""
        return any(is_call(event.item) for event in self._items)

    def up_to_last_call(self) -> Iterator[events.Event]:
        """Yield the held items up to the last call, and an end that says it was cut."""
        last = max(place for place, event in enumerate(self._items) if is_call(event.item))
        kept = self._items[: last + 1]
        yield from kept
        whole = msgspec.structs.replace(
            self._response,
            status="completed",
            output=tuple(event.item for event in kept),
            rest={**self._response.rest, "quire": {"cut": True}},
        )
        yield events.Completed(response=whole)


def _after(failure: UpstreamError, attempts: int) -> UpstreamError:
    """Return `failure` with the number of attempts said."""
    if attempts == 1:
        return failure
    return type(failure)(
        f"{failure.message} (asked {attempts} times)",
        hint=failure.hint,
        code=failure.code,
        status=failure.status,
        retryable=failure.retryable,
        retry_after=failure.retry_after,
    )
