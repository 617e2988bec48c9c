"""How much of what is stored is held in memory."""

from __future__ import annotations

import asyncio
import threading
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import Connection

from quire.protocol.items import read_item
from quire.store.database import Database, sqlite_url
from quire.store.history import History, Stored


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database.open(sqlite_url(tmp_path / "quire.db"))
    yield database
    database.close()


def answer(number: int, characters: int) -> Stored:
    """Return a response whose input and output have so many characters."""
    text = f"{number} ".ljust(characters, "x")
    given = read_item(
        b'{"type":"message","id":"msg_%d","role":"user","content":"%b"}' % (number, text.encode())
    )
    told = read_item(
        b'{"type":"message","id":"out_%d","role":"assistant","content":"%b"}'
        % (number, text.encode())
    )
    return Stored(
        id=f"resp_{number}", owner="p", created_at=1, status="completed",
        body=b'{"output":[%b]}' % told.wire(), input=(given,), output=(told,),
    )  # fmt: skip


@pytest.mark.parametrize(("count", "characters"), [(1_500, 10), (600, 20_000)])
def test_what_is_committed_is_held_up_to_a_few_megabytes(
    database: Database, count: int, characters: int
) -> None:
    async def run() -> int:
        history = History(database)
        for number in range(20):  # what every writer needs once
            await asyncio.wrap_future(history.save(answer(number, characters)))
        tracemalloc.start()
        for number in range(20, count):
            committed = history.save(answer(number, characters))
            if number % 20 == 0:
                await asyncio.wrap_future(committed)
        await asyncio.wrap_future(committed)
        history.save(answer(0, characters))
        held, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        first = await history.find("p", "resp_20")
        last = await history.find("p", f"resp_{count - 1}")
        assert first == answer(20, characters)
        assert last == answer(count - 1, characters)
        return held

    assert asyncio.run(run()) < 8 * 1024 * 1024


def test_what_waits_is_found_and_crowds_out_writers(database: Database) -> None:
    going = threading.Event()

    def slow(connection: Connection) -> None:
        going.wait()

    async def run() -> list[bool]:
        history = History(database)
        blocked = database.write(slow)
        seen = [history.crowded]
        for number in range(300):
            last = history.save(answer(number, 20_000))
        seen.append(history.crowded)
        assert await history.find("p", "resp_0") == answer(0, 20_000)
        going.set()
        await asyncio.wrap_future(blocked)
        await asyncio.wrap_future(last)
        history.save(answer(300, 10))
        return [*seen, history.crowded]

    assert asyncio.run(run()) == [False, True, False]


def test_what_another_process_deleted_is_not_told(tmp_path: Path, database: Database) -> None:
    other = Database.open(sqlite_url(tmp_path / "quire.db"))

    async def run() -> None:
        here, there = History(database, shared=True), History(other, shared=True)
        waits = here.save(answer(1, 10))
        assert await here.find("p", "resp_1") == answer(1, 10)
        await asyncio.wrap_future(waits)
        assert await here.chain("p", "resp_1") == (answer(1, 10),)
        assert await there.delete("p", "resp_1")
        assert await here.find("p", "resp_1") is None
        assert await here.chain("p", "resp_1") == ()
        assert await here.item("p", "msg_1") is None
        again = msgspec.structs.replace(answer(1, 10), id="resp_2")
        await asyncio.wrap_future(there.save(again))
        assert await here.item("p", "msg_1") == again.input[0]

    asyncio.run(run())
    other.close()
