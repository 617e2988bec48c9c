"""How fast each key may ask: a bucket of requests and one of tokens, shared by every process.

A bucket holds what is allowed in a minute and fills evenly. Workers take units out of it in
pieces, so that few requests wait for the database.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, select, update

from quire.store.database import Database
from quire.store.schema import rates
from quire.store.upserts import Values, begin_with

MINUTE = 60.0


class Draw(Struct, frozen=True, kw_only=True):
    """What is wanted of a key's bucket: `needed` units at least, `piece` of them if it has them."""

    key: str
    kind: str
    limit: int
    needed: float
    piece: float


class Taken(Struct, frozen=True):
    """What was taken out of a bucket (0: it held too little), and what is left in it."""

    units: float
    left: float


class Rates:
    """The buckets of every key."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        """Keep them in `database`; `clock` must be the same for every worker."""
        self._database = database
        self._clock = clock

    async def take(self, draw: Draw) -> Taken:
        """Take units out of a bucket, or none. Raises StoreError."""
        return await self._database.written(partial(_taken, draw=draw, now=self._clock()))

    def give(self, draw: Draw) -> None:
        """Put `needed` units back into a bucket; less than none takes them out, below empty too."""
        self._database.write(partial(_given, draw=draw, now=self._clock()))


def _taken(connection: Connection, draw: Draw, now: float) -> Taken:
    level = _level(connection, draw, now)
    units = min(level, max(draw.needed, draw.piece)) if level >= draw.needed else 0.0
    _leave(connection, draw, level - units, now)
    return Taken(units, level - units)


def _given(connection: Connection, draw: Draw, now: float) -> None:
    _leave(connection, draw, min(draw.limit, _level(connection, draw, now) + draw.needed), now)


def _level(connection: Connection, draw: Draw, now: float) -> float:
    """Return how full a bucket is now, and hold it until the transaction ends."""
    full: Values = {"key": draw.key, "kind": draw.kind, "level": float(draw.limit), "at": now}
    begin_with(connection, rates, full)
    query = select(rates.c.level, rates.c.at).where(*_its_row(draw)).with_for_update()
    row = connection.execute(query).one()
    level, at = float(row.level), float(row.at)
    filled = max(0.0, now - at) * draw.limit / MINUTE
    return min(float(draw.limit), level + filled)


def _leave(connection: Connection, draw: Draw, level: float, now: float) -> None:
    connection.execute(update(rates).where(*_its_row(draw)).values(level=level, at=now))


def _its_row(draw: Draw) -> tuple[ColumnElement[bool], ...]:
    return (rates.c.key == draw.key, rates.c.kind == draw.kind)
