"""The gateway's database: SQLite on one machine, PostgreSQL to share, the same statements for both.

Writes are queued and committed in groups by one thread, so no request waits for a disk unless it
asks to. What is committed outlives the process; what is queued is lost when the process is killed.
"""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Self, TypeVar

from msgspec import Struct
from sqlalchemy import Connection, Engine, Insert, Table, create_engine, event
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from quire.errors import StoreError
from quire.store.migrating import migrate
from quire.store.upserts import Values, packed, put

ResultT = TypeVar("ResultT")
Write = Callable[[Connection], object]
_GROUP = 256
# How long the writer waits for more to come, so that a busy time has few commits; in seconds.
_LINGER = 0.002
# How much longer it waits where nobody is in a hurry; in seconds.
_PATIENCE = 0.006
_READERS = 2
# How much of a SQLite file each connection holds; the system holds the rest. In KiB.
_CACHE = 512
_BUSY_SECONDS = 30
# How old the last change of a file has to be to tell it from the next one; in nanoseconds.
_COARSE = 1_000_000_000
_WRITING = {"writes": True}
_ADDRESSES = (
    "Give sqlite:////var/lib/quire.db, or postgresql+psycopg://USER:PASSWORD@HOST/NAME with "
    "quire[postgresql]."
)


class Addition(Struct, frozen=True):
    """More rows for an insert statement, which is made once and kept; `columns` name values.

    `then` is done with them. Where that fails, `alone` gives the writes that are done one by one;
    without it the rows are.
    """

    statement: Insert
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    then: Write | None = None
    alone: Callable[[], Iterator[Write]] | None = None


class Puts(Struct, frozen=True):
    """Rows that are put over those with their keys, together with what else is put by then.

    `rows` gives them by table. Whoever queues them has time.
    """

    rows: Callable[[], Mapping[Table, Sequence[Values]]]


Work = Write | Addition | Puts
_Queued = tuple[Work, Future[object]]


