"""Insert a row, or replace the one that has its key: one statement in both databases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, Insert, Table
from sqlalchemy.dialects import sqlite

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

Values = Mapping[str, str | int | float | None]


def put(connection: Connection, table: Table, rows: Sequence[Values]) -> None:
    """Write `rows`, which all have the same columns, over rows with the same keys."""
    if not rows:
        return
    columns = tuple(rows[0])
    if connection.dialect.name == "sqlite":  # as often as there are answers: the driver at once
        values = [tuple(row[name] for name in columns) for row in rows]
        connection.exec_driver_sql(_replacement(table, columns), values)
        return
    statement = _replacing(table, connection.dialect.name, columns)
    connection.execute(statement, [dict(row) for row in rows])


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
def _replacement(table: Table, columns: tuple[str, ...]) -> str:
    """Return the text of SQLite's statement, whose values are in the order of the columns."""
    keys = [column.name for column in table.primary_key.columns]
    others = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in keys)
    deed = f"UPDATE SET {others}" if others else "NOTHING"
    return (
        f"INSERT INTO {table.fullname} ({', '.join(columns)}) "
        f"VALUES ({', '.join('?' * len(columns))}) "
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
