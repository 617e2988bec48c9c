"""Stored conversations: named lists of items that requests read and answers append to."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping, Sequence
from functools import partial

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, delete, func, insert, select, update

from quire.protocol.items import Item, read_item
from quire.store.database import Database
from quire.store.schema import conversation_items, conversations


class Conversation(Struct, frozen=True, kw_only=True):
    """A conversation without its items; `created_at` is in seconds since 1970."""

    id: str
    created_at: int
    metadata: Mapping[str, str] = {}


class Placed(Struct, frozen=True):
    """An item at its place in a conversation; places grow, and have gaps where items are gone."""

    place: int
    item: Item


class Conversations:
    """The conversations of every project; a change is committed when its call returns."""

    def __init__(self, database: Database) -> None:
        """Keep them in `database`."""
        self._database = database

    async def create(
        self, owner: str, given: Sequence[Item], metadata: Mapping[str, str]
    ) -> Conversation:
        """Make a conversation that begins with `given`, whose items have ids."""
        made = Conversation(
            id=f"conv_{secrets.token_hex(24)}", created_at=int(time.time()), metadata=metadata
        )
        await self._database.written(partial(_create, owner=owner, made=made, given=given))
        return made

    async def find(self, owner: str, name: str) -> Conversation | None:
        """Return a conversation of a project, None where there is none."""
        return await self._database.read(partial(_found, owner=owner, name=name))

    async def describe(self, owner: str, name: str, metadata: Mapping[str, str]) -> None:
        """Give a conversation other metadata."""
        text = msgspec.json.encode(metadata).decode()
        change = update(conversations).where(conversations.c.id == name)
        change = change.where(conversations.c.owner == owner).values(metadata=text)
        await self._database.written(lambda connection: connection.execute(change).rowcount)

    async def delete(self, owner: str, name: str) -> None:
        """Hide a conversation; its items stay, for the responses that were made in it."""
        change = update(conversations).where(conversations.c.id == name)
        change = change.where(conversations.c.owner == owner).values(deleted=1)
        await self._database.written(lambda connection: connection.execute(change).rowcount)

    async def items(self, name: str) -> tuple[Placed, ...]:
        """Return a conversation's items, oldest first."""
        return await self._database.read(partial(_items, name=name))

    async def append(self, name: str, given: Sequence[Item]) -> None:
        """Add items, which have ids, at the end."""
        await self._database.written(partial(append_items, name=name, given=given))

    async def remove(self, name: str, item: str) -> bool:
        """Take an item out, and tell whether it was there."""
        gone = delete(conversation_items).where(
            conversation_items.c.conversation == name, conversation_items.c.id == item
        )
        return await self._database.written(lambda c: c.execute(gone).rowcount > 0)


def append_items(connection: Connection, name: str, given: Sequence[Item]) -> None:
    """Write items at the end of a conversation."""
    if not given:
        return
    # The row is locked, so that two appends cannot take the same places.
    lock = select(conversations.c.id).where(conversations.c.id == name).with_for_update()
    connection.execute(lock)
    last = select(func.max(conversation_items.c.place))
    last = last.where(conversation_items.c.conversation == name)
    first = (connection.execute(last).scalar() or 0) + 1
    rows = [
        {"conversation": name, "place": place, "id": item.id or "", "body": item.wire().decode()}
        for place, item in enumerate(given, start=first)
    ]
    connection.execute(insert(conversation_items), rows)


def _create(connection: Connection, owner: str, made: Conversation, given: Sequence[Item]) -> None:
    connection.execute(
        insert(conversations).values(
            id=made.id,
            owner=owner,
            created_at=made.created_at,
            deleted=0,
            metadata=msgspec.json.encode(made.metadata).decode(),
        )
    )
    append_items(connection, made.id, given)


def _found(connection: Connection, owner: str, name: str) -> Conversation | None:
    query = select(conversations).where(
        conversations.c.id == name, conversations.c.owner == owner, conversations.c.deleted == 0
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    metadata = msgspec.json.decode(row.metadata, type=dict[str, str])
    return Conversation(id=row.id, created_at=row.created_at, metadata=metadata)


def _items(connection: Connection, name: str) -> tuple[Placed, ...]:
    query = select(conversation_items.c.place, conversation_items.c.body)
    query = query.where(conversation_items.c.conversation == name)
    rows = connection.execute(query.order_by(conversation_items.c.place)).all()
    return tuple(Placed(place, read_item(body.encode())) for place, body in rows)
