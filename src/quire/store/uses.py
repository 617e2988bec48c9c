"""What was used, read back: one answer, a key's whole, and sums by day, hour, model or key.

Money is in millionths of a US dollar, times are in seconds since 1970, days are UTC.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, RowMapping, func, select

from quire.store.database import Database
from quire.store.ledger import Used
from quire.store.schema import usage


class Sum(Struct, frozen=True, kw_only=True):
    """Answers added up; `group` holds the values they have in common, by column."""

    group: dict[str, str] = {}
    requests: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    reasoning_tokens: int = 0
    cost: int = 0
    byok_cost: int = 0


class Sample(Struct, frozen=True):
    """One answer's measures: when it ended, its first token and its whole time in seconds."""

    entry: str
    provider: str
    at: float
    first_token: float
    seconds: float
    output_tokens: int


class Rank(Struct, frozen=True):
    """Tokens and answers of one model or one app in a time."""

    name: str
    tokens: int
    requests: int


_MOST_SAMPLES = 20_000
_SUMMED = (
    "input_tokens", "cached_tokens", "output_tokens", "reasoning_tokens", "cost", "byok_cost",
)  # fmt: skip
# What answers can be grouped by; days and hours are reckoned here, the same on every database.
COLUMNS = ("model", "asked", "entry", "provider", "app", "key", "project", "byok")
PERIODS = {"day": 10, "hour": 13}


class Uses:
    """Reads the rows that the ledger wrote."""

    def __init__(self, database: Database) -> None:
        """Read them from `database`."""
        self._database = database

    async def find(self, project: str, name: str) -> Used | None:
        """Return what one answer used, None where it is not there or another project's."""
        query = select(usage).where(usage.c.id == name, usage.c.project == project)
        row = await self._database.read(
            lambda connection: connection.execute(query).mappings().first()
        )
        return None if row is None else Used(**row)

    async def total(self, key: str, since: float = 0.0) -> Sum:
        """Return everything that a key has used since a moment."""
        columns = [func.coalesce(func.sum(usage.c[name]), 0).label(name) for name in _SUMMED]
        query = select(func.count().label("requests"), *columns).where(
            usage.c.key == key, usage.c.at >= since
        )
        row = await self._database.read(
            lambda connection: connection.execute(query).mappings().one()
        )
        return _sum(row, {})

    async def sums(
        self, project: str, since: float, until: float, by: Iterable[str]
    ) -> tuple[Sum, ...]:
        """Return sums over a project's answers by `day`, `hour` or columns, the oldest first."""
        names = tuple(by)
        query = select(usage).where(
            usage.c.project == project, usage.c.at >= since, usage.c.at < until
        ).order_by(usage.c.at)  # fmt: skip

        def added(connection: Connection) -> tuple[Sum, ...]:
            sums: dict[tuple[str, ...], Sum] = {}
            for row in connection.execute(query).mappings():
                group = {name: _value(row, name) for name in names}
                place = tuple(group.values())
                sums[place] = _added(sums.get(place) or Sum(group=group), row)
            return tuple(sums.values())

        return await self._database.read(added)

    async def samples(self, since: float, entry: str = "") -> tuple[Sample, ...]:
        """Return the newest 20,000 measured answers since a moment, of one model or of all."""
        columns = (usage.c[name] for name in Sample.__struct_fields__)
        query = select(*columns).where(usage.c.at >= since, usage.c.first_token.is_not(None))
        if entry:
            query = query.where(usage.c.entry == entry)
        query = query.order_by(usage.c.at.desc()).limit(_MOST_SAMPLES)
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return tuple(Sample(*row) for row in reversed(rows))

    async def ranked(
        self, column: str, since: float, until: float, project: str | None
    ) -> tuple[Rank, ...]:
        """Return tokens by `entry` or `app`, most first; of one project, or of all."""
        tokens = func.sum(usage.c.input_tokens + usage.c.output_tokens)
        name = usage.c[column]
        query = select(name, tokens, func.count()).where(
            usage.c.at >= since, usage.c.at < until, name != ""
        )
        if project is not None:
            query = query.where(usage.c.project == project)
        query = query.group_by(name).order_by(tokens.desc(), name)
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return tuple(Rank(str(row[0]), int(row[1]), int(row[2])) for row in rows)


def _value(row: RowMapping, name: str) -> str:
    if name in PERIODS:
        return datetime.fromtimestamp(row["at"], UTC).isoformat()[: PERIODS[name]]
    return str(row[name])


def _added(total: Sum, row: RowMapping) -> Sum:
    more = {name: getattr(total, name) + int(row[name] or 0) for name in _SUMMED}
    return msgspec.structs.replace(total, requests=total.requests + 1, **more)


def _sum(row: RowMapping, group: dict[str, str]) -> Sum:
    counts = {name: int(row[name]) for name in ("requests", *_SUMMED)}
    return Sum(group=group, **counts)
