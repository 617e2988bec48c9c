"""Stored responses: what was asked, what was answered, and the chain that a context is read from.

A response can be found the instant it is saved: it is held in memory until it is committed, and
the newest a while longer. Other processes see it when it is committed, a few milliseconds later.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future
from functools import partial

import msgspec
from msgspec import Raw, Struct
from sqlalchemy import Connection, Row, Table, delete, literal, select, update

from quire.protocol.items import Item, Reasoning, read_item
from quire.store.conversations import append_items
from quire.store.database import Database, Puts
from quire.store.schema import events, items, responses
from quire.store.upserts import Values, put

# How much is held at most once it is committed, and how much may wait before writers slow down:
# a busy event loop leaves the writer behind, and what waits is memory that seldom comes back.
_HELD_BYTES, _WAITING_BYTES = 2 * 1024 * 1024, 1024 * 1024
# What a response and an item take in memory besides their texts.
_PER_RESPONSE, _PER_ITEM = 1_500, 1_000


class Stored(Struct, frozen=True, kw_only=True):
    """One response at rest; `body` is the response object as a client gets it.

    `owner` is the project that may see it; `input` and `output` are what it added to its context.
    For a response in a conversation, `place` counts the conversation's items before it.
    """

    id: str
    owner: str
    created_at: int
    status: str
    body: bytes
    input: tuple[Item, ...] = ()
    output: tuple[Item, ...] = ()
    background: bool = False
    previous: str | None = None
    conversation: str | None = None
    place: int = 0

    def own_items(self) -> tuple[Item, ...]:
        """Return what this response added to its context: its input, then its output."""
        return (*self.input, *self.output)

    def size(self) -> int:
        """Return about how many bytes this takes in memory: items are there read and as bytes."""
        texts = 2 * sum(len(item.wire()) for item in self.own_items())
        count = len(self.input) + len(self.output)
        return len(self.body) + texts + _PER_RESPONSE + _PER_ITEM * count


class _Output(Struct, frozen=True):
    output: tuple[Raw, ...] = ()


class _Held(Struct, frozen=True):
    stored: Stored
    size: int


class _Waiting(Struct, frozen=True):
    committed: Future[object]
    size: int


def array_of(given: Iterable[Item]) -> str:
    """Return items as a JSON array."""
    return msgspec.json.encode([Raw(item.wire()) for item in given]).decode()


class History:
    """The responses of every project, in memory and in the database."""

    def __init__(self, database: Database, *, shared: bool = False) -> None:
        """Begin with nothing in memory; where other processes write too, what is committed is read.

        They may have deleted it.
        """
        self._database = database
        self._shared = shared
        self._held: OrderedDict[str, _Held] = OrderedDict()
        self._bytes = 0
        self._waiting: dict[str, _Waiting] = {}
        self._waiting_bytes = 0
        self._holders: dict[tuple[str, str], str] = {}

    def save(self, stored: Stored) -> Future[object]:
        """Keep a response; the future is done when it is committed."""
        alone = partial(write_response, stored=stored)
        rows = partial(_rows, stored)
        committed = self._database.write(alone if stored.conversation else Puts(rows))
        self._let_go(stored.id)
        size = stored.size()
        self._held[stored.id] = _Held(stored, size)
        self._bytes += size
        self._wait_for(stored.id, _Waiting(committed, size))
        for item in stored.own_items():
            self._holders[stored.owner, item.id or ""] = stored.id
        self._make_room()
        return committed

    @property
    def crowded(self) -> bool:
        """Whether so much waits to be committed that a writer should wait for its own commit."""
        return self._waiting_bytes > _WAITING_BYTES

    async def find(self, owner: str, name: str) -> Stored | None:
        """Return a response of a project, None where there is none."""
        held = self._near(name)
        if held is not None:
            return held if held.owner == owner else None
        return await self.committed(owner, name)

    async def committed(self, owner: str, name: str) -> Stored | None:
        """Return a response as the database has it: another process may be making it."""
        return await self._database.read(partial(_found, owner=owner, name=name))

    async def chain(self, owner: str, name: str) -> tuple[Stored, ...]:
        """Return a response and those it was built on, oldest first; empty where there is none.

        Deleted ones are part of it, but for the last: what was built on them keeps its context.
        """
        newest: list[Stored] = []
        below: str | None = name
        while below and (held := self._near(below)) is not None:
            if held.owner != owner:
                return ()
            newest.append(held)
            below = held.previous
        if not below:
            return tuple(reversed(newest))
        read = partial(_chain, owner=owner, name=below, hidden=bool(newest))
        return (*await self._database.read(read), *reversed(newest))

    async def delete(self, owner: str, name: str) -> bool:
        """Forget a response, and tell whether there was one."""
        self._let_go(name)
        return await self._database.written(partial(_delete, owner=owner, name=name))

    async def item(self, owner: str, name: str) -> Item | None:
        """Return the newest item of a stored response that has an id, None where there is none."""
        holder = self._holders.get((owner, name))
        stored = await self.find(owner, holder) if holder else None
        if stored is None:  # another process may have deleted it, and another response may have it
            holder = await self._database.read(partial(_holder, owner=owner, name=name))
            stored = await self.find(owner, holder) if holder else None
        found = stored.own_items() if stored else ()
        return next((item for item in found if item.id == name), None)

    def _near(self, name: str) -> Stored | None:
        """Return a response that is held and can be told without a look into the database."""
        held, waiting = self._held.get(name), self._waiting.get(name)
        if held is None:
            return None
        fresh = waiting is not None and not waiting.committed.done()
        return held.stored if fresh or not self._shared else None

    def _wait_for(self, name: str, waiting: _Waiting) -> None:
        """Know what waits, and forget what has been committed since; writes keep their order."""
        replaced = self._waiting.pop(name, None)
        self._waiting[name] = waiting
        self._waiting_bytes += waiting.size - (replaced.size if replaced else 0)
        while self._waiting:
            first = next(iter(self._waiting))
            if not self._waiting[first].committed.done():
                return
            self._waiting_bytes -= self._waiting.pop(first).size

    def _make_room(self) -> None:
        while self._bytes > _HELD_BYTES:
            oldest = next(iter(self._held))
            if oldest in self._waiting:
                return
            self._let_go(oldest)

    def _let_go(self, name: str) -> None:
        held = self._held.pop(name, None)
        if held is None:
            return
        self._bytes -= held.size
        for item in held.stored.own_items():
            key = (held.stored.owner, item.id or "")
            if self._holders.get(key) == name:
                del self._holders[key]


def write_response(connection: Connection, stored: Stored) -> None:
    """Write a response, where its items are to be found, and what its conversation gains."""
    for table, rows in _rows(stored).items():
        put(connection, table, rows)
    if stored.conversation and stored.status in ("completed", "incomplete"):
        append_items(connection, stored.conversation, stored.own_items())


def _rows(stored: Stored) -> Mapping[Table, Sequence[Values]]:
    """Return the row of a response, and those of where its items are to be found."""
    row: Values = {
        "id": stored.id,
        "owner": stored.owner,
        "created_at": stored.created_at,
        "status": stored.status,
        "background": int(stored.background),
        "previous": stored.previous,
        "conversation": stored.conversation,
        "place": stored.place,
        "deleted": 0,
        "input": array_of(stored.input),
        "output": array_of(stored.output) if any(map(_opaque, stored.output)) else None,
        "body": stored.body.decode(),
    }
    names = dict.fromkeys(item.id for item in stored.own_items() if item.id)
    holders = [{"owner": stored.owner, "id": name, "holder": stored.id} for name in names]
    return {responses: [row], items: holders}


def _stored(row: Row[tuple[object, ...]]) -> Stored:
    body = row.body.encode()
    shown = msgspec.json.decode(body, type=_Output).output
    told = msgspec.json.decode(row.output, type=tuple[Raw, ...]) if row.output else shown
    given = msgspec.json.decode(row.input, type=tuple[Raw, ...])
    return Stored(
        id=row.id,
        owner=row.owner,
        created_at=row.created_at,
        status=row.status,
        body=body,
        input=tuple(read_item(raw) for raw in given),
        output=tuple(read_item(raw, param="output") for raw in told),
        background=bool(row.background),
        previous=row.previous,
        conversation=row.conversation,
        place=row.place,
    )


def _opaque(item: Item) -> bool:
    return isinstance(item, Reasoning) and item.encrypted_content is not None


def _found(connection: Connection, owner: str, name: str) -> Stored | None:
    query = select(responses).where(
        responses.c.id == name, responses.c.owner == owner, responses.c.deleted == 0
    )
    row = connection.execute(query).first()
    return None if row is None else _stored(row)


def _chain(connection: Connection, owner: str, name: str, hidden: bool) -> tuple[Stored, ...]:
    """Return a chain, oldest first; one whose last response is deleted only if `hidden` allows."""
    head = select(responses.c.id, responses.c.previous, literal(0).label("depth"))
    walk = head.where(responses.c.id == name).cte(recursive=True)
    step = select(responses.c.id, responses.c.previous, walk.c.depth + 1)
    walk = walk.union_all(step.where(responses.c.id == walk.c.previous))
    query = select(responses).join(walk, responses.c.id == walk.c.id)
    rows = connection.execute(
        query.where(responses.c.owner == owner).order_by(walk.c.depth.desc())
    ).all()
    if not rows or rows[-1]._mapping["id"] != name:
        return ()
    return () if rows[-1]._mapping["deleted"] and not hidden else tuple(map(_stored, rows))


def _holder(connection: Connection, owner: str, name: str) -> str | None:
    query = select(items.c.holder).where(items.c.owner == owner, items.c.id == name)
    return connection.execute(query).scalar()


def _delete(connection: Connection, owner: str, name: str) -> bool:
    """Hide a response; remove it, and the hidden ones below it, when nothing is built on it."""
    mine = (responses.c.id == name, responses.c.owner == owner, responses.c.deleted == 0)
    found = connection.execute(update(responses).where(*mine).values(deleted=1)).rowcount > 0
    below: str | None = name if found else None
    while below:
        above = select(responses.c.id).where(responses.c.previous == below).limit(1)
        if connection.execute(above).first() is not None:
            break
        query = select(responses.c.previous).where(responses.c.id == below)
        gone = connection.execute(query.where(responses.c.deleted == 1)).first()
        if gone is None:
            break
        connection.execute(delete(responses).where(responses.c.id == below))
        connection.execute(delete(items).where(items.c.holder == below))
        connection.execute(delete(events).where(events.c.response == below))
        below = gone[0]
    return found
