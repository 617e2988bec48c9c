"""The door's rooms, together: what every answer and every route needs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Protocol

from msgspec import Struct

from quire.gateway.background import Background
from quire.gateway.identity import Keyring
from quire.gateway.memory import Memory, remembered
from quire.gateway.settings import Settings
from quire.models.catalogue import Entry
from quire.protocol.model import Model
from quire.protocol.requests import Request
from quire.store.database import Database

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


class Door(Struct, frozen=True, kw_only=True):
    """Everything behind the HTTP surface."""

    settings: Settings
    models: Models
    memory: Memory
    keyring: Keyring
    background: Background


@asynccontextmanager
async def open_door(settings: Settings, models: Models, database: Database) -> AsyncIterator[Door]:
    """Open everything behind the surface; background work begins here and is left in order."""
    memory = remembered(database, shared=settings.shared)
    door = Door(
        settings=settings,
        models=models,
        memory=memory,
        keyring=Keyring(database),
        background=Background(models, memory, settings.lease),
    )
    watching = [asyncio.create_task(door.background.watch()), asyncio.create_task(_keys(door))]
    try:
        yield door
    finally:
        for task in watching:
            task.cancel()
        await asyncio.gather(*watching, return_exceptions=True)
        await door.background.close()


async def _keys(door: Door) -> None:
    """Heed keys that other processes make, disable and delete."""
    while True:
        await asyncio.sleep(_KEY_LOOK)
        await door.keyring.refresh()
