"""The door's rooms, together: what every answer and every route needs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from quire.errors import QuireError, StoreError
from quire.gateway.accounts import Accounts, Books
from quire.gateway.allowances import Allowances
from quire.gateway.answering import Means
from quire.gateway.background import Background
from quire.gateway.credentials import brought
from quire.gateway.heap import Heap
from quire.gateway.identity import ANYBODY, Caller, Keyring, app_of, shown
from quire.gateway.memory import Memory, remembered
from quire.gateway.meters import Meters
from quire.gateway.oidc import Issuers
from quire.gateway.rounds import Rounds
from quire.gateway.serving import leaving_with
from quire.gateway.settings import Settings
from quire.gateway.telemetry import Telemetry, told_to
from quire.models.catalogue import Entry
from quire.models.health import Record
from quire.models.line import Posted
from quire.models.passing import Framed
from quire.models.relayed import Relayed
from quire.models.router import Fared, Way
from quire.models.routes import Attempt, Route
from quire.models.settings import Secret
from quire.protocol.model import Model
from quire.protocol.requests import Request
from quire.store.bookings import Bookings
from quire.store.database import Database
from quire.store.journal import Journal
from quire.store.keys import Key
from quire.store.ledger import Ledger
from quire.store.rates import Rates
from quire.store.uses import Uses

_LOG = logging.getLogger("quire.gateway")
# How often the keys and the heap are looked at, and how often a worker goes its round; in seconds.
_KEY_LOOK = 1.0
_ROUND = 1.0
_HEAP_LOOK = 5.0


class Models(Protocol):
    """The models that this door can ask."""

    def model_for(self, request: Request, own: Mapping[str, Secret] | None = None) -> Model:
        """Return the Model that answers `request`, with the client's credentials if it has any.

        Raises UsageError `model_not_found`, or UpstreamError that says what to set.
        """
        ...

    def relayed(self, request: Framed, posted: Posted | None = None) -> Relayed | None:
        """Return the answer to a chat that passes, None where it has to be translated.

        An upstream may have been asked for it, on the line that was `posted`. Raises what
        `model_for` raises.
        """
        ...

    def way(self, model: str) -> Way | None:
        """Return who alone is asked for a chat with a model, None where that takes a route.

        Raises what `model_for` raises.
        """
        ...

    def answered(self, way: Way, seconds: float) -> None:
        """Take note of a good answer that came whole after so many seconds."""
        ...

    def route(self, request: Request) -> Route:
        """Return the route of a request. Raises what `model_for` raises."""
        ...

    def entries(self) -> Sequence[Entry]:
        """Return what can be asked for, in the order in which it is listed."""
        ...

    def offers(self, name: str) -> Sequence[Attempt]:
        """Return who can be asked for a model."""
        ...

    def record(self, offer: Attempt) -> Record:
        """Return how an offer has fared."""
        ...

    def now(self) -> float:
        """Return the time of the clock that records are kept by, in seconds."""
        ...

    def fared(self) -> Fared:
        """Return what was seen since the last time."""
        ...

    def resting(self) -> Mapping[tuple[str, str], float]:
        """Return for how many seconds upstreams' models are left alone still."""
        ...

    def rest(self, provider: str, model: str, seconds: float) -> None:
        """Leave an upstream's model alone for so long."""
        ...

    def settle(self, homes: Mapping[str, str]) -> None:
        """Take over homes of sessions."""
        ...


class Door(Struct, frozen=True, kw_only=True):
    """Everything behind the HTTP surface."""

    settings: Settings
    models: Models
    memory: Memory
    means: Means
    uses: Uses
    keyring: Keyring
    background: Background
    rounds: Rounds

    async def told(self) -> Uses:
        """Return what was used, with every answer of this worker that has ended. Raises StoreError.

        Rows of other workers follow their answers within a moment.
        """
        await self.means.accounts.told()
        return self.uses

    async def caller(self, headers: Mapping[str, str], *, public: bool = False) -> Caller:
        """Return who asks, by the headers of a request; what is `public` anybody may.

        Raises RefusedError with status 401.
        """
        if public and self.settings.open_lists and not shown(headers):
            return Caller(key=ANYBODY)
        return self.called(await self.keyring.key_of(headers), headers)

    def called(self, key: Key, headers: Mapping[str, str]) -> Caller:
        """Return who asks with a key, by the headers of a request. Raises InvalidRequest."""
        zdr = self.settings.zdr or key.zdr or headers.get("x-zero-data-retention") == "true"
        return Caller(key=key, zdr=zdr, app=app_of(headers), own=brought(headers))


@asynccontextmanager
async def open_door(
    settings: Settings, models: Models, database: Database, *,
    journals: Path | None = None, supervisor: int | None = None,
) -> AsyncIterator[Door]:  # fmt: skip
    """Open everything behind the surface; background work begins here and is left in order.

    `journals` is the folder of what is on its way into the database, `supervisor` the process that
    this one is to leave with, if any.
    """
    memory = remembered(database, shared=settings.shared)
    telemetry = told_to(settings.telemetry)
    bookings = Bookings(database, Journal(journals) if journals else None)
    accounts = _accounts(settings, models, bookings, telemetry)
    rounds = Rounds(database, settings.server, accounts, models)
    await rounds.look()
    means = Means(models=models, memory=memory, accounts=accounts, prefixes=rounds.prefixes)
    door = Door(
        settings=settings,
        models=models,
        memory=memory,
        means=means,
        uses=Uses(database),
        keyring=Keyring(database, Issuers(settings.issuers)),
        background=Background(means, settings.lease),
        rounds=rounds,
    )
    watching = [
        asyncio.create_task(_repeated(door.background.look, settings.lease / 4)),
        asyncio.create_task(_repeated(door.keyring.refresh, _KEY_LOOK)),
        asyncio.create_task(_repeated(rounds.look, min(_ROUND, settings.purse_lease / 8))),
        asyncio.create_task(_repeated(Heap().look, _HEAP_LOOK)),
    ]
    if supervisor is not None:
        supervised = _repeated(leaving_with(supervisor), _KEY_LOOK)
        watching.append(asyncio.create_task(supervised))
    try:
        yield door
    finally:
        for task in watching:
            task.cancel()
        await asyncio.gather(*watching, return_exceptions=True)
        await door.background.close()
        await _closed(rounds, accounts, telemetry)


def _accounts(
    settings: Settings, models: Models, bookings: Bookings, telemetry: tuple[Telemetry, ...]
) -> Accounts:
    database = bookings.database
    books = Books(
        ledger=Ledger(database, lease=settings.purse_lease),
        bookings=bookings,
        allowances=Allowances(Rates(database)),
        meters=Meters(),
        observers=telemetry,
    )
    return Accounts(books, models, lease=settings.purse_lease, byok_zdr=settings.byok_zdr)


async def _closed(rounds: Rounds, accounts: Accounts, telemetry: tuple[Telemetry, ...]) -> None:
    """Tell what is left to tell, and give back what is held."""
    try:
        await rounds.tell()
    except StoreError as error:
        _LOG.error("%s", error.message)
    await accounts.close()
    for each in telemetry:
        await asyncio.to_thread(each.close)


async def _repeated(look: Callable[[], Awaitable[None]], pause: float) -> None:
    """Look after something for as long as the door is open; a failure is told, and tried again."""
    while True:
        try:
            await look()
        except QuireError as error:
            _LOG.error("%s", error.message)
        await asyncio.sleep(pause)
