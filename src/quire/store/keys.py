"""Keys of the gateway: made once, kept as hashes, looked up in memory."""

from __future__ import annotations

import hashlib
import secrets
import time
from functools import partial

from msgspec import Struct
from sqlalchemy import Connection, delete, func, insert, select, update

from quire.errors import StoreError
from quire.store.database import Database
from quire.store.schema import keys

PREFIX = "sk-quire-"


class Limits(Struct, frozen=True, kw_only=True):
    """What a key may spend and ask: millionths of a US dollar; requests and tokens a minute."""

    day: int | None = None
    month: int | None = None
    total: int | None = None
    per_minute: int | None = None
    tokens_per_minute: int | None = None


class Key(Struct, frozen=True, kw_only=True):
    """A key without its secret; stored state is shared by the keys of one `project`.

    `models` are patterns of the model ids that it may ask for; with none it may ask for any.
    """

    id: str
    name: str
    ending: str
    project: str = "default"
    created_at: int = 0
    disabled: bool = False
    zdr: bool = False
    limits: Limits = Limits()
    models: tuple[str, ...] = ()


def digest(secret: str) -> str:
    """Return the hash that a key is kept as; a random key of 256 bits needs no slow one."""
    return hashlib.sha256(secret.encode()).hexdigest()


def create(
    database: Database,
    name: str,
    *,
    project: str = "default",
    zdr: bool = False,
    limits: Limits | None = None,
    models: tuple[str, ...] = (),
) -> tuple[Key, str]:
    """Make a key; return it with its secret, which nobody can read again."""
    secret = PREFIX + secrets.token_urlsafe(32)
    made = Key(
        id=f"key_{secrets.token_hex(8)}",
        name=name,
        ending=secret[-4:],
        project=project,
        created_at=int(time.time()),
        zdr=zdr,
        limits=limits or Limits(),
        models=models,
    )
    database.write(partial(_insert, made=made, digested=digest(secret))).result()
    return made, secret


def listed(database: Database) -> dict[str, Key]:
    """Return every key by its hash, the oldest first."""
    return database.read_now(by_hash)


def stamp(connection: Connection) -> tuple[int, float]:
    """Return what is different after any change to the keys."""
    query = select(func.count(), func.coalesce(func.max(keys.c.changed), 0.0)).select_from(keys)
    count, changed = connection.execute(query).one()
    return int(count), float(changed)


def disable(database: Database, name: str) -> None:
    """Let a key, named by its id or name, answer no more. Raises StoreError."""
    change = update(keys).where((keys.c.id == name) | (keys.c.name == name))
    change = change.values(disabled=1, changed=time.time())
    _must_change(name, database.write(lambda c: c.execute(change).rowcount).result())


def remove(database: Database, name: str) -> None:
    """Delete a key, named by its id or name. Raises StoreError."""
    gone = delete(keys).where((keys.c.id == name) | (keys.c.name == name))
    _must_change(name, database.write(lambda c: c.execute(gone).rowcount).result())


def _must_change(name: str, changed: object) -> None:
    if not changed:
        raise StoreError(f"There is no key {name!r}.", hint="See `quire keys list`.")


def _insert(connection: Connection, made: Key, digested: str) -> None:
    connection.execute(
        insert(keys).values(
            id=made.id,
            hash=digested,
            ending=made.ending,
            name=made.name,
            project=made.project,
            created_at=made.created_at,
            changed=time.time(),
            disabled=0,
            zdr=int(made.zdr),
            day=made.limits.day,
            month=made.limits.month,
            total=made.limits.total,
            per_minute=made.limits.per_minute,
            tokens_per_minute=made.limits.tokens_per_minute,
            models=" ".join(made.models),
        )
    )


def by_hash(connection: Connection) -> dict[str, Key]:
    """Return every key by its hash, the oldest first."""
    rows = connection.execute(select(keys).order_by(keys.c.created_at, keys.c.id)).all()
    return {
        row.hash: Key(
            id=row.id,
            name=row.name,
            ending=row.ending,
            project=row.project,
            created_at=row.created_at,
            disabled=bool(row.disabled),
            zdr=bool(row.zdr),
            limits=Limits(
                day=row.day,
                month=row.month,
                total=row.total,
                per_minute=row.per_minute,
                tokens_per_minute=row.tokens_per_minute,
            ),
            models=tuple(row.models.split()),
        )
        for row in rows
    }
