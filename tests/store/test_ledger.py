"""Money of several workers: limits hold, and what a dead worker had set aside is free once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from quire.store.database import Database, sqlite_url
from quire.store.keys import Limits
from quire.store.ledger import Ledger

LIMITS = Limits(total=100, day=100)


@dataclass
class Clock:
    """A clock that a test turns; in seconds."""

    now: float = 1_763_700_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database.open(sqlite_url(tmp_path / "quire.db"))
    yield database
    database.close()


async def drawn(ledger: Ledger, *amounts: int) -> int:
    """Draw under the lease of the moment."""
    lease = ledger.lease("key", LIMITS)
    assert lease is not None
    return await ledger.draw(lease, LIMITS, amounts)


def test_workers_share_a_limit(database: Database) -> None:
    async def run() -> list[int]:
        first, second = Ledger(database), Ledger(database)
        await first.beat()
        await second.beat()
        lease = first.lease("key", LIMITS)
        assert lease is not None
        seen = [await drawn(first, 60), await drawn(second, 50), await drawn(second, 50, 40)]
        first.settle(lease, reserved=60, spent=10)
        return [*seen, await drawn(second, 51), await drawn(second, 50), await drawn(first, 1)]

    assert asyncio.run(run()) == [60, 0, 40, 0, 50, 0]


def test_money_of_a_dead_worker_is_freed_once(database: Database) -> None:
    clock = Clock()

    async def run() -> tuple[list[int], dict[str, int]]:
        dead, alive = (Ledger(database, clock, lease=60.0) for _ in range(2))
        await dead.beat()
        stale = dead.lease("key", LIMITS)
        assert stale is not None
        seen = [await drawn(dead, 90)]
        clock.now += 59
        await alive.beat()
        seen.append(await drawn(alive, 50))  # the lease holds still
        clock.now += 2
        await alive.beat()
        seen.append(await drawn(alive, 100))
        dead.settle(stale, reserved=90, spent=7)  # it was only asleep: nothing is freed twice
        seen += [await drawn(alive, 1), await drawn(dead, 1)]
        assert not await dead.beat()
        alive.leave()
        seen += [await drawn(dead, 94), await drawn(dead, 93)]
        return seen, dict(await alive.spent("key"))

    seen, spent = asyncio.run(run())
    assert seen == [90, 0, 100, 0, 0, 0, 93]
    assert set(spent.values()) == {7}


def test_a_worker_that_is_taken_for_dead_gets_nothing(database: Database) -> None:
    async def run() -> list[int]:
        ledger = Ledger(database)
        before = await drawn(ledger, 10)
        await ledger.beat()
        return [before, await drawn(ledger, 10)]

    assert asyncio.run(run()) == [0, 10]


def test_a_key_without_a_budget_has_no_lease(database: Database) -> None:
    assert Ledger(database).lease("key", Limits(per_minute=3)) is None
