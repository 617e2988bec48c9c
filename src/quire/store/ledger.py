"""The ledger: what each answer used, and what each key may still spend.

Money is in millionths of a US dollar. A worker sets money aside before it asks a model (`draw`)
and says after what was spent (`settle`). What is set aside counts against every limit, in every
process, so no number of requests at once spends more than the limit. It is leased to the worker:
one that has not shown itself for that long has its money freed by the others.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial

from msgspec import Struct
from sqlalchemy import Connection, Select, delete, select, update

from quire.store.database import Database
from quire.store.keys import Limits
from quire.store.schema import purses, spending, workers
from quire.store.upserts import Values, begin_with, put

TOTAL = "total"


class Used(Struct, frozen=True, kw_only=True):
    """What one answer used: tokens, money, seconds; `cost` is None where it is not known.

    `provider` is the upstream that gave it, `entry` the catalogue's id of the model; `streamed`
    is 1 where it was told event by event. With `byok` 1 the client's own account was charged, with
    `byok_cost`.
    """

    id: str
    at: float
    key: str
    project: str
    app: str
    asked: str
    model: str
    status: str
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    reasoning_tokens: int = 0
    cost: int | None = None
    seconds: float = 0.0
    first_token: float | None = None
    provider: str = ""
    streamed: int = 0
    entry: str = ""
    byok: int = 0
    byok_cost: int = 0


class Lease(Struct, frozen=True):
    """Whose money it is that is set aside: a worker's, for a key, counted in these periods."""

    worker: str
    key: str
    periods: tuple[str, ...]


class Ledger:
    """The money and the use of every key."""

    def __init__(
        self, database: Database, clock: Callable[[], float] = time.time, *, lease: float = 60.0
    ) -> None:
        """Keep them in `database`; `clock` tells the seconds since 1970, `lease` is in seconds."""
        self._database = database
        self._clock = clock
        self._lease = lease
        self._worker = secrets.token_hex(8)

    @property
    def worker(self) -> str:
        """The name under which this worker sets money aside."""
        return self._worker

    async def beat(self) -> bool:
        """Show that this worker lives, and free what dead ones had set aside.

        Returns false where this worker was taken for dead: what it had set aside is not its own
        any more, and it goes on under a new name. To be called several times within a lease.
        """
        work = partial(_beat, worker=self._worker, now=self._clock(), lease=self._lease)
        if await self._database.written(work):
            return True
        self._worker = secrets.token_hex(8)
        await self._database.written(partial(_begin, worker=self._worker, now=self._clock()))
        return False

    def leave(self) -> None:
        """Say that this worker ends in order, and free what it still has set aside."""
        self._database.write(partial(left, worker=self._worker))

    def lease(self, key: str, limits: Limits) -> Lease | None:
        """Return what a key's money is set aside under now, None where it has no limit."""
        if limits.day is None and limits.month is None and limits.total is None:
            return None
        return Lease(self._worker, key, tuple(bounds_of(limits, self._clock())))

    async def draw(self, lease: Lease, limits: Limits, amounts: tuple[int, ...]) -> int:
        """Set the first of `amounts` aside that every limit allows, and return it, else 0."""
        bounds = bounds_of(limits, self._clock())
        if tuple(bounds) != lease.periods:  # a day has ended since
            return 0
        return await self._database.written(
            partial(_draw, lease=lease, bounds=bounds, amounts=amounts)
        )

    def settle(self, lease: Lease, *, reserved: int, spent: int) -> None:
        """Write that of `reserved` money `spent` was spent, and the rest is free again."""
        self._database.write(partial(_settle, lease=lease, reserved=reserved, spent=spent))

    async def spent(self, key: str) -> Mapping[str, int]:
        """Return what a key has spent, by period (`total`, `2026-11`, `2026-11-21`)."""
        query = select(spending.c.period, spending.c.spent).where(spending.c.key == key)
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return {period: amount for period, amount in rows}


