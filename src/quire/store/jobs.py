"""Background answers: who makes each, its events as they were told, and when it was abandoned."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial

from msgspec import Struct
from sqlalchemy import Connection, delete, insert, select, update

from quire.store.database import Database
from quire.store.history import Stored, write_response
from quire.store.schema import events, jobs
from quire.store.upserts import Values, put


class Job(Struct, frozen=True, kw_only=True):
    """A background answer that is being made; `request` and `caller` are JSON."""

    id: str
    owner: str
    caller: str
    request: str


class Numbered(Struct, frozen=True):
    """An event's JSON and its number in its stream."""

    number: int
    body: str


class Jobs:
    """The background answers of every worker that shares the database; times are in seconds."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        """Keep them in `database`; `clock` must be the same for every worker."""
        self._database = database
        self._clock = clock

    async def begin(self, job: Job, stored: Stored, worker: str) -> None:
        """Commit that `worker` makes an answer, which is queued."""
        row: Values = {"id": job.id, "worker": worker, "beat": self._clock(), "cancelled": 0,
               "owner": job.owner, "caller": job.caller, "request": job.request}  # fmt: skip
        await self._database.written(partial(_begin, row=row, stored=stored))

    async def tell(self, stored: Stored, told: Sequence[Numbered]) -> None:
        """Commit events of an answer, and how it stands."""
        await self._database.written(partial(_tell, stored=stored, told=told))

    async def end(self, stored: Stored, told: Sequence[Numbered]) -> None:
        """Commit the last events of an answer with its response; the job is over then."""
        await self._database.written(partial(_end, stored=stored, told=told))

    async def told(self, name: str, after: int = -1) -> tuple[Numbered, ...]:
        """Return the events that come after a number."""
        query = select(events.c.number, events.c.body).where(events.c.response == name)
        query = query.where(events.c.number > after).order_by(events.c.number)
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return tuple(Numbered(number, body) for number, body in rows)

    async def running(self, name: str) -> bool:
        """Return whether an answer is still being made, by whomever."""
        query = select(jobs.c.id).where(jobs.c.id == name)
        return await self._database.read(lambda c: c.execute(query).first() is not None)

    async def beat(self, worker: str, names: Sequence[str]) -> None:
        """Say that `worker` is still making these answers."""
        mine = (jobs.c.worker == worker, jobs.c.id.in_(names))
        alive = update(jobs).where(*mine).values(beat=self._clock())
        await self._database.written(lambda connection: connection.execute(alive).rowcount)

    async def cancelled(self, worker: str) -> tuple[str, ...]:
        """Return which answers of `worker` somebody wants stopped."""
        query = select(jobs.c.id).where(jobs.c.worker == worker, jobs.c.cancelled == 1)
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return tuple(row[0] for row in rows)

    async def cancel(self, name: str) -> None:
        """Ask whoever makes an answer to stop."""
        wish = update(jobs).where(jobs.c.id == name).values(cancelled=1)
        await self._database.written(lambda connection: connection.execute(wish).rowcount)

    async def release(self, worker: str) -> None:
        """Give up every answer of `worker`, so that another one takes them over at once."""
        given = update(jobs).where(jobs.c.worker == worker).values(beat=0.0)
        await self._database.written(lambda connection: connection.execute(given).rowcount)

    async def adopt(self, worker: str, lease: float) -> tuple[Job, ...]:
        """Take over the answers whose workers have been silent for `lease` seconds."""
        abandoned = await self._database.read(partial(_abandoned, before=self._clock() - lease))
        if not abandoned:
            return ()
        now = self._clock()
        return await self._database.written(
            partial(_adopt, worker=worker, found=abandoned, now=now)
        )


_Found = tuple[Job, str, float]


def _begin(connection: Connection, row: Values, stored: Stored) -> None:
    put(connection, jobs, [row])
    write_response(connection, stored)


def _tell(connection: Connection, stored: Stored, told: Sequence[Numbered]) -> None:
    rows = [{"response": stored.id, "number": each.number, "body": each.body} for each in told]
    if rows:
        connection.execute(insert(events), rows)
    write_response(connection, stored)


def _end(connection: Connection, stored: Stored, told: Sequence[Numbered]) -> None:
    _tell(connection, stored, told)
    connection.execute(delete(jobs).where(jobs.c.id == stored.id))


def _abandoned(connection: Connection, before: float) -> tuple[_Found, ...]:
    rows = connection.execute(select(jobs).where(jobs.c.beat < before)).all()
    return tuple(
        (
            Job(id=row.id, owner=row.owner, caller=row.caller, request=row.request),
            row.worker,
            row.beat,
        )
        for row in rows
    )


def _adopt(
    connection: Connection, worker: str, found: Sequence[_Found], now: float
) -> tuple[Job, ...]:
    """Take what nobody else has taken since it was found."""
    taken = []
    for job, before, beat in found:
        change = update(jobs).where(
            jobs.c.id == job.id, jobs.c.worker == before, jobs.c.beat == beat
        )
        if connection.execute(change.values(worker=worker, beat=now)).rowcount:
            taken.append(job)
    return tuple(taken)
