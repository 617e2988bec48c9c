"""Settings of the gateway room: limits of what comes in, and how patiently streams are held."""

from __future__ import annotations

from msgspec import Struct


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person may set about the gateway; times are in seconds, sizes in bytes.

    `zdr` makes every request one of zero data retention. A stream that has nothing to say gets a
    comment every `keep_alive`. A background answer whose worker has not shown itself for `lease`
    is taken over by another one. `shared` says that other processes use the same database, and
    `workers` how many of them share the rate of a key.
    """

    zdr: bool = False
    largest_body: int = 128 * 1024 * 1024
    keep_alive: float = 15.0
    lease: float = 3.0
    socket_life: float = 3600.0
    shared: bool = False
    workers: int = 1