class Database:
    """An open database; `read` and `write` run off the event loop."""

    def __init__(self, engine: Engine) -> None:
        """Take over a migrated engine and start its writer; see `open`."""
        self._engine = engine
        self._writing = engine.execution_options(**_WRITING)
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="quire-read")
        self._queue: queue.SimpleQueue[_Queued | None] = queue.SimpleQueue()
        self._stopped = False
        self._writer = threading.Thread(target=self._drain, name="quire-write", daemon=True)
        self._writer.start()

    @classmethod
    def open(cls, url: str) -> Self:
        """Open the database at a SQLAlchemy address, and bring its tables up to date.

        Raises StoreError when it cannot be opened, or was made by a newer Quire.
        """
        try:
            engine = _engine(url)
            with engine.execution_options(**_WRITING).begin() as connection:
                migrate(connection)
        except ArgumentError as error:
            raise StoreError("The address of the database is none.", hint=_ADDRESSES) from error
        except ModuleNotFoundError as error:
            raise StoreError(
                f"The database needs {error.name}, which is not installed.", hint=_ADDRESSES
            ) from error
        except SQLAlchemyError as error:
            raise unusable(error) from error
        return cls(engine)

    async def read(self, work: Callable[[Connection], ResultT]) -> ResultT:
        """Return what `work` finds. Raises StoreError."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self.read_now, work)

    def read_now(self, work: Callable[[Connection], ResultT]) -> ResultT:
        """Return what `work` finds, while the caller waits. Raises StoreError."""
        with told(), self._engine.connect() as connection:
            return work(connection)

    def mark(self) -> tuple[int, ...] | None:
        """Return what is another one once anybody has written, None where only a look can tell.

        A file is marked by its last change, which must be some time ago: the clock of files is
        coarse, and two changes may have one time.
        """
        name = self._engine.url.database
        if self._engine.dialect.name != "sqlite" or not name:
            return None
        try:
            files = [Path(name).stat()]
            with suppress(FileNotFoundError):
                files.append(Path(f"{name}-wal").stat())
        except OSError:
            return None
        if time.time_ns() - max(file.st_mtime_ns for file in files) < _COARSE:
            return None
        return tuple(number for file in files for number in (file.st_mtime_ns, file.st_size))

    def write(self, work: Work) -> Future[object]:
        """Queue a write; of an addition, the rows that can be written are.

        The future is done when it is committed, or holds a StoreError. Writes happen in the order
        in which they were queued.
        """
        done: Future[object] = Future()
        self._queue.put((work, done))
        if self._stopped:
            self._refuse([])
        return done

    async def written(self, work: Callable[[Connection], ResultT]) -> ResultT:
        """Write, and return what `work` does once it is committed. Raises StoreError."""
        result: list[ResultT] = []
        await asyncio.wrap_future(self.write(lambda connection: result.append(work(connection))))
        return result[-1]

    def close(self) -> None:
        """Commit what is queued, and let go."""
        self._queue.put(None)
        self._writer.join()
        self._readers.shutdown()
        self._engine.dispose()

    def _drain(self) -> None:
        group: list[_Queued] | None = []
        try:
            while (group := self._group()) is not None:
                self._commit(group)
        finally:  # also where a write fails as no database does: nobody may wait for ever
            self._stopped = True
            self._refuse(group or [])

    def _refuse(self, group: list[_Queued]) -> None:
        """Fail what is queued and will not be written any more."""
        for _, done in (*group, *self._unwritten()):
            if not done.done() and _awaited(done):
                done.set_exception(
                    StoreError("The database writes no more.", hint="Start the server anew.")
                )

    def _unwritten(self) -> Iterator[_Queued]:
        """Take what is queued, and wait for nothing: several threads may do so at once."""
        with suppress(queue.Empty):
            while True:
                more = self._queue.get_nowait()
                if more is not None:
                    yield more

    def _group(self) -> list[_Queued] | None:
        """Wait for a write, and return it with those that are queued behind it."""
        first = self._queue.get()
        if first is None:
            return None
        time.sleep(_LINGER)
        group = [first]
        if not self._gathered(group):
            return group
        if all(isinstance(work, Puts) for work, _ in group):
            time.sleep(_PATIENCE)
            self._gathered(group)
        return group

    def _gathered(self, group: list[_Queued]) -> bool:
        """Add what is queued to a group; return whether there may be more to come."""
        while len(group) < _GROUP and not self._queue.empty():
            more = self._queue.get()
            if more is None:
                self._queue.put(None)
                return False
            group.append(more)
        return len(group) < _GROUP

    def _commit(self, group: Sequence[_Queued]) -> None:
        """Commit a group as one; where that fails, each write alone: one spoils no other."""
        try:
            with told(), self._writing.begin() as connection:
                results = _all_done(connection, [work for work, _ in group])
        except StoreError as error:
            if len(group) > 1:
                for single in group:
                    self._commit([single])
                return
            work, done = group[0]
            for part in _parts(work):
                self._commit([(part, Future())])
            if _awaited(done):
                done.set_exception(error)
            return
        for (_, done), result in zip(group, results, strict=True):
            if _awaited(done):
                done.set_result(result)


def _awaited(done: Future[object]) -> bool:
    """Return whether somebody still waits for a write; from now on nobody can leave."""
    return done.set_running_or_notify_cancel()


def _all_done(connection: Connection, works: Sequence[Work]) -> list[object]:
    """Do what was queued in its order, what is put at once; return what each did."""
    results: list[object] = []
    for _, run in groupby(works, lambda work: isinstance(work, Puts)):
        same = list(run)
        _put_all(connection, [work for work in same if isinstance(work, Puts)])
        results += [None if isinstance(work, Puts) else _done(connection, work) for work in same]
    return results


def _put_all(connection: Connection, puts: Sequence[Puts]) -> None:
    rows = [work.rows() for work in puts]
    for table in dict.fromkeys(table for each in rows for table in each):
        put(connection, table, [row for each in rows for row in each.get(table, ())])


def _done(connection: Connection, work: Write | Addition) -> object:
    """Do what was queued, and return what it did."""
    if not isinstance(work, Addition):
        return work(connection)
    if connection.dialect.name == "sqlite":
        for count, values in packed(work.rows):
            connection.exec_driver_sql(_inserting(work.statement, work.columns, count), values)
    else:
        rows = [dict(zip(work.columns, row, strict=True)) for row in work.rows]
        connection.execute(work.statement, rows)
    return work.then(connection) if work.then is not None else None


def _parts(work: Work) -> Iterator[Work]:
    """Yield what an addition is made of, nothing where it is one row."""
    if not isinstance(work, Addition):
        return
    if work.alone is not None:
        yield from work.alone()
    elif len(work.rows) > 1:
        for row in work.rows:
            yield Addition(work.statement, work.columns, (row,))


@cache
def _inserting(statement: Insert, columns: tuple[str, ...], rows: int) -> str:
    row = f"({', '.join('?' * len(columns))})"
    named = f"{statement.table.fullname} ({', '.join(columns)})"
    # A failure ends the transaction, so SQLite need not be able to take back only this statement.
    return f"INSERT OR FAIL INTO {named} VALUES {', '.join([row] * rows)}"


@contextmanager
def told() -> Iterator[None]:
    """Turn the failures of the database, and values that it cannot hold, into a StoreError."""
    try:
        yield
    except SQLAlchemyError as error:
        raise unusable(error) from error
    except (OverflowError, UnicodeError) as error:
        raise StoreError(
            f"A value cannot be stored: {type(error).__name__}.", hint="Send a shorter one."
        ) from error


def unusable(error: SQLAlchemyError) -> StoreError:
    """Return the error that a failure of the database means; it quotes no statement's values."""
    words = str(getattr(error, "orig", None) or type(error).__name__).splitlines()[0]
    return StoreError(
        f"The database cannot be used: {words}", hint="Check its address, its rights and the disk."
    )


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_size=_READERS + 1, hide_parameters=True, pool_pre_ping=True)
    connect = {"timeout": _BUSY_SECONDS}
    engine = create_engine(url, connect_args=connect, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: object, record: object) -> None:
    import sqlite3

    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None  # transactions are begun below, not by the driver
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute(f"PRAGMA cache_size=-{_CACHE}")


def _begin_sqlite(connection: Connection) -> None:
    """Begin a transaction; one that will write locks first, or it could not wait its turn."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def sqlite_url(path: Path) -> str:
    """Return the address of a SQLite file, whose folder is made if it is missing."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return f"sqlite:///{path}"
