"""A Model that makes the attempts of a route in turn, until one gives its first output.

Opening events are held back until then, so that a failed attempt leaves no trace; a later
failure is the answer's own. The last event's response says under `quire` who gave it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

import msgspec
from msgspec import Struct

from quire.errors import UpstreamError
from quire.models.catalogue import cost
from quire.models.fitting import fitted
from quire.models.health import Outcome
from quire.models.metered import TOKENS
from quire.models.routes import Attempt, Route
from quire.models.streams import closing
from quire.protocol import events
from quire.protocol.model import Model
from quire.protocol.requests import Request
from quire.protocol.responses import Response, usage_fields

Clock = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]
_OPENING = (events.Created, events.Queued, events.InProgress)
# What is wrong with the request is wrong at every provider of the same model.
_CALLERS = frozenset({400, 413, 422})
_LIMITED = 429
# A route of one attempt is asked a second time, after so many seconds.
_PAUSE = 0.2
_LONGEST_PAUSE = 2.0


class Watcher(Struct, frozen=True, kw_only=True):
    """Who hears how attempts end, where the session was before, and how time is told."""

    heard: Callable[[Outcome], None] = lambda outcome: None
    home: str = ""
    clock: Clock = time.monotonic
    sleep: Sleep = asyncio.sleep


def routed(route: Route, models: Mapping[str, Model], watcher: Watcher | None = None) -> Model:
    """Return a Model that answers by `route`; `models` are the providers' by name."""
    return _Routed(route, models, watcher or Watcher())


class _Routed:
    def __init__(self, route: Route, models: Mapping[str, Model], watcher: Watcher) -> None:
        self._route = route
        self._models = models
        self._watcher = watcher

    async def respond(self, request: Request) -> AsyncIterator[events.Event]:
        """Answer with the first attempt that gives output.

        Raises UpstreamError with the words of every attempt when none does, and that of an
        answer which breaks later.
        """
        failures: list[UpstreamError] = []
        refused: set[str] = set()
        for place, attempt in enumerate(self._attempts()):
            if attempt.entry.id in refused:
                continue
            if place and len(self._route.attempts) == 1 and not await self._paused(failures[-1]):
                break
            run = _Run(attempt, place + 1, self._watcher)
            try:
                async with closing(self._asked(request, attempt, place)) as stream:
                    async for event in stream:
                        for told in run.told(event):
                            yield told
                return
            except UpstreamError as error:
                run.failed(error)
                if run.begun:
                    raise
                failures.append(error)
                if error.status in _CALLERS:
                    refused.add(attempt.entry.id)
        raise _all_of(failures)

    def _attempts(self) -> tuple[Attempt, ...]:
        attempts = self._route.attempts
        return attempts * 2 if len(attempts) == 1 else attempts

    def _asked(self, request: Request, attempt: Attempt, place: int) -> AsyncIterator[events.Event]:
        home = self._watcher.home
        opaque = attempt.provider.name == home if home else place == 0
        model = self._models[attempt.provider.name]
        return model.respond(fitted(request, attempt, opaque=opaque))

    async def _paused(self, failure: UpstreamError) -> bool:
        """Wait before asking the only provider again; return whether that makes sense."""
        wait = failure.retry_after or _PAUSE
        if not failure.retryable or wait > _LONGEST_PAUSE:
            return False
        await self._watcher.sleep(wait)
        return True


class _Run:
    """One attempt as it goes: what is held back, and what was measured."""

    def __init__(self, attempt: Attempt, number: int, watcher: Watcher) -> None:
        self._attempt = attempt
        self._number = number
        self._watcher = watcher
        self._held: list[events.Event] = []
        self._asked_at = watcher.clock()
        self._first: float | None = None
        self.begun = False
        self._over = False

    def told(self, event: events.Event) -> list[events.Event]:
        """Return what leaves now that `event` has come."""
        if not self.begun and isinstance(event, _OPENING):
            self._held.append(event)
            return []
        if self._first is None and isinstance(event, TOKENS):
            self._first = self._watcher.clock()
        held, self._held, self.begun = self._held, [], True
        if isinstance(event, events.Completed | events.Incomplete | events.Failed):
            self._over = True
            self._watcher.heard(self._good(event.response))
        return [self._signed(each) for each in (*held, event)]

    def failed(self, error: UpstreamError) -> None:
        """Tell that the attempt failed, unless its answer was over before."""
        if self._over:
            return
        outcome = Outcome(
            provider=self._attempt.provider.name,
            model=self._attempt.entry.id,
            at=self._watcher.clock(),
            good=False,
            counted=error.status not in _CALLERS and error.status != _LIMITED,
            asked_rest=error.retry_after,
        )
        self._watcher.heard(outcome)

    def _good(self, response: Response) -> Outcome:
        now = self._watcher.clock()
        tokens = response.usage.output_tokens if response.usage else 0
        taken = now - self._first if self._first is not None else 0.0
        return Outcome(
            provider=self._attempt.provider.name,
            model=self._attempt.entry.id,
            at=now,
            good=True,
            first_token=None if self._first is None else self._first - self._asked_at,
            speed=tokens / taken if tokens and taken > 0 else None,
        )

    def _signed(self, event: events.Event) -> events.Event:
        """Return an event whose response, if it has one, names the provider and the cost."""
        if not isinstance(event, events.Lifecycle):
            return event
        return msgspec.structs.replace(event, response=self._fresh(event.response))

    def _fresh(self, response: Response) -> Response:
        """Return a response with the signature and the cost, also in the bytes it came in."""
        usage, added = response.usage, {"quire": self._signature(response)}
        if usage is not None and usage.cost is None:
            dollars = cost(self._attempt.entry, usage, self._attempt.price)
            usage = msgspec.structs.replace(usage, cost=dollars)
        fresh = msgspec.structs.replace(response, usage=usage, rest={**response.rest, **added})
        if response.wired:
            whole = msgspec.json.decode(response.wire(), type=dict[str, msgspec.Raw])
            signed: dict[str, object] = {**whole, **added}
            if usage is not response.usage:
                told = msgspec.json.decode(whole["usage"], type=dict[str, object])
                signed["usage"] = {**told, **(usage_fields(usage) or {})}
            fresh.__dict__["received"] = msgspec.json.encode(signed)
        return fresh

    def _signature(self, response: Response) -> dict[str, object]:
        own = response.rest.get("quire")
        return {
            **(own if isinstance(own, Mapping) else {}),
            "provider": self._attempt.provider.name,
            "model": self._attempt.entry.id,
            "attempt": self._number,
        }


def _all_of(failures: list[UpstreamError]) -> UpstreamError:
    """Return the last failure, with the words of every different one."""
    last = failures[-1]
    words = dict.fromkeys(failure.message for failure in failures)
    if len(words) == 1:
        return last
    return type(last)(
        " Then: ".join(words),
        hint=last.hint,
        code=last.code,
        status=last.status,
        retryable=last.retryable,
        retry_after=last.retry_after,
    )
