"""Prefixes of prompts by a clock that the test turns: a day, over restarts, and no more."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from quire.gateway.prefixes import LIFE, Prefixes
from quire.protocol.items import user
from quire.protocol.requests import Request
from quire.store.database import Database, sqlite_url
from quire.store.workers import News, Workers

HOUR = 3600.0
PROMPT = Request(model="quire/mini", input=(user("A sentence of some length. " * 300),))


@dataclass
class Server:
    """Prefixes over restarts, and the clock that all of them read."""

    database: Database
    now: float = 1_800_000_000.0
    starts: int = 0

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Start with what the database has kept."""
        self.starts += 1
        self.prefixes = Prefixes(lambda: self.now)
        self.board = Workers(self.database, "server", str(self.starts))
        self.prefixes.heard(asyncio.run(self.board.hear(self.now - LIFE, self.now)).prefixes)

    def cached(self, whose: str = "key") -> int:
        """Ask with the prompt, and tell the others; return how much of it was cached."""
        found = self.prefixes.cached(whose, PROMPT)
        asyncio.run(self.board.tell(News(prefixes=self.prefixes.fresh()), "", self.now))
        return found


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    database = Database.open(sqlite_url(tmp_path / "quire.db"))
    yield Server(database)
    database.close()


def test_a_prefix_lives_for_a_day_after_it_was_seen(server: Server) -> None:
    assert server.cached() == 0
    for _ in range(3):
        server.now += 23 * HOUR
        assert server.cached() > 1024
    assert server.cached("another key") == 0
    server.now += 24 * HOUR
    assert server.cached() == 0


def test_a_restart_neither_ends_nor_lengthens_its_life(server: Server) -> None:
    server.cached()
    server.now += 23 * HOUR
    server.start()
    server.now += HOUR
    assert server.cached() == 0
    server.now += 22 * HOUR
    server.start()
    assert server.cached() > 1024


def test_what_is_seen_all_the_time_outlives_a_restart(server: Server) -> None:
    for _ in range(60):
        server.cached()
        server.now += HOUR / 2
    server.start()
    assert server.cached() > 1024
