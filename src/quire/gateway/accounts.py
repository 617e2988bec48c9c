"""Money and metering: what an answer may cost is set aside before, and what it did is noted after.

A key with a budget keeps a purse in each worker: money that the ledger has set aside for it, in
pieces large enough that few requests wait for the database. The sum of all purses and of what was
spent never exceeds the budget. Money is in millionths of a US dollar.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from msgspec import Struct

from quire.errors import QuireError, RefusedError
from quire.gateway.allowances import Allowances
from quire.gateway.compaction import CHARACTERS_PER_TOKEN
from quire.gateway.credentials import refuse_unmarked
from quire.gateway.identity import Caller
from quire.gateway.meters import Meters
from quire.gateway.plans import Plan
from quire.gateway.pricing import booked, estimate, in_millionths, most, too_dear
from quire.gateway.purses import Held, Purse, piece
from quire.models.catalogue import Entry, cost, entry
from quire.models.passing import Frames
from quire.models.routes import Attempt, Route
from quire.protocol import events
from quire.protocol.events import Event, Lifecycle
from quire.protocol.records import Answered
from quire.protocol.requests import Request
from quire.protocol.responses import Response, Usage
from quire.store.bookings import Bookings
from quire.store.keys import Key, Limits
from quire.store.ledger import Ledger, Used

# For how long a refusal of the ledger is taken for granted, in seconds.
_REFUSED = 0.05
# For how long rows of the ledger are gathered, so that one commit writes many; in seconds. Whoever
# reads them has them written first; the journal holds them until then.
_MOMENT = 0.1
# The events whose words are counted.
_DELTAS = (
    events.TextDelta, events.ArgumentsDelta, events.SummaryDelta, events.InputDelta,
    events.DiffDelta, events.CommandDelta,
)  # fmt: skip


class Routing(Protocol):
    """Whoever knows by what route a request would be answered."""

    def route(self, request: Request) -> Route:
        """Return the route of a request. Raises QuireError."""
        ...


class Observer(Protocol):
    """Whoever hears of every answer when it has ended."""

    def note(self, used: Used, plan: Plan) -> None:
        """Hear what an answer used."""
        ...


class Books(Struct, frozen=True, kw_only=True):
    """What accounts are kept in: money, uses, rates, counts, and whoever else hears of answers."""

    ledger: Ledger
    bookings: Bookings
    allowances: Allowances
    meters: Meters
    observers: tuple[Observer, ...] = ()


class Accounts:
    """The accounts of this worker's answers."""

    def __init__(
        self, books: Books, routing: Routing, *, lease: float = 60.0,
        byok_zdr: tuple[str, ...] = (), clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        """Begin with empty purses; what they hold is this worker's for `lease` seconds.

        At the upstreams in `byok_zdr` a client's own account is under an agreement.
        """
        self.books = books
        self._routing = routing
        self._ledger = books.ledger
        self._bookings = books.bookings
        self._lease = lease
        self._byok_zdr = byok_zdr
        self._clock = clock
        self._shown: float | None = None
        self._purses: dict[str, Purse] = {}
        self._turns: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def open(self, plan: Plan) -> Account:
        """Open the account of an answer, its highest cost set aside.

        Raises RefusedError where the budget does not allow it or a price is not known, and
        UpstreamError (429, with the wait) where the key asks too often. A call with the client's
        own credential costs the budget nothing.
        """
        caller, key = plan.caller, plan.caller.key
        if key.limits == _UNLIMITED and not caller.own:
            return Account(self, plan, entry(plan.request.model), _NOTHING)
        if caller.own:
            refuse_unmarked(caller.own, self._byok_zdr if caller.zdr else None)
        tokens = 0
        if key.limits.tokens_per_minute is not None:
            tokens = estimate(plan.context) + (plan.context.max_output_tokens or 0)
        if tokens or key.limits.per_minute is not None:
            await self.books.allowances.take(key, tokens)
        held = None if caller.own else await self._held(key, plan.context)
        return Account(self, plan, entry(plan.request.model), Taken(held, tokens))

    def frees(self, caller: Caller) -> bool:
        """Return whether a caller's answers need no account: nothing is set aside, nobody hears."""
        return caller.key.limits == _UNLIMITED and not (caller.own or self.books.observers)

    def attempts(self, asked: Request) -> Sequence[Attempt]:
        """Return who may answer a request, in their order. Raises QuireError."""
        return self._routing.route(asked).attempts

    @property
    def due(self) -> bool:
        """Whether it is time again to `beat`."""
        return self._shown is None or self._clock() - self._shown > self._lease / 8

    async def beat(self) -> None:
        """Show the others that this worker lives; what it lost to them is forgotten.

        What dead workers of this machine had noted is written. To be called several times within
        the lease. Raises StoreError.
        """
        began = self._clock()
        if not await self._ledger.beat():
            for purse in self._purses.values():
                purse.free = 0
            self._purses.clear()
        self._bookings.sign(self._ledger.worker)
        self._shown = began
        await self._bookings.read_in()

    def tidy(self) -> None:
        """Give back the money of purses that nobody has touched since the last time."""
        for name, purse in list(self._purses.items()):
            if not purse.touched:
                self._empty(purse)
                del self._purses[name]
            purse.touched = False

    async def close(self) -> None:
        """Write what is left to write, and give back what no answer has spent."""
        self._bookings.write()
        for purse in self._purses.values():
            self._empty(purse)
        self._ledger.leave()
        await self._bookings.close()

    def lost(self, plan: Plan, told: Iterable[Event]) -> None:
        """Note what an answer had told whose worker died in its midst."""
        account = Account(self, plan, entry(plan.request.model), _NOTHING)
        for event in told:
            account.see(event)
        account.close("failed", begun=True)

    def settle(self, plan: Plan, used: Used, taken: Taken) -> None:
        """Note what an answer used, and take its cost out of what was set aside for it."""
        key = plan.caller.key
        self.note(key, used, taken.held)
        for observer in self.books.observers:
            observer.note(used, plan)
        if key.limits.tokens_per_minute is not None:
            told = used.input_tokens + used.output_tokens
            self.books.allowances.correct(key, taken.tokens - told)

    def note(self, key: Key, used: Used, held: Held | None = None) -> None:
        """Note what an answer used that was opened without an account, or with what was `held`."""
        first = self._spent(key, used, held) if held else self._unheld(key, used)
        if first:
            asyncio.get_running_loop().call_later(_MOMENT, self._bookings.write)
        self.books.meters.note(used)

    def _unheld(self, key: Key, used: Used) -> bool:
        """Note what an answer used for which nothing was set aside."""
        lease = self._ledger.lease(key.id, key.limits) if used.cost else None
        return self._bookings.note(used, lease, spent=used.cost or 0)

    def _spent(self, key: Key, used: Used, held: Held) -> bool:
        """Note what an answer used, and what is free again of the money that was held for it."""
        purse, spent = held.purse, used.cost or 0
        purse.free += held.amount - spent
        idle = max(0, purse.free - piece(key.limits))
        purse.free -= idle
        first = self._bookings.note(used, purse.lease, reserved=spent + idle, spent=spent)
        if self._purses.get(key.id) is not purse:
            self._empty(purse)
        return first

    async def told(self) -> None:
        """Wait until the ledger holds what this worker's answers have used. Raises StoreError."""
        await self._bookings.committed()

    async def _held(self, key: Key, asked: Request) -> Held | None:
        """Set aside the most that an answer can cost, where the key has a budget."""
        lease = self._ledger.lease(key.id, key.limits)
        amount = most(asked, self.attempts(asked)) if lease else 0
        if not amount:
            return None
        if self._shown is None or self._clock() - self._shown > self._lease / 2:
            await self.beat()  # the others may take this worker for dead soon
        purse = self._purse(key)
        if purse.free < amount:
            async with self._turns[key.id]:
                purse = await self._filled(key, amount)
        purse.free -= amount
        purse.touched = True
        return Held(purse, amount)

    async def _filled(self, key: Key, amount: int) -> Purse:
        """Return the key's purse with `amount` in it. Raises RefusedError."""
        purse = self._purse(key)
        while purse.free < amount:
            if purse.refused and amount >= purse.refused and self._clock() < purse.refused_until:
                raise too_dear(amount)
            needed = amount - purse.free
            self._bookings.write()  # what was settled is free before more is asked for
            drawn = await self._ledger.draw(
                purse.lease, key.limits, (max(needed, piece(key.limits)), needed)
            )
            purse.free += drawn
            if not drawn and self._ledger.lease(key.id, key.limits) == purse.lease:
                purse.refused, purse.refused_until = amount, self._clock() + _REFUSED
            purse = self._purse(key)
        return purse

    def _purse(self, key: Key) -> Purse:
        """Return the key's purse of the present day; that of another day is emptied."""
        lease = self._ledger.lease(key.id, key.limits)
        purse = self._purses.get(key.id)
        if purse is not None and purse.lease == lease:
            return purse
        if purse is not None:
            self._empty(purse)
        if lease is None:
            raise RefusedError("The key has no budget any more.", hint="Ask again.")
        self._purses[key.id] = Purse(lease)
        return self._purses[key.id]

    def _empty(self, purse: Purse) -> None:
        self._ledger.settle(purse.lease, reserved=purse.free, spent=0)
        purse.free = 0


class Taken(Struct, frozen=True):
    """What was taken for one answer: money, if the key has a budget, and tokens of its rate."""

    held: Held | None
    tokens: int = 0


_UNLIMITED, _NOTHING, _UNTOLD = Limits(), Taken(None), Usage()


class Account:
    """The account of one answer; closed once, however the answer ends."""

    _characters = 0
    _answered: Answered | None = None
    _signed: Mapping[str, object] = MappingProxyType({})
    _giver: Attempt | None = None
    _open = True

    def __init__(self, accounts: Accounts, plan: Plan, priced: Entry, taken: Taken) -> None:
        """Open it with what was taken for it."""
        self._accounts = accounts
        self._plan = plan
        self._priced = priced
        self._taken = taken
        self._began = time.monotonic()

    def said(self, characters: int) -> None:
        """Take note of so many characters of the answer."""
        if characters > 0:
            self._characters += characters

    def answered(self, record: Answered) -> None:
        """Take note of what the model told of its answer."""
        self._answered = record

    def see(self, event: Event) -> None:
        """Take note of an event of the model."""
        if isinstance(event, Frames):
            self.said(event.characters)
        elif isinstance(event, _DELTAS):
            self._characters += len(event.delta)
        elif isinstance(event, Lifecycle):
            self._signed = _signature_of(event.response) or self._signed
        elif isinstance(event, Answered):
            self.answered(event)

    def given_by(self, attempt: Attempt | None) -> None:
        """Know who gives the answer, where no event has said so."""
        if attempt is not None and not self._signed:
            self._giver = attempt
            self._signed = {"provider": attempt.provider.name, "model": attempt.entry.id}

    def close(self, status: str, *, begun: bool) -> None:
        """Settle, the first time; an answer that broke is charged for what had been told.

        `status` is how it ended: that of its response, `failed`, or `left` by its client.
        """
        if not self._open:
            return
        self._open = False
        plan, told = self._plan, self._answered
        usage = self._usage(begun=begun)
        known = usage.cost if usage.cost is not None else self._cost(usage)
        money = None if known is None else in_millionths(known)
        own = bool(plan.caller.own)
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
            cost=0 if own else money,
            seconds=time.monotonic() - self._began,
            first_token=told.first_token if told else None,
            provider=str(self._signed.get("provider", "")),
            streamed=int(plan.request.stream is True),
            entry=str(self._signed.get("model") or self._priced.id),
            byok=int(own),
            byok_cost=(money or 0) if own else 0,
        )
        self._accounts.settle(plan, used, self._taken)

    def _cost(self, usage: Usage) -> float | None:
        """Return what an answer cost that did not say so, at whoever gave it, if that is known."""
        if self._giver is not None:
            return cost(self._giver.entry, usage, self._giver.price)
        try:
            attempts = self._accounts.attempts(self._plan.context)
        except QuireError:  # what was asked then cannot be asked any more
            attempts = ()
        provider = self._signed.get("provider")
        mine = [each for each in attempts if each.provider.name == provider]
        first = next(iter(mine or attempts), None)
        if first is None:
            return cost(self._priced, usage)
        return cost(first.entry, usage, first.price)

    def _usage(self, *, begun: bool) -> Usage:
        """Return what was used: what the upstream told, else about what it was given and said."""
        told = self._answered
        if told is None:
            return self._guess() if begun else _UNTOLD
        silent = told.usage == _UNTOLD and self._signed
        return self._guess() if silent else booked(told.usage)

    def _guess(self) -> Usage:
        given = estimate(self._plan.context)
        told = -(-self._characters // CHARACTERS_PER_TOKEN)
        told = min(told, self._plan.context.max_output_tokens or told)
        return Usage(input_tokens=given, output_tokens=told, total_tokens=given + told)


def _signature_of(response: Response) -> Mapping[str, object]:
    """Return who gave an answer, as its router signed it."""
    signed = response.rest.get("quire")
    return signed if isinstance(signed, dict) else {}
