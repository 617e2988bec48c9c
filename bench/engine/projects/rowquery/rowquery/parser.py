"""Read a query by recursive descent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rowquery.conditions import OPERATORS, Both, Compare, Either, Like, Not
from rowquery.errors import QueryError
from rowquery.tokens import Token, tokenize


@dataclass(frozen=True)
class Query:
    """A query that was read; no columns mean all of them."""

    columns: tuple[str, ...]
    table: str
    condition: Any = None
    order: tuple[tuple[str, bool], ...] = ()
    limit: int | None = None


class Parser:
    def __init__(self, text: str) -> None:
        self.tokens = tokenize(text)
        self.index = 0

    @property
    def current(self) -> Token:
        return self.tokens[self.index]

    def accept(self, kind: str, *values: object) -> Token | None:
        """Take the current token if it is of a kind, and one of the values if there are any."""
        token = self.current
        if token.kind != kind or (values and token.value not in values):
            return None
        self.index += 1
        return token

    def expect(self, kind: str, *values: object) -> Token:
        """Take the current token like `accept`, or raise QueryError."""
        token = self.accept(kind, *values)
        if token is None:
            wanted = " or ".join(str(value) for value in values) or f"a {kind}"
            raise QueryError(f"expected {wanted}", self.current.position)
        return token

    def query(self) -> Query:
        self.expect("word", "select")
        columns = () if self.accept("symbol", "*") else self.names()
        self.expect("word", "from")
        table = self.expect("name").value
        condition = self.either() if self.accept("word", "where") else None
        order = ()
        if self.accept("word", "order"):
            self.expect("word", "by")
            order = self.sort_keys()
        limit = self.expect("number").value if self.accept("word", "limit") else None
        self.expect("end")
        return Query(columns, table, condition, order, limit)

    def names(self) -> tuple[str, ...]:
        found = [self.expect("name").value]
        while self.accept("symbol", ","):
            found.append(self.expect("name").value)
        return tuple(found)

    def sort_keys(self) -> tuple[tuple[str, bool], ...]:
        """Read columns to sort by, each with whether it is descending."""
        keys = []
        while not keys or self.accept("symbol", ","):
            column = self.expect("name").value
            direction = self.accept("word", "asc", "desc")
            keys.append((column, direction is not None and direction.value == "desc"))
        return tuple(keys)

    def either(self) -> Any:
        condition = self.both()
        while self.accept("word", "or"):
            condition = Either(condition, self.both())
        return condition

    def both(self) -> Any:
        condition = self.one()
        while self.accept("word", "and"):
            condition = Both(condition, self.one())
        return condition

    def one(self) -> Any:
        if self.accept("word", "not"):
            return Not(self.one())
        if self.accept("symbol", "("):
            inner = self.either()
            self.expect("symbol", ")")
            return inner
        column = self.expect("name").value
        if self.accept("word", "like"):
            return Like(column, self.expect("string").value)
        sign = self.expect("symbol", *OPERATORS).value
        value = self.accept("string") or self.expect("number")
        return Compare(column, sign, value.value)


def parse(text: str) -> Query:
    """Read a query."""
    return Parser(text).query()
