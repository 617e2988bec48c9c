"""Money and metering: what an answer may cost is set aside before, and what it did is noted after.

A key with a budget keeps a purse in each worker: money that the ledger has set aside for it, in
pieces large enough that few requests wait for the database. The sum of all purses and of what was
spent never exceeds the budget. Money is in millionths of a US dollar.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from msgspec import Struct

from quire.errors import RefusedError
from quire.gateway.allowances import Allowances
from quire.gateway.charges import Account
from quire.gateway.credentials import refuse_unmarked
from quire.gateway.identity import Caller
from quire.gateway.meters import Meters
from quire.gateway.plans import Plan
from quire.gateway.pricing import estimate, most, too_dear
from quire.gateway.purses import NOTHING, Held, Purse, Taken, piece
from quire.models.catalogue import entry
from quire.models.routes import Attempt, Route
from quire.protocol.events import Event
from quire.protocol.requests import Request
from quire.store.bookings import Bookings
from quire.store.keys import Key, Limits
from quire.store.ledger import Ledger, Used

# For how long a refusal of the ledger is taken for granted, in seconds.
_REFUSED = 0.05
# For how long rows of the ledger are gathered, so that one commit writes many; in seconds. Whoever
# reads them has them written first; the journal holds them until then. What is given back of a rate
# is gathered as long.
_MOMENT = 0.1


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

    async def open(self, plan: Plan, taken: Taken | None = None) -> Account:
        """Open the account of an answer, its highest cost set aside, unless that was `taken`.

        Raises RefusedError where the budget does not allow it or a price is not known, and
        UpstreamError (429, with the wait) where the key asks too often. A call with the client's
        own credential costs the budget nothing.
        """
        caller, key = plan.caller, plan.caller.key
        if caller.own:
            refuse_unmarked(caller.own, self._byok_zdr if caller.zdr else None)
        if taken is None and (key.limits != _UNLIMITED or caller.own):
            tokens = _tokens(plan)
            await self.books.allowances.take(key, tokens)
            held = None if caller.own else await self._held(key, plan.context)
            taken = Taken(held, tokens)
        return Account(self, plan, entry(plan.request.model), taken or NOTHING)

    def at_once(self, plan: Plan) -> Taken | None:
        """Take what an answer may need, None where that has to be waited for or is refused.

        Raises RefusedError where a price is not known.
        """
        key, tokens = plan.caller.key, _tokens(plan)
        amount = self._highest(key, plan.context)
        purse = self._purse(key) if amount else None
        if purse is not None and (self._late or purse.free < amount):
            return None
        if not self.books.allowances.at_once(key, tokens):
            return None
        return Taken(_out_of(purse, amount) if purse is not None else None, tokens)

    def release(self, key: Key, taken: Taken) -> None:
        """Give back what was taken for an answer that nobody was asked for."""
        if taken.held is not None:
            purse = taken.held.purse
            purse.free += taken.held.amount
            if self._purses.get(key.id) is not purse:
                self._empty(purse)
        self._correct(key, taken.tokens)

    def frees(self, caller: Caller) -> bool:
        """Return whether a caller's answers need no account: nothing is set aside, nobody hears."""
        return caller.key.limits == _UNLIMITED and not (caller.own or self.books.observers)

    def attempts(self, asked: Request) -> Sequence[Attempt]:
        """Return who may answer a request, in their order. Raises QuireError."""
        return self._routing.route(asked).attempts

    @property
    def _late(self) -> bool:
        """Whether the others may take this worker for dead soon."""
        return self._shown is None or self._clock() - self._shown > self._lease / 2

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
        self.books.allowances.tell()
        for purse in self._purses.values():
            self._empty(purse)
        self._ledger.leave()
        await self._bookings.close()

    def lost(self, plan: Plan, told: Iterable[Event]) -> None:
        """Note what an answer had told whose worker died in its midst."""
        account = Account(self, plan, entry(plan.request.model), NOTHING)
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
            self._correct(key, taken.tokens - told)

    def note(self, key: Key, used: Used, held: Held | None = None) -> None:
        """Note what an answer used that was opened without an account, or with what was `held`."""
        first = self._spent(key, used, held) if held else self._unheld(key, used)
        if first:
            asyncio.get_running_loop().call_later(_MOMENT, self._bookings.write)
        self.books.meters.note(used)

    def _correct(self, key: Key, excess: int) -> None:
        """Give back tokens of a rate that were not needed; those of a moment are told together."""
        allowances = self.books.allowances
        if allowances.correct(key, excess):
            asyncio.get_running_loop().call_later(_MOMENT, allowances.tell)

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

    def _highest(self, key: Key, asked: Request) -> int:
        """Return the most that an answer can cost where the key has a budget, else 0."""
        lease = self._ledger.lease(key.id, key.limits)
        return most(asked, self.attempts(asked)) if lease else 0

    async def _held(self, key: Key, asked: Request) -> Held | None:
        """Set aside the most that an answer can cost, where the key has a budget."""
        amount = self._highest(key, asked)
        if not amount:
            return None
        if self._late:
            await self.beat()
        purse = self._purse(key)
        if purse.free < amount:
            async with self._turns[key.id]:
                purse = await self._filled(key, amount)
        return _out_of(purse, amount)

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


_UNLIMITED = Limits()


def _tokens(plan: Plan) -> int:
    """Return about how many tokens are taken of a key's rate for an answer."""
    if plan.caller.key.limits.tokens_per_minute is None:
        return 0
    return estimate(plan.context) + (plan.context.max_output_tokens or 0)


def _out_of(purse: Purse, amount: int) -> Held:
    purse.free -= amount
    purse.touched = True
    return Held(purse, amount)
