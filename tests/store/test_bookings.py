"""What answers used is booked once each, whatever happens to the worker that noted it."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from quire.store.bookings import Bookings
from quire.store.database import Database, sqlite_url
from quire.store.journal import Journal, folder_of
from quire.store.keys import Limits
from quire.store.ledger import Ledger, Used
from quire.store.schema import purses, spending, usage

LIMITS = Limits(total=1_000)
ONE = Used(
    id="resp_1", at=1.0, key="k", project="p", app="", asked="m", model="m", status="completed",
    input_tokens=1, output_tokens=2, cost=7,
)  # fmt: skip
# Notes three answers under a lease, says so, and waits to be killed.
WORKER = """
import asyncio, sys, time
from pathlib import Path
import msgspec
from quire.store.bookings import Bookings
from quire.store.database import Database, sqlite_url
from quire.store.journal import Journal
from quire.store.keys import Limits
from quire.store.ledger import Ledger, Used

async def work():
    database = Database.open(sqlite_url(Path(sys.argv[1])))
    ledger, bookings = Ledger(database), Bookings(database, Journal(Path(sys.argv[2])))
    await ledger.beat()
    bookings.sign(ledger.worker)
    limits = Limits(total=1_000)
    lease = ledger.lease("k", limits)
    await ledger.draw(lease, limits, (100,))
    one = msgspec.json.decode(sys.argv[3], type=Used)
    for number in range(1, 4):
        used = msgspec.structs.replace(one, id=f"resp_{number}")
        bookings.note(used, lease, reserved=10, spent=7)
        if number == 1:
            await bookings.committed()
    print("noted", flush=True)
    time.sleep(60)

asyncio.run(work())
"""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database.open(sqlite_url(tmp_path / "quire.db"))
    yield database
    database.close()


def named(number: int) -> Used:
    """Return the use of an answer."""
    return msgspec.structs.replace(ONE, id=f"resp_{number}")


def ids(database: Database) -> list[str]:
    """Return which answers are in the database."""
    query = select(usage.c.id).order_by(usage.c.id)
    return list(database.read_now(lambda c: c.execute(query).scalars().all()))


def money(database: Database) -> tuple[list[tuple[int, int]], int]:
    """Return what was spent and is reserved, and how many purses there are."""
    query = select(spending.c.spent, spending.c.reserved)
    rows = database.read_now(lambda c: c.execute(query).all())
    purse_rows = database.read_now(lambda c: c.execute(select(purses)).all())
    return [(row.spent, row.reserved) for row in rows], len(purse_rows)


def killed_worker(database: Path, folder: Path) -> None:
    """Run a worker that notes three answers, writes one of them, and is killed."""
    arguments = [sys.executable, "-c", WORKER, str(database), str(folder)]
    process = subprocess.Popen(
        [*arguments, msgspec.json.encode(ONE).decode()], stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"noted\n"
        process.send_signal(signal.SIGKILL)


def test_what_a_killed_worker_noted_is_booked_once(tmp_path: Path, database: Database) -> None:
    folder = tmp_path / "journal"
    killed_worker(tmp_path / "quire.db", folder)
    [page] = folder.iterdir()
    with page.open("ab") as torn:
        torn.write(b'["worker",["resp_4",1.0')
    again = folder / f"again{page.suffix}"
    again.write_bytes(page.read_bytes())
    assert (ids(database), money(database)) == (["resp_1"], ([(7, 90)], 1))

    async def read_in() -> list[int]:
        ledger, bookings = Ledger(database), Bookings(database, Journal(folder))
        await ledger.beat()
        bookings.sign(ledger.worker)
        found = [await bookings.read_in(), await bookings.read_in()]
        await bookings.close()
        return found

    assert asyncio.run(read_in()) == [2, 0]
    assert (ids(database), money(database)) == (["resp_1", "resp_2", "resp_3"], ([(21, 0)], 0))
    assert list(folder.iterdir()) == []


def test_a_living_worker_keeps_its_journal_and_its_money(
    tmp_path: Path, database: Database
) -> None:
    async def run() -> tuple[int, list[str], tuple[list[tuple[int, int]], int]]:
        ledger = Ledger(database)
        here, there = (Bookings(database, Journal(tmp_path / "j")) for _ in range(2))
        await ledger.beat()
        for each in (here, there):
            each.sign(ledger.worker)
        lease = ledger.lease("k", LIMITS)
        assert lease is not None
        await ledger.draw(lease, LIMITS, (100,))
        here.note(ONE, lease, reserved=10, spent=7)
        found = await there.read_in()
        seen = ids(database)
        await here.close()
        await there.close()
        return found, seen, money(database)

    assert asyncio.run(run()) == (0, [], ([(7, 90)], 1))
    assert ids(database) == ["resp_1"]
    assert list((tmp_path / "j").iterdir()) == []


def test_a_journal_does_not_grow_with_what_is_committed(tmp_path: Path, database: Database) -> None:
    async def run() -> int:
        bookings = Bookings(database, Journal(tmp_path / "j"))
        bookings.sign("worker")
        largest = 0
        for start in range(0, 8_000, 200):
            for number in range(start, start + 200):
                bookings.note(named(number))
            await bookings.committed()
            largest = max(largest, *(path.stat().st_size for path in (tmp_path / "j").iterdir()))
        await bookings.close()
        return largest

    assert asyncio.run(run()) < 150_000
    assert len(ids(database)) == 8_000


def test_a_booking_that_cannot_be_written_spoils_no_other(
    tmp_path: Path, database: Database
) -> None:
    endless = msgspec.structs.replace(named(2), input_tokens=10**30)

    async def run() -> None:
        bookings = Bookings(database, Journal(tmp_path / "j"))
        bookings.sign("worker")
        for used in (named(1), endless, named(3)):
            bookings.note(used)
        await bookings.committed()
        await bookings.read_in()  # leaves the page, and reads it in
        bookings.note(named(4))
        await bookings.close()

    asyncio.run(run())
    assert ids(database) == ["resp_1", "resp_3", "resp_4"]
    assert list((tmp_path / "j").iterdir()) == []


def test_an_answer_that_was_left_before_it_began_may_be_made_again(database: Database) -> None:
    untold = msgspec.structs.replace(ONE, status="left", input_tokens=0, output_tokens=0, cost=0)
    made = msgspec.structs.replace(ONE, at=2.0)

    async def run(*each: Used) -> None:
        bookings = Bookings(database)
        for used in each:
            bookings.note(used)
            await bookings.committed()

    asyncio.run(run(untold, made, untold))
    [row] = database.read_now(lambda c: c.execute(select(usage)).all())
    assert Used(**row._mapping) == made


def test_a_journal_is_beside_its_database(tmp_path: Path) -> None:
    assert folder_of("sqlite:////d/quire.db", tmp_path) == Path("/d/quire.db-journal.d")
    assert folder_of("sqlite://", tmp_path) is None
    shared = folder_of("postgresql+psycopg://quire@db.example/quire", tmp_path)
    assert shared == folder_of("postgresql+psycopg://quire:pass@db.example/quire", tmp_path)
    assert shared != folder_of("postgresql+psycopg://quire@db.example/other", tmp_path)
    assert shared is not None
    assert shared.parent == tmp_path / "gateway" / "journals"
