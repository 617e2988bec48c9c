"""Insert a row, or replace the one that has its key: one statement in both databases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Values = Mapping[str, str | int | float | None]


def put(connection: Connection, table: Table, rows: Sequence[Values]) -> None:
    """Write `rows`, which all have the same columns, over rows with the same keys."""
    if not rows:
        return
    keys = table.primary_key
    others = [name for name in rows[0] if name not in keys.columns]
    if connection.dialect.name == "postgresql":
        made = postgresql.insert(table)
        statement = made.on_conflict_do_update(keys, set_={n: made.excluded[n] for n in others})
        connection.execute(statement, [dict(row) for row in rows])
    else:
        local = sqlite.insert(table)
        replaced = local.on_conflict_do_update(keys, set_={n: local.excluded[n] for n in others})
        connection.execute(replaced, [dict(row) for row in rows])


def begin_with(connection: Connection, table: Table, row: Values) -> None:
    """Insert a row unless there is one with its key."""
    module = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(module.insert(table).values(dict(row)).on_conflict_do_nothing())
