"""The gateway's database: migrations, groups of writes, and what a failing write spoils."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, create_engine, insert, inspect, select, text

from quire.errors import StoreError
from quire.protocol.items import user
from quire.store.database import Addition, Database, Puts, sqlite_url
from quire.store.history import History, Stored
from quire.store.migrating import migrate
from quire.store.schema import METADATA, workers
from quire.store.upserts import Values


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The address of a new SQLite file."""
    return sqlite_url(tmp_path / "gateway" / "quire.db")


def plain(kind: str) -> str:
    """Give a type of a column by the name that SQLite knows it by as well."""
    return "REAL" if kind.startswith("DOUBLE") else kind


def shape(engine: Engine) -> dict[str, object]:
    """Give the tables of a database with all that was said of them."""
    made = inspect(engine)
    found: dict[str, object] = {}
    for name in (each for each in made.get_table_names() if each != "alembic_version"):
        keys = made.get_pk_constraint(name)["constrained_columns"]
        columns = made.get_columns(name)
        found[name] = (
            # SQLite lets keys of text be null where nobody forbids it by word.
            sorted((c["name"], plain(str(c["type"])), c["nullable"]) for c in columns
                   if c["name"] not in keys),
            keys,
            sorted((str(i["name"]), tuple(i["column_names"])) for i in made.get_indexes(name)),
            [c["column_names"] for c in made.get_unique_constraints(name)],
        )  # fmt: skip
    return found


def test_the_migrations_make_what_is_made_at_once(tmp_path: Path) -> None:
    shapes = []
    for name, at_once in (("new", True), ("old", False)):
        url = sqlite_url(tmp_path / name / "quire.db")
        engine = create_engine(url)
        with engine.begin() as connection:
            migrate(connection, at_once=at_once)
        Database.open(url).close()  # nothing is left to migrate
        shapes.append(shape(engine))
        engine.dispose()
    new, old = shapes
    assert new == old
    assert set(new) == set(METADATA.tables)


def test_a_database_of_a_newer_quire_is_refused(url: str) -> None:
    Database.open(url).close()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreError, match="has version 9999"):
        Database.open(url)


def test_an_address_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be used"):
        Database.open(f"sqlite:///{tmp_path}/none/quire.db")


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("nonsense", "The address of the database is none."),
        ("nosuch://host/name", "The address of the database is none."),
        ("oracle+cx_oracle://host/name", "The database needs cx_Oracle, which is not installed."),
    ],
)
def test_an_address_that_is_none_is_said(address: str, told: str) -> None:
    with pytest.raises(StoreError) as caught:
        Database.open(address)
    assert caught.value.message == told
    assert caught.value.hint.startswith("Give sqlite:////")


def test_a_failing_write_spoils_no_other(url: str) -> None:
    database = Database.open(url)

    def good(connection: Connection) -> int:
        return connection.execute(text("INSERT INTO workers VALUES ('w', 1.0)")).rowcount

    def bad(connection: Connection) -> object:
        return connection.execute(text("INSERT INTO nowhere VALUES (1)"))

    futures = [database.write(work) for work in (good, bad)]
    assert futures[0].result() == 1
    with pytest.raises(StoreError, match="no such table"):
        futures[1].result()
    database.close()


def test_of_many_rows_only_the_one_that_cannot_be_written_is_missing(url: str) -> None:
    database = Database.open(url)
    keys = [*range(100, 150), 120]
    rows = tuple((f"worker-{key}", float(key)) for key in keys)
    done = database.write(Addition(insert(workers), ("id", "beat"), rows))
    with pytest.raises(StoreError):
        done.result()
    found = database.read_now(lambda c: c.execute(select(workers.c.beat)).scalars().all())
    assert sorted(found) == sorted(map(float, range(100, 150)))
    database.close()


