"""The rounds of a worker: what it tells the others and hears from them, about once a second.

Nothing that answers a request waits for it. What is shared is thus a second old at most: the
counts of all workers of a server, which upstreams rest, where sessions live, which prefixes of
prompts were seen.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from typing import Protocol

from quire.gateway.accounts import Accounts
from quire.gateway.meters import added
from quire.gateway.prefixes import LIFE, Prefixes
from quire.models.health import MINUTE, Tried
from quire.models.router import Fared
from quire.store.database import Database
from quire.store.workers import Minute, News, Rest, Workers

# The board is read from this long before the last look: clocks of hosts differ; in seconds.
_OVERLAP = 5.0
_FORGETTING = 3600.0


class Shared(Protocol):
    """Models that tell how they fared, and heed what others have seen."""

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


class Rounds:
    """One worker's rounds."""

    def __init__(
        self, database: Database, server: str, accounts: Accounts, models: Shared,
        clock: Callable[[], float] = time.time,
    ) -> None:  # fmt: skip
        """Begin as a new worker of `server`; `clock` tells the seconds since 1970."""
        self._database = database
        self._mark: tuple[int, ...] | None = None
        self._board = Workers(database, server, secrets.token_hex(8))
        self._accounts = accounts
        self._models = models
        self._clock = clock
        self._told: tuple[str, News] | None = None
        self._heard_at: float | None = None
        self._forgot_at = 0.0
        self.prefixes = Prefixes(clock)

    async def look(self) -> None:
        """Go one round. Raises StoreError."""
        now = self._clock()
        if self._accounts.due:
            await self._accounts.beat()
        self._accounts.tidy()
        await self.tell()
        mark = self._database.mark()
        if mark is None or mark != self._mark:
            await self._hear(now)
            self._mark = mark
        if now - self._forgot_at > _FORGETTING:
            self._forgot_at = now
            await self._board.forget(now)

    async def _hear(self, now: float) -> None:
        """Read what others have told."""
        since = now - LIFE if self._heard_at is None else self._heard_at - _OVERLAP
        news = await self._board.hear(since, now)
        self._heard_at = now
        self.prefixes.heard(news.prefixes)
        self._models.settle(news.homes)
        for rest in news.rests:
            self._models.rest(rest.provider, rest.model, rest.until - now)

    async def tell(self) -> None:
        """Tell the others what is new, if anything is. Raises StoreError."""
        now, fared = self._clock(), self._models.fared()
        resting = self._models.resting() if fared.tried else {}
        news = News(
            minutes=tuple(
                Minute(*name, int(now // MINUTE), each.good, each.bad)
                for name, each in fared.tried.items()
                if each != Tried()
            ),
            rests=tuple(
                Rest(*name, now + left) for name, left in resting.items() if name in fared.tried
            ),
            homes=fared.homes,
            prefixes=self.prefixes.fresh(),
        )
        counts = self._accounts.books.meters.state()
        if (counts, news) != self._told:
            await self._board.tell(news, counts, now)
            self._told = (counts, News())

    async def counted(self) -> str:
        """Return what all workers of the server have counted, in the text format of Prometheus.

        All of it is read from the board, so that a later look, at whichever worker, never tells
        less.
        """
        await self.tell()
        return added(await self._board.counts()).text()

    async def minutes(self, since: float) -> tuple[Minute, ...]:
        """Return every minute of attempts since a moment, of all workers and hosts."""
        await self.tell()
        return await self._board.minutes(since)
