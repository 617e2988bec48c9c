"""Rates of several workers, by a clock that the test turns."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from quire.errors import UpstreamError
from quire.gateway.allowances import Allowances, duration
from quire.store.database import Database, sqlite_url
from quire.store.keys import Key, Limits
from quire.store.rates import Rates

SLOW = Key(id="k", name="k", ending="", limits=Limits(per_minute=3, tokens_per_minute=600))
FAST = Key(id="f", name="f", ending="", limits=Limits(per_minute=640))


class Clock:
    """A clock that a test turns; in seconds."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


class Workers:
    """Two workers that share one database and one clock."""

    def __init__(self, database: Database) -> None:
        self.clock = Clock()
        self.each = [Allowances(Rates(database, self.clock), self.clock) for _ in range(2)]

    def taken(self, key: Key, count: int, tokens: int = 0) -> int:
        """Ask `count` times, the workers in turn; return how often that was allowed."""

        async def run() -> int:
            allowed = 0
            for number in range(count):
                try:
                    await self.each[number % 2].take(key, tokens)
                    allowed += 1
                except UpstreamError as error:
                    assert error.status == 429
                    assert error.retry_after is None or error.retry_after > 0
            return allowed

        return asyncio.run(run())


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Workers]:
    database = Database.open(sqlite_url(tmp_path / "quire.db"))
    yield Workers(database)
    database.close()


def test_a_small_limit_is_exact(workers: Workers) -> None:
    assert workers.taken(SLOW, 10) == 3
    workers.clock.now += 20
    assert workers.taken(SLOW, 10) == 1
    workers.clock.now += 3600
    assert workers.taken(SLOW, 10) == 3


def test_pieces_of_a_large_limit_do_not_exceed_it(workers: Workers) -> None:
    allowed = workers.taken(FAST, 800)
    assert 620 <= allowed <= 640
    workers.clock.now += 60
    assert 620 <= workers.taken(FAST, 800) <= 640


def test_tokens_are_corrected(workers: Workers) -> None:
    key = Key(id="t", name="t", ending="", limits=Limits(tokens_per_minute=600))
    assert workers.taken(key, 2, tokens=400) == 1
    assert workers.each[0].correct(key, 200)  # the answer needed only 100
    assert not workers.each[0].correct(key, 100)
    workers.each[0].tell()
    assert workers.taken(key, 1, tokens=450) == 1
    assert workers.each[0].correct(key, -500)  # and this one more than was thought
    workers.each[0].tell()
    workers.clock.now += 20
    assert workers.taken(key, 2, tokens=10) == 0
    workers.clock.now += 60
    assert workers.taken(key, 2, tokens=10) == 2


def test_headers_tell_what_is_left(workers: Workers) -> None:
    assert workers.taken(SLOW, 1, tokens=150) == 1
    assert dict(workers.each[0].headers(SLOW)) == {
        b"x-ratelimit-limit-requests": b"3",
        b"x-ratelimit-remaining-requests": b"2",
        b"x-ratelimit-reset-requests": b"20s",
        b"x-ratelimit-limit-tokens": b"600",
        b"x-ratelimit-remaining-tokens": b"450",
        b"x-ratelimit-reset-tokens": b"15s",
    }
    assert workers.each[0].headers(Key(id="n", name="n", ending="")) == ()


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.0, "0ms"),
        (0.0121, "13ms"),
        (1.0, "1s"),
        (1.5, "1.5s"),
        (60.0, "1m0s"),
        (59.9999, "1m0s"),
        (359.6, "6m0s"),
    ],
)
def test_times_are_written_as_the_api_does(seconds: float, text: str) -> None:
    assert duration(seconds) == text