def bounds_of(limits: Limits, now: float) -> dict[str, int]:
    """Return the limits by the name of their present period (UTC).

    The names are in their order: every worker locks the rows of a key in the same one.
    """
    today = datetime.fromtimestamp(now, UTC).date().isoformat()
    named = {today[:7]: limits.month, today: limits.day, TOTAL: limits.total}
    return {period: most for period, most in named.items() if most is not None}


# A worker, a key and a period.
Place = tuple[str, str, str]


def _draw(
    connection: Connection, lease: Lease, bounds: Mapping[str, int], amounts: tuple[int, ...]
) -> int:
    """Set money aside in every period, or in none; a worker that is taken for dead gets none."""
    alive = select(workers.c.id).where(workers.c.id == lease.worker).with_for_update()
    if connection.execute(alive).first() is None:
        return 0
    for period in bounds:
        fresh: Values = {"key": lease.key, "period": period, "spent": 0, "reserved": 0}
        begin_with(connection, spending, fresh)
    query = select(spending).where(spending.c.key == lease.key, spending.c.period.in_(bounds))
    rows = connection.execute(query.order_by(spending.c.period).with_for_update()).all()
    free = min(bounds[row.period] - row.spent - row.reserved for row in rows)
    amount = next((each for each in amounts if each <= free), 0)
    if amount:
        change = update(spending).where(spending.c.key == lease.key)
        change = change.where(spending.c.period.in_(bounds))
        connection.execute(change.values(reserved=spending.c.reserved + amount))
        for period in bounds:
            _put_in(connection, (lease.worker, lease.key, period), amount)
    return amount


def _put_in(connection: Connection, place: Place, amount: int) -> None:
    worker, key, period = place
    begin_with(connection, purses, {"worker": worker, "key": key, "period": period, "amount": 0})
    more = update(purses).where(purses.c.worker == worker, purses.c.key == key)
    more = more.where(purses.c.period == period)
    connection.execute(more.values(amount=purses.c.amount + amount))


def _settle(connection: Connection, lease: Lease, reserved: int, spent: int) -> None:
    for period in lease.periods:
        settle_in(connection, (lease.worker, lease.key, period), reserved, spent)


def settle_in(connection: Connection, place: Place, reserved: int, spent: int) -> None:
    """Take money out of a worker's purse; what was freed for it before is not freed again."""
    worker, key, period = place
    its = (purses.c.worker == worker, purses.c.key == key, purses.c.period == period)
    held = connection.execute(select(purses.c.amount).where(*its).with_for_update()).scalar() or 0
    freed = min(reserved, held)
    connection.execute(update(purses).where(*its).values(amount=held - freed))
    connection.execute(
        update(spending)
        .where(spending.c.key == key, spending.c.period == period)
        .values(reserved=spending.c.reserved - freed, spent=spending.c.spent + spent)
    )


def _beat(connection: Connection, worker: str, now: float, lease: float) -> bool:
    alive = update(workers).where(workers.c.id == worker).values(beat=now)
    known = connection.execute(alive).rowcount > 0
    connection.execute(delete(workers).where(workers.c.beat < now - lease))
    living = select(workers.c.id)
    _free(connection, select(purses.c.worker).where(purses.c.worker.not_in(living)))
    return known


def _begin(connection: Connection, worker: str, now: float) -> None:
    put(connection, workers, [{"id": worker, "beat": now}])


def left(connection: Connection, worker: str) -> None:
    """Free what a worker has set aside that has ended."""
    _free(connection, select(purses.c.worker).where(purses.c.worker == worker))
    connection.execute(delete(workers).where(workers.c.id == worker))


def _free(connection: Connection, dead: Select[tuple[str]]) -> None:
    """Free what these workers have set aside."""
    query = select(purses).where(purses.c.worker.in_(dead)).with_for_update()
    for worker, key, period, amount in connection.execute(query).all():
        settle_in(connection, (worker, key, period), amount, 0)
    connection.execute(delete(purses).where(purses.c.worker.in_(dead)))
