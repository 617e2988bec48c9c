"""What the door remembers: responses, conversations and background work, in one database."""

from __future__ import annotations

from msgspec import Struct

from quire.store.conversations import Conversations
from quire.store.database import Database
from quire.store.history import History
from quire.store.jobs import Jobs


class Memory(Struct, frozen=True, kw_only=True):
    """The stores of one database; `shared` says that other processes write to it too."""

    database: Database
    history: History
    conversations: Conversations
    jobs: Jobs
    shared: bool = False


def remembered(database: Database, *, shared: bool = False) -> Memory:
    """Return the stores that are kept in `database`."""
    return Memory(
        database=database,
        history=History(database, shared=shared),
        conversations=Conversations(database),
        jobs=Jobs(database),
        shared=shared,
    )
