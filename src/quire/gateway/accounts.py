"""Money and metering: what an answer may cost is set aside before, and what it did is noted after.

A key with a budget keeps a purse in each worker: money that the ledger has set aside for it, in
pieces large enough that few requests wait for the database. The sum of all purses and of what was
spent never exceeds the budget. Money is in millionths of a US dollar.
"""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from msgspec import Struct

from quire.errors import RefusedError, UpstreamError
from quire.gateway.compaction import CHARACTERS_PER_TOKEN
from quire.gateway.meters import Meters
from quire.gateway.plans import Plan
from quire.models.catalogue import Entry, cost, entry
from quire.protocol import events
from quire.protocol.events import Event
from quire.protocol.records import Answered
from quire.protocol.requests import Request
from quire.protocol.responses import Response, Usage
from quire.store.keys import Key, Limits
from quire.store.ledger import Ledger, Used

_MILLION = 1_000_000
# A purse is filled with this part of the smallest limit, when the limits still allow it.
_PIECE = 1 / 64
_MINUTE = 60.0


@dataclass
class Purse:
    """Money of a key that this worker may spend, counted in these periods."""

    periods: tuple[str, ...]
    free: int


class Held(Struct, frozen=True):
    """Money that was taken out of a purse for one answer."""

    purse: Purse
    amount: int


