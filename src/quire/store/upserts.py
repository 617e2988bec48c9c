"""Insert a row, or replace the one that has its key: one statement in both databases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, Insert, Table
from sqlalchemy.dialects import sqlite

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

# How many rows are inserted by one statement.
_PACKS = (64, 16, 4, 1)
Values = Mapping[str, str | int | float | None]


def put(connection: Connection, table: Table, rows: Sequence[Values]) -> None:
    """Write `rows`, which all have the same columns, over rows with the same keys."""
    if not rows:
        return
    columns = tuple(rows[0])
    if connection.dialect.name == "sqlite":  # as often as there are answers: the driver at once
        for count, values in packed([[row[name] for name in columns] for row in rows]):
            connection.exec_driver_sql(_replacement(table, columns, count), values)
        return
    statement = _replacing(table, connection.dialect.name, columns)
    connection.execute(statement, [dict(row) for row in rows])


def packed(rows: Sequence[Sequence[object]]) -> Iterator[tuple[int, tuple[object, ...]]]:
    """Yield for statements that insert many rows each how many those are, and all their values.

    The driver lets other threads run before and after every statement: one for each row would
    have a busy event loop wait, and be waited for, as often.
    """
    start = 0
    for size in _PACKS:
        while len(rows) - start >= size:
            yield size, tuple(chain.from_iterable(rows[start : start + size]))
            start += size


def begin_with(connection: Connection, table: Table, row: Values) -> None:
    """Insert a row unless there is one with its key."""
    statement = _insert(table, connection.dialect.name).on_conflict_do_nothing()
    connection.execute(statement, dict(row))


def put_over(connection: Connection, table: Table, row: Values, stale: ColumnElement[bool]) -> bool:
    """Insert a row, or write it over the one with its key if that is stale; tell whether."""
    made, keys = _insert(table, connection.dialect.name), table.primary_key
    others = {name: made.excluded[name] for name in row if name not in keys.columns}
    statement = made.on_conflict_do_update(keys, set_=others, where=stale)
    counted = {"preserve_rowcount": True}  # which is not kept for inserts otherwise
    done = connection.execute(statement, dict(row), execution_options=counted)
    return done.rowcount > 0


def add(connection: Connection, table: Table, rows: Sequence[Values]) -> None:
    """Insert `rows`, or add their counts to those of the rows that have their keys."""
    if rows:
        statement = _adding(table, connection.dialect.name, tuple(rows[0]))
        connection.execute(statement, [dict(row) for row in rows])


@cache
def _adding(table: Table, dialect: str, columns: tuple[str, ...]) -> Insert:
    made = _insert(table, dialect)
    keys = table.primary_key
    sums = {n: table.c[n] + made.excluded[n] for n in columns if n not in keys.columns}
    return made.on_conflict_do_update(keys, set_=sums)


@cache
def _replacement(table: Table, columns: tuple[str, ...], rows: int) -> str:
    """Return the text of SQLite's statement, whose values are in the order of the columns."""
    row = f"({', '.join('?' * len(columns))})"
    keys = [column.name for column in table.primary_key.columns]
    others = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in keys)
    deed = f"UPDATE SET {others}" if others else "NOTHING"
    return (
        f"INSERT INTO {table.fullname} ({', '.join(columns)}) "
        f"VALUES {', '.join([row] * rows)} "
        f"ON CONFLICT ({', '.join(keys)}) DO {deed}"
    )


@cache
def _replacing(table: Table, dialect: str, columns: tuple[str, ...]) -> Insert:
    """Return the statement, made once: building it takes longer than running it."""
    made = _insert(table, dialect)
    keys = table.primary_key
    others = {name: made.excluded[name] for name in columns if name not in keys.columns}
    return made.on_conflict_do_update(keys, set_=others)


def _insert(table: Table, dialect: str) -> postgresql.Insert | sqlite.Insert:
    if dialect != "postgresql":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # a tenth of a start that most have no use for

    return postgresql.insert(table)
