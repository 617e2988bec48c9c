"""The ledger: what each answer used, and what each key may still spend.

Money is in millionths of a US dollar. A worker sets money aside before it asks a model (`draw`)
and says after what was spent (`settle`). What is set aside counts against every limit, in every
process, so no number of requests at once spends more than the limit. Money that a killed worker
had set aside stays set aside.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, insert, select, update

from quire.store.database import Addition, Database
from quire.store.keys import Limits
from quire.store.schema import spending, usage
from quire.store.upserts import begin_with

TOTAL = "total"
_RECORD = insert(usage)


class Used(Struct, frozen=True, kw_only=True):
    """What one answer used: tokens, money, seconds; `cost` is None where it is not known.

    `provider` is the upstream that gave it; `streamed` is 1 where it was told event by event.
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


class Ledger:
    """The money and the use of every key."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        """Keep them in `database`; `clock` tells the seconds since 1970."""
        self._database = database
        self._clock = clock

    def periods(self, limits: Limits) -> tuple[str, ...]:
        """Return the names of the periods that limits count in now."""
        return tuple(bounds_of(limits, self._clock()))

    async def draw(self, key: str, limits: Limits, amount: int) -> tuple[str, ...] | None:
        """Set money aside for a key, and return its periods; None where a limit says no."""
        bounds = bounds_of(limits, self._clock())
        work = partial(_draw, key=key, bounds=bounds, amount=amount)
        return tuple(bounds) if await self._database.written(work) else None

    def settle(self, key: str, periods: tuple[str, ...], *, reserved: int, spent: int) -> None:
        """Write that of `reserved` money `spent` was spent, and the rest is free again."""
        self._database.write(
            partial(_settle, key=key, periods=periods, reserved=reserved, spent=spent)
        )

    def record(self, used: Used) -> None:
        """Write what an answer used."""
        self._database.write(Addition(_RECORD, msgspec.structs.asdict(used)))

    async def spent(self, key: str) -> Mapping[str, int]:
        """Return what a key has spent, by period (`total`, `2026-11`, `2026-11-21`)."""
        query = select(spending.c.period, spending.c.spent).where(spending.c.key == key)
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return {period: amount for period, amount in rows}


def bounds_of(limits: Limits, now: float) -> dict[str, int]:
    """Return the limits by the name of their present period (UTC)."""
    today = datetime.fromtimestamp(now, UTC).date().isoformat()
    named = {today: limits.day, today[:7]: limits.month, TOTAL: limits.total}
    return {period: most for period, most in named.items() if most is not None}


def _draw(connection: Connection, key: str, bounds: Mapping[str, int], amount: int) -> bool:
    """Set money aside in every period, or in none."""
    for period in bounds:
        begin_with(connection, spending, {"key": key, "period": period, "spent": 0, "reserved": 0})
    taken: tuple[str, ...] = ()
    for period, most in bounds.items():
        change = update(spending).where(
            spending.c.key == key,
            spending.c.period == period,
            spending.c.spent + spending.c.reserved + amount <= most,
        )
        done = connection.execute(change.values(reserved=spending.c.reserved + amount)).rowcount
        if not done:
            _settle(connection, key, taken, reserved=amount, spent=0)
            return False
        taken = (*taken, period)
    return True


def _settle(
    connection: Connection, key: str, periods: tuple[str, ...], *, reserved: int, spent: int
) -> None:
    change = update(spending).where(spending.c.key == key, spending.c.period.in_(periods))
    connection.execute(
        change.values(reserved=spending.c.reserved - reserved, spent=spending.c.spent + spent)
    )
