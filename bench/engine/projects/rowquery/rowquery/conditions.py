"""The conditions of a query; a comparison with a missing value is never true."""

from __future__ import annotations

import operator
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rowquery.errors import UnknownName

Row = Mapping[str, Any]
OPERATORS = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def value_of(row: Row, column: str) -> Any:
    """Return the value of a column; UnknownName if the row does not have it."""
    try:
        return row[column]
    except KeyError:
        raise UnknownName(column) from None


@dataclass(frozen=True)
class Compare:
    column: str
    operator: str
    value: Any

    def holds(self, row: Row) -> bool:
        found = value_of(row, self.column)
        if found is None:
            return False
        try:
            return OPERATORS[self.operator](found, self.value)
        except TypeError:
            return False


@dataclass(frozen=True)
class Like:
    """Matches text without regard to case; "*" stands for any characters."""

    column: str
    pattern: str

    def holds(self, row: Row) -> bool:
        found = value_of(row, self.column)
        if not isinstance(found, str):
            return False
        expression = ".*".join(re.escape(part) for part in self.pattern.split("*"))
        return re.fullmatch(expression, found, re.IGNORECASE | re.DOTALL) is not None


@dataclass(frozen=True)
class Not:
    part: Any

    def holds(self, row: Row) -> bool:
        return not self.part.holds(row)


@dataclass(frozen=True)
class Both:
    first: Any
    second: Any

    def holds(self, row: Row) -> bool:
        return self.first.holds(row) and self.second.holds(row)


@dataclass(frozen=True)
class Either:
    first: Any
    second: Any

    def holds(self, row: Row) -> bool:
        return self.first.holds(row) or self.second.holds(row)
