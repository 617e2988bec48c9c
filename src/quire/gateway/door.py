"""The door's rooms, together: what every answer and every route needs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Protocol

from msgspec import Struct

from quire.errors import QuireError
from quire.gateway.accounts import Accounts
from quire.gateway.answering import Means
from quire.gateway.background import Background
from quire.gateway.identity import Caller, Keyring, app_of
from quire.gateway.memory import Memory, remembered
from quire.gateway.meters import Meters
from quire.gateway.serving import leaving_with
from quire.gateway.settings import Settings
from quire.models.catalogue import Entry
from quire.models.health import Record
from quire.models.routes import Attempt
from quire.protocol.model import Model
from quire.protocol.requests import Request
from quire.store.database import Database
from quire.store.ledger import Ledger
from quire.store.uses import Uses

_LOG = logging.getLogger("quire.gateway")
# How often the keys are looked at; in seconds.
_KEY_LOOK = 1.0


class Models(Protocol):
    """The models that this door can ask."""

    def model_for(self, request: Request) -> Model:
        """Return the Model that answers `request`.

        Raises UsageError `model_not_found`, or UpstreamError that says what to set.
        """
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


class Door(Struct, frozen=True, kw_only=True):
    """Everything behind the HTTP surface."""

    settings: Settings
    models: Models
    memory: Memory
    means: Means
    uses: Uses
    keyring: Keyring
    background: Background

    async def caller(self, headers: Mapping[str, str]) -> Caller:
        """Return who asks, by the headers of a request. Raises RefusedError with status 401."""
        key = await self.keyring.key_of(headers)
        zdr = self.settings.zdr or key.zdr or headers.get("x-zero-data-retention") == "true"
        return Caller(key=key, zdr=zdr, app=app_of(headers))


@asynccontextmanager
async def open_door(
    settings: Settings, models: Models, database: Database, supervisor: int | None = None
) -> AsyncIterator[Door]:
    """Open everything behind the surface; background work begins here and is left in order.

    `supervisor` is the process that this one is to leave with, if any.
    """
    memory = remembered(database, shared=settings.shared)
    accounts = Accounts(Ledger(database), Meters(), workers=settings.workers)
    means = Means(models=models, memory=memory, accounts=accounts)
    door = Door(
        settings=settings,
        models=models,
        memory=memory,
        means=means,
        uses=Uses(database),
        keyring=Keyring(database),
        background=Background(means, settings.lease),
    )
    watching = [
        asyncio.create_task(_repeated(door.background.look, settings.lease / 4)),
        asyncio.create_task(_repeated(door.keyring.refresh, _KEY_LOOK)),
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
        accounts.close()


async def _repeated(look: Callable[[], Awaitable[None]], pause: float) -> None:
    """Look after something for as long as the door is open; a failure is told, and tried again."""
    while True:
        try:
            await look()
        except QuireError as error:
            _LOG.error("%s", error.message)
        await asyncio.sleep(pause)
