"""A Model that makes the attempts of a route in turn, until one gives its first output.

Opening events are held back until then, so that a failed attempt leaves no trace; a later
failure is the answer's own. The last event's response says under `quire` who gave it, and who was
`tried` before.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from types import MappingProxyType

import msgspec
from msgspec import Struct

from quire.errors import UpstreamError
from quire.models.catalogue import cost
from quire.models.fitting import RequestT, fitted, heeded
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
# Tokens that come within so many seconds came together, and tell no speed.
_AT_ONCE = 0.001


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
        tries = Tries(self._route, self._watcher)
        while True:
            run = await tries.next()
            model = self._models[run.attempt.provider.name]
            try:
                async with closing(model.respond(run.fitted(request))) as stream:
                    async for event in stream:
                        for told in run.told(event):
                            yield told
                return
            except UpstreamError as error:
                tries.failed(run, error)


class Tried(Struct, frozen=True):
    """An attempt that failed before its first output: who, and the error's code and status."""

    provider: str
    model: str
    error: str
    status: int


class Tries:
    """The attempts of a route in turn; a route of one attempt is tried a second time."""

    def __init__(self, route: Route, watcher: Watcher) -> None:
        """Begin with the first."""
        self._watcher = watcher
        self._alone = len(route.attempts) == 1
        self._every = route.attempts * 2 if self._alone else route.attempts
        self._place = 0
        self._failures: list[UpstreamError] = []
        self._tried: list[Tried] = []
        self._refused: set[str] = set()

    async def next(self) -> Run:
        """Return the next attempt, begun. Raises UpstreamError with the words of all others."""
        while self._place < len(self._every):
            attempt = self._every[self._place]
            self._place += 1
            if attempt.entry.id in self._refused:
                continue
            if self._failures and self._alone and not await self._paused(self._failures[-1]):
                break
            return Run(attempt, self._place, self._watcher, self._tried)
        raise _all_of(self._failures)

    def failed(self, run: Run, error: UpstreamError) -> None:
        """Take note of how a run failed. Raises `error` where it had begun."""
        run.failed(error)
        if run.begun:
            raise error
        self._failures.append(error)
        provider, model = run.attempt.provider.name, run.attempt.entry.id
        self._tried.append(Tried(provider, model, error.code, error.status))
        if error.status in _CALLERS:
            self._refused.add(run.attempt.entry.id)

    async def _paused(self, failure: UpstreamError) -> bool:
        """Wait before asking the only provider again; return whether that makes sense."""
        wait = failure.retry_after or _PAUSE
        if not failure.retryable or wait > _LONGEST_PAUSE:
            return False
        await self._watcher.sleep(wait)
        return True


class Run:
    """One attempt as it goes: what is held back, and what was measured."""

    begun = False
    _over = False
    _first: float | None = None
    _signed_last: tuple[Response, Response] | None = None
    _heeded: Mapping[str, object] = MappingProxyType({})

    def __init__(
        self, attempt: Attempt, number: int, watcher: Watcher, tried: Sequence[Tried] = ()
    ) -> None:
        """Begin the attempt with this number, which counts from 1, after those in `tried`."""
        self.attempt = attempt
        self._tried = tuple(tried)
        self._number = number
        self._watcher = watcher
        self._held: list[events.Lifecycle] = []
        self._asked_at = watcher.clock()

    def fitted(self, request: RequestT) -> RequestT:
        """Return a request as the attempt's upstream takes it."""
        home = self._watcher.home
        opaque = self.attempt.provider.name == home if home else self._number == 1
        sent = fitted(request, self.attempt, opaque=opaque)
        self._heeded = heeded(request, sent)
        return sent

    def heard(self, event: events.Event) -> None:
        """Take note of an event that leaves as it came."""
        if self._first is None and isinstance(event, TOKENS):
            self._first = self._watcher.clock()
        self.begun = True
        if isinstance(event, events.TERMINAL):
            self._over = True
            self._watcher.heard(self._good(event.response))

    def told(self, event: events.Event) -> list[events.Event]:
        """Return what leaves now that `event` has come: responses are signed."""
        if not self.begun and isinstance(event, _OPENING):
            self._held.append(event)
            return []
        self.heard(event)
        if isinstance(event, events.Lifecycle):
            event = self._signed(event)
        if not self._held:
            return [event]
        held, self._held = self._held, []
        return [*map(self._signed, held), event]

    def failed(self, error: UpstreamError) -> None:
        """Tell that the attempt failed, unless its answer was over before."""
        if self._over:
            return
        outcome = Outcome(
            provider=self.attempt.provider.name,
            model=self.attempt.entry.id,
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
            provider=self.attempt.provider.name,
            model=self.attempt.entry.id,
            at=now,
            good=True,
            first_token=None if self._first is None else self._first - self._asked_at,
            speed=tokens / taken if tokens and taken > _AT_ONCE else None,
        )

    def _signed(self, event: events.Lifecycle) -> events.Lifecycle:
        """Return an event whose response names the provider and the cost."""
        if self._signed_last is None or self._signed_last[0] is not event.response:
            self._signed_last = event.response, self._fresh(event.response)
        return msgspec.structs.replace(event, response=self._signed_last[1])

    def _fresh(self, response: Response) -> Response:
        """Return a response with the signature and the cost, also in the bytes it came in."""
        usage, added = response.usage, {"quire": self._signature(response)}
        if usage is not None and usage.cost is None:
            dollars = cost(self.attempt.entry, usage, self.attempt.price)
            usage = msgspec.structs.replace(usage, cost=dollars)
        rest = {**self._heeded, **response.rest, **added}
        fresh = msgspec.structs.replace(response, usage=usage, rest=rest)
        if not response.wired:
            return fresh
        whole = response.fields()
        signed = {**_raw(self._heeded), **whole, **_raw(added)}
        if usage is not response.usage:
            told = msgspec.json.decode(whole["usage"], type=dict[str, object])
            signed |= _raw({"usage": {**told, **(usage_fields(usage) or {})}})
        return fresh.with_fields(signed)

    def _signature(self, response: Response) -> dict[str, object]:
        own = response.rest.get("quire")
        return {
            **(own if isinstance(own, dict) else {}),
            "provider": self.attempt.provider.name,
            "model": self.attempt.entry.id,
            "attempt": self._number,
            **(
                {"tried": [msgspec.to_builtins(each) for each in self._tried]}
                if self._tried
                else {}
            ),
        }


def _raw(fields: Mapping[str, object]) -> dict[str, msgspec.Raw]:
    return {name: msgspec.Raw(msgspec.json.encode(value)) for name, value in fields.items()}


def _all_of(failures: list[UpstreamError]) -> UpstreamError:
    """Return the last failure, with the words of every different one."""
    last = failures[-1]
    words = dict.fromkeys(failure.message for failure in failures)
    if len(words) == 1:
        return last
    every = type(last)(
        " Then: ".join(words),
        hint=last.hint,
        code=last.code,
        status=last.status,
        retryable=last.retryable,
        retry_after=last.retry_after,
    )
    every.provider = last.provider
    return every