def test_rows_are_put_together_and_the_last_of_a_key_stays(url: str) -> None:
    database = Database.open(url)

    def rows(*named: str, beat: float = 1.0) -> Puts:
        made: list[Values] = [{"id": name, "beat": beat} for name in named]
        return Puts(lambda: {workers: made})

    many = [f"w{number:02}" for number in range(47)]
    futures = [database.write(rows(name)) for name in many]
    futures += [database.write(rows("w03", "w04", beat=2.0)), database.write(rows("\ud800"))]
    futures += [database.write(rows("w03", beat=3.0))]
    told = [future.exception() for future in futures]
    assert [type(error) for error in told if error is not None] == [StoreError]
    query = select(workers.c.id, workers.c.beat).order_by(workers.c.id)
    found = asyncio.run(database.read(lambda connection: connection.execute(query).all()))
    database.close()
    beats = {"w03": 3.0, "w04": 2.0}
    assert [tuple(row) for row in found] == [(name, beats.get(name, 1.0)) for name in many]


def test_what_is_committed_is_found_by_another_process(url: str) -> None:
    mine, theirs = Database.open(url), Database.open(url)
    first = Stored(id="resp_1", owner="p", created_at=1, status="completed", body=b"{}")
    second = Stored(
        id="resp_2", owner="p", created_at=2, status="completed", body=b'{"output":[]}',
        input=(user("hello"),), previous="resp_1",
    )  # fmt: skip

    async def play() -> None:
        here, there = History(mine), History(theirs)
        here.save(first)
        committed = here.save(second)
        assert await here.chain("p", "resp_2") == (first, second)
        await asyncio.wrap_future(committed)
        found = await there.chain("p", "resp_2")
        assert [each.id for each in found] == ["resp_1", "resp_2"]
        assert [item.wire() for item in found[1].input] == [second.input[0].wire()]
        assert await there.chain("other", "resp_2") == ()
        assert await here.delete("p", "resp_1")
        assert await there.chain("p", "resp_1") == ()
        assert len(await there.chain("p", "resp_2")) == 2  # it keeps its context
        assert await here.delete("p", "resp_2")
        assert not await there.delete("p", "resp_2")

    asyncio.run(play())
    mine.close()
    rows = theirs.read_now(lambda c: c.execute(text("SELECT count(*) FROM responses")).scalar())
    assert rows == 0
    theirs.close()


def test_a_write_that_nobody_waits_for_any_more_is_done(tmp_path: Path) -> None:
    database = Database.open(sqlite_url(tmp_path / "quire.db"))
    left = database.write(lambda connection: connection.execute(text("CREATE TABLE one (n INT)")))
    left.cancel()
    found = database.write(lambda connection: connection.execute(text("SELECT n FROM one")).all())
    assert found.result(timeout=10) == []
    database.close()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_after_a_fault_of_our_own_nobody_waits_for_ever(tmp_path: Path) -> None:
    def faulty(connection: Connection) -> object:
        del connection
        raise KeyError("a fault")

    database = Database.open(sqlite_url(tmp_path / "d.db"))
    told = []
    for write in (database.write(faulty), database.write(lambda connection: None)):
        with pytest.raises(StoreError, match="writes no more") as caught:
            write.result(timeout=60)
        told.append(caught.value)
    assert told[0] is not told[1]
    database.close()


def test_a_mark_is_another_one_once_somebody_has_written(url: str) -> None:
    files = [Path(url.removeprefix("sqlite:///") + end) for end in ("", "-wal")]
    here, there = Database.open(url), Database.open(url)

    def aged(seconds: int) -> None:
        for path in files:
            os.utime(path, (seconds, seconds))

    there.write(lambda c: c.execute(insert(workers).values(id="a", beat=1.0))).result()
    aged(2**31)
    young = here.mark()  # a later change might have the same time
    aged(1_000)
    before, again = here.mark(), here.mark()
    there.write(lambda c: c.execute(insert(workers).values(id="b", beat=1.0))).result()
    aged(1_001)
    after = here.mark()
    here.close()
    there.close()
    assert young is None
    assert before == again != after
    assert None not in (before, after)


def test_a_database_without_a_file_has_no_mark() -> None:
    database = Database.open("sqlite://")
    marked = database.mark()
    database.close()
    assert marked is None
