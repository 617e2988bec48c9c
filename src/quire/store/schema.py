"""The gateway's tables as SQLAlchemy knows them; migrations bring older ones to the same.

Times are seconds since 1970, money is in millionths of a US dollar, flags are 0 or 1, and JSON is
text, so that one set of statements serves SQLite and PostgreSQL.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    Double,
    Index,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator


class Words(TypeDecorator[str]):
    """Text as every database can hold it: PostgreSQL has no NUL, which clients may send."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return a value as it is written, or looked for."""
        return value.replace("\0", "\ufffd") if value else value


METADATA = MetaData()


def _table(name: str, *columns: Column[int] | Column[str] | Column[float]) -> Table:
    return Table(name, METADATA, *columns)


def _text(name: str, *, key: bool = False, null: bool = False) -> Column[str]:
    return Column(name, Words, primary_key=key, nullable=null)


def _number(name: str, *, key: bool = False, null: bool = False) -> Column[int]:
    return Column(name, BigInteger, primary_key=key, nullable=null, autoincrement=False)


def _moment(name: str, *, null: bool = False) -> Column[float]:
    return Column(name, Double, nullable=null)


responses = _table(
    "responses",
    _text("id", key=True),
    _text("owner"),
    _number("created_at"),
    _text("status"),
    _number("background"),
    _text("previous", null=True),
    _text("conversation", null=True),
    _number("place"),
    _number("deleted"),
    _text("input"),
    _text("output", null=True),  # where it holds more than the body shows
    _text("body"),
)
# Where an item was last seen: in a response or in a conversation.
items = _table("items", _text("owner", key=True), _text("id", key=True), _text("holder"))
conversations = _table(
    "conversations",
    _text("id", key=True),
    _text("owner"),
    _number("created_at"),
    _number("deleted"),
    _text("metadata"),
)
conversation_items = _table(
    "conversation_items",
    _text("conversation", key=True),
    _number("place", key=True),
    _text("id"),
    _text("body"),
)
# Background answers that are being made, each leased to a worker by its heartbeat.
jobs = _table(
    "jobs",
    _text("id", key=True),
    _text("worker"),
    _moment("beat"),
    _number("cancelled"),
    _text("owner"),
    _text("caller"),
    _text("request"),
)
events = _table("events", _text("response", key=True), _number("number", key=True), _text("body"))
keys = _table(
    "keys",
    _text("id", key=True),
    _text("hash"),
    _text("ending"),
    _text("name"),
    _text("project"),
    _number("created_at"),
    _moment("changed"),
    _number("disabled"),
    _number("zdr"),
    _number("per_minute", null=True),
    _number("day", null=True),
    _number("month", null=True),
    _number("total", null=True),
    _number("tokens_per_minute", null=True),
    _text("models"),
)
# What each key has spent, and what its workers have set aside, by day, by month and in all.
spending = _table(
    "spending", _text("key", key=True), _text("period", key=True), _number("spent"),
    _number("reserved"),
)  # fmt: skip
# One row an answer: what it used and took, and nothing of what was said.
usage = _table(
    "usage",
    _text("id", key=True),
    _moment("at"),
    _text("key"),
    _text("project"),
    _text("app"),
    _text("asked"),
    _text("model"),
    _text("status"),
    _number("input_tokens"),
    _number("cached_tokens"),
    _number("output_tokens"),
    _number("reasoning_tokens"),
    _number("cost", null=True),
    _moment("seconds"),
    _moment("first_token", null=True),
    _text("provider"),
    _number("streamed"),
    _text("entry"),
    _number("byok"),
    _number("byok_cost"),
)
# Workers that show themselves, and the money that each has set aside.
workers = _table("workers", _text("id", key=True), _moment("beat"))
purses = _table(
    "purses", _text("worker", key=True), _text("key", key=True), _text("period", key=True),
    _number("amount"),
)  # fmt: skip
# How full each key's bucket of requests or tokens was at a moment.
rates = _table(
    "rates", _text("key", key=True), _text("kind", key=True), _moment("level"), _moment("at")
)
# What each worker of a server has counted since it started.
meters = _table(
    "meters", _text("server", key=True), _text("worker", key=True), _moment("at"), _text("body")
)
# How upstreams fared by the minute, which of them are left alone, and where sessions live.
attempts = _table(
    "attempts", _text("provider", key=True), _text("model", key=True),
    _number("minute", key=True), _number("good"), _number("bad"),
)  # fmt: skip
rests = _table("rests", _text("provider", key=True), _text("model", key=True), _moment("until"))
homes = _table("homes", _text("session", key=True), _text("provider"), _moment("at"))
# Prefixes of prompts that the engine has seen, as hashes.
prefixes = _table("prefixes", _text("digest", key=True), _moment("at"))

keys.append_constraint(UniqueConstraint(keys.c.hash))
Index("responses_previous", responses.c.previous)
Index("items_holder", items.c.holder)
Index("conversation_items_id", conversation_items.c.conversation, conversation_items.c.id)
Index("usage_at", usage.c.at)
Index("usage_key", usage.c.key, usage.c.at)
Index("usage_entry", usage.c.entry, usage.c.at)
Index("homes_at", homes.c.at)
Index("prefixes_at", prefixes.c.at)
