"""Tables in memory and the queries over them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rowquery.conditions import value_of
from rowquery.errors import UnknownName
from rowquery.parser import parse

Record = dict[str, Any]


def sort_rows(
    rows: Iterable[Record], column: str, descending: bool = False, missing_last: bool = True
) -> list[Record]:
    """Return the rows sorted by a column; rows without a value stay together at one end."""
    full, empty = [], []
    for row in rows:
        if value_of(row, column) is None:
            empty.append(row)
        else:
            full.append(row)
    full.sort(key=lambda row: row[column], reverse=descending)
    return full + empty if missing_last else empty + full


class Database:
    """Named tables; each is a list of dictionaries."""

    def __init__(self, tables: dict[str, Sequence[Record]] | None = None) -> None:
        self._tables: dict[str, list[Record]] = {}
        for name, rows in (tables or {}).items():
            self.insert(name, *rows)

    def insert(self, table: str, *rows: Record) -> int:
        """Add copies of rows to a table, make it if it is new; return its size."""
        known = self._tables.setdefault(table, [])
        known.extend(dict(row) for row in rows)
        return len(known)

    def rows(self, table: str) -> list[Record]:
        """Return the rows of a table; UnknownName if there is no such table."""
        if table not in self._tables:
            raise UnknownName(table)
        return self._tables[table]

    def select(self, text: str) -> list[Record]:
        """Run a query and return new rows with the columns in the order of the query."""
        query = parse(text)
        found = []
        for row in self.rows(query.table):
            if query.condition is not None and not query.condition.holds(row):
                continue
            found.append(row)
        for column, descending in reversed(query.order):
            found = sort_rows(found, column, descending)
        if query.limit is not None:
            found = found[: query.limit]
        if not query.columns:
            return [dict(row) for row in found]
        return [{name: value_of(row, name) for name in query.columns} for row in found]