class Accounts:
    """The accounts of this worker's answers."""

    def __init__(
        self, ledger: Ledger, meters: Meters, *, workers: int = 1,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        """Begin with empty purses; each of `workers` allows its part of a key's rate."""
        self.meters = meters
        self._ledger = ledger
        self._workers = workers
        self._clock = clock
        self._purses: dict[str, Purse] = {}
        self._recent: dict[str, deque[float]] = defaultdict(deque)

    async def open(self, plan: Plan) -> Account:
        """Open the account of an answer, its highest cost set aside.

        Raises RefusedError where the budget does not allow it or a price is not known, and
        UpstreamError (429, with the wait) where the key asks too often.
        """
        key = plan.caller.key
        self._count(key)
        priced = entry(plan.request.model)
        needed = most(plan.context, priced) if self._ledger.periods(key.limits) else 0
        held = await self._reserve(key, needed) if needed else None
        return Account(self, plan, priced, held)

    def close(self) -> None:
        """Give back what no answer has spent."""
        for key, purse in self._purses.items():
            self._empty(key, purse)

    def settle(self, key: Key, used: Used, held: Held | None) -> None:
        """Note what an answer used, and take its cost out of what was set aside for it."""
        self._ledger.record(used)
        self.meters.note(used)
        if held is None:
            return
        purse, spent = held.purse, used.cost or 0
        purse.free += held.amount - spent
        idle = max(0, purse.free - piece(key.limits))
        purse.free -= idle
        self._ledger.settle(key.id, purse.periods, reserved=spent + idle, spent=spent)
        if self._purses.get(key.id) is not purse:
            self._empty(key.id, purse)

    def _count(self, key: Key) -> None:
        """Refuse a request that comes too soon after others of the key."""
        limit = key.limits.per_minute
        if limit is None:
            return
        allowed = max(1, limit // self._workers)
        now, recent = self._clock(), self._recent[key.id]
        while recent and recent[0] <= now - _MINUTE:
            recent.popleft()
        if len(recent) >= allowed:
            raise UpstreamError(
                f"Rate limit reached for requests: {limit} a minute.",
                code="rate_limit_exceeded",
                status=429,
                retry_after=round(recent[0] + _MINUTE - now, 3),
            )
        recent.append(now)

    async def _reserve(self, key: Key, amount: int) -> Held:
        purse = self._purse(key)
        while purse.free < amount:
            drawn = await self._drawn(key, amount - purse.free)
            if not drawn:
                raise _too_dear(key, amount)
            purse.free += drawn
        purse.free -= amount
        return Held(purse, amount)

    def _purse(self, key: Key) -> Purse:
        """Return the key's purse of the present day; that of another day is emptied."""
        periods = self._ledger.periods(key.limits)
        purse = self._purses.get(key.id)
        if purse is not None and purse.periods == periods:
            return purse
        if purse is not None:
            self._empty(key.id, purse)
        self._purses[key.id] = Purse(periods, 0)
        return self._purses[key.id]

    def _empty(self, key: str, purse: Purse) -> None:
        self._ledger.settle(key, purse.periods, reserved=purse.free, spent=0)
        purse.free = 0

    async def _drawn(self, key: Key, needed: int) -> int:
        """Return what the ledger sets aside: a good piece, else just enough, else nothing."""
        for amount in (max(needed, piece(key.limits)), needed):
            if await self._ledger.draw(key.id, key.limits, amount):
                return amount
        return 0


class Account:
    """The account of one answer; closed once, however the answer ends."""

    def __init__(self, accounts: Accounts, plan: Plan, priced: Entry, held: Held | None) -> None:
        """Open it with the money that was set aside, if any."""
        self._accounts = accounts
        self._plan = plan
        self._priced = priced
        self._held = held
        self._began = time.monotonic()
        self._characters = 0
        self._answered: Answered | None = None
        self._provider = ""

    def see(self, event: Event) -> None:
        """Take note of an event of the model."""
        match event:
            case Answered():
                self._answered = event
            case events.Completed() | events.Incomplete() | events.Failed():
                self._provider = _provider_of(event.response)
            case (
                events.TextDelta(delta=text)
                | events.ArgumentsDelta(delta=text)
                | events.SummaryDelta(delta=text)
                | events.InputDelta(delta=text)
                | events.DiffDelta(delta=text)
                | events.CommandDelta(delta=text)
            ):
                self._characters += len(text)

    def close(self, status: str, *, begun: bool) -> None:
        """Settle; an answer that broke in its midst is charged for what had been told.

        `status` is how it ended: that of its response, `failed`, or `left` by its client.
        """
        plan, told = self._plan, self._answered
        usage = told.usage if told else self._guess() if begun else Usage()
        known = usage.cost if usage.cost is not None else cost(self._priced, usage)
        money = None if known is None else round(known * _MILLION)
        used = Used(
            id=plan.response_id,
            at=time.time(),
            key=plan.caller.key.id,
            project=plan.caller.project,
            app=plan.caller.app,
            asked=plan.request.model,
            model=told.model if told else plan.request.model,
            status=status,
            input_tokens=usage.input_tokens,
            cached_tokens=usage.input_tokens_details.cached_tokens,
            output_tokens=usage.output_tokens,
            reasoning_tokens=usage.output_tokens_details.reasoning_tokens,
            cost=money,
            seconds=time.monotonic() - self._began,
            first_token=told.first_token if told else None,
            provider=self._provider,
            streamed=int(plan.request.stream is True),
        )
        self._accounts.settle(plan.caller.key, used, self._held)

    def _guess(self) -> Usage:
        given = -(-len(self._plan.context.body()) // CHARACTERS_PER_TOKEN)
        told = -(-self._characters // CHARACTERS_PER_TOKEN)
        return Usage(input_tokens=given, output_tokens=told, total_tokens=given + told)


def _provider_of(response: Response) -> str:
    """Return who gave an answer, as its router signed it."""
    signed = response.rest.get("quire")
    return str(signed.get("provider", "")) if isinstance(signed, Mapping) else ""


def most(request: Request, priced: Entry) -> int:
    """Return the most that an answer can cost: a token has a byte at least.

    Raises RefusedError where the model has no price, or no bound on its output.
    """
    longest = request.max_output_tokens or priced.output_window
    if priced.price is not None and not (priced.price.input or priced.price.output):
        return 0
    if priced.price is None or longest is None:
        raise RefusedError(
            f"The model '{request.model}' has no known price: a key with a budget cannot ask it.",
            hint="Use a key without a budget, or a model of the catalogue.",
            param="model",
            code="price_unknown",
        )
    bound = Usage(input_tokens=len(request.body()), output_tokens=longest)
    return round((cost(priced, bound) or 0.0) * _MILLION) + 1


def piece(limits: Limits) -> int:
    """Return how much a purse is filled with at once."""
    bounds = [most for most in (limits.day, limits.month, limits.total) if most is not None]
    return int(min(bounds, default=0) * _PIECE)


def _too_dear(key: Key, amount: int) -> RefusedError:
    return RefusedError(
        f"You exceeded the budget of this key: up to ${amount / _MILLION:.4f} would be needed.",
        hint="Set a lower 'max_output_tokens', or raise the key's budget.",
        code="insufficient_quota",
        status=429,
    )
