"""What the workers tell one another, once in a while: counts, health, homes, prefixes.

Times are seconds since 1970. None of it is needed to answer a request.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from msgspec import Struct
from sqlalchemy import Connection, delete, func, select

from quire.store.database import Database
from quire.store.schema import attempts, homes, meters, prefixes, rests
from quire.store.upserts import Values, add, put

_MINUTE = 60
_DAY = 86_400.0
# How much is heard at once at most, the newest: as much as a worker keeps.
_HOMES, _PREFIXES = 65_536, 262_144


class Minute(Struct, frozen=True):
    """The attempts at one model of one provider in one minute, which is counted since 1970."""

    provider: str
    model: str
    minute: int
    good: int = 0
    bad: int = 0


class Rest(Struct, frozen=True):
    """A provider's model that is left alone until a moment."""

    provider: str
    model: str
    until: float


class News(Struct, frozen=True, kw_only=True):
    """What one worker has to tell, or what the others have told.

    `homes` are providers by the hash of a session, `prefixes` the hashes of prompts and when they
    were seen, in seconds since 1970.
    """

    minutes: tuple[Minute, ...] = ()
    rests: tuple[Rest, ...] = ()
    homes: Mapping[str, str] = {}
    prefixes: Mapping[str, float] = {}


class Workers:
    """The board that all workers of one database write to and read from."""

    def __init__(self, database: Database, server: str, worker: str) -> None:
        """Write as `worker` of `server`, which is one `quire serve` with all its processes."""
        self._database = database
        self._server = server
        self._worker = worker

    async def tell(self, news: News, counts: str, now: float) -> None:
        """Write what this worker has to tell, and all that it has counted since it started."""
        mine: Values = {"server": self._server, "worker": self._worker, "at": now, "body": counts}
        await self._database.written(partial(_tell, news=news, meters_row=mine, now=now))

    async def hear(self, since: float, now: float) -> News:
        """Return who rests now, and what was told of homes and prefixes since a moment."""
        return await self._database.read(partial(_hear, since=since, now=now))

    async def counts(self) -> tuple[str, ...]:
        """Return what each worker of this server has counted, those that have ended too."""
        query = select(meters.c.body).where(meters.c.server == self._server)
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return tuple(row[0] for row in rows)

    async def minutes(self, since: float) -> tuple[Minute, ...]:
        """Return every minute of attempts since a moment, the oldest first."""
        query = select(attempts).where(attempts.c.minute >= int(since // _MINUTE))
        ordered = query.order_by(attempts.c.minute, attempts.c.provider, attempts.c.model)
        rows = await self._database.read(lambda connection: connection.execute(ordered).all())
        return tuple(Minute(*row) for row in rows)

    async def forget(self, now: float) -> None:
        """Delete what is older than it is of use: a day, and for counts of other servers a week."""
        await self._database.written(partial(_forget, now=now))


def _tell(connection: Connection, news: News, meters_row: Values, now: float) -> None:
    put(connection, meters, [meters_row])
    add(connection, attempts, [_fields(minute) for minute in news.minutes])
    put(connection, rests, [_fields(rest) for rest in news.rests])
    told = news.homes.items()
    put(connection, homes, [{"session": s, "provider": p, "at": now} for s, p in told])
    put(connection, prefixes, [{"digest": d, "at": at} for d, at in news.prefixes.items()])


def _hear(connection: Connection, since: float, now: float) -> News:
    resting = connection.execute(select(rests).where(rests.c.until > now)).all()
    newest = select(homes.c.session, homes.c.provider).where(homes.c.at >= since)
    moved = connection.execute(newest.order_by(homes.c.at.desc()).limit(_HOMES)).all()
    latest = select(prefixes.c.digest, prefixes.c.at).where(prefixes.c.at >= since)
    seen = connection.execute(latest.order_by(prefixes.c.at.desc()).limit(_PREFIXES)).all()
    return News(
        rests=tuple(Rest(*row) for row in resting),
        homes={session: provider for session, provider in reversed(moved)},
        prefixes={digest: at for digest, at in reversed(seen)},
    )


def _forget(connection: Connection, now: float) -> None:
    before = now - _DAY
    connection.execute(delete(attempts).where(attempts.c.minute < int(before // _MINUTE)))
    connection.execute(delete(rests).where(rests.c.until < now))
    connection.execute(delete(homes).where(homes.c.at < before))
    connection.execute(delete(prefixes).where(prefixes.c.at < before))
    latest = select(meters.c.server).group_by(meters.c.server)
    stale = latest.having(func.max(meters.c.at) < now - 7 * _DAY)
    connection.execute(delete(meters).where(meters.c.server.in_(stale)))


def _fields(row: Minute | Rest) -> dict[str, str | int | float | None]:
    return {name: getattr(row, name) for name in row.__struct_fields__}


def grouped(minutes: Iterable[Minute]) -> dict[tuple[str, str], list[Minute]]:
    """Return minutes by provider and model, each in the order given."""
    found: dict[tuple[str, str], list[Minute]] = {}
    for minute in minutes:
        found.setdefault((minute.provider, minute.model), []).append(minute)
    return found
