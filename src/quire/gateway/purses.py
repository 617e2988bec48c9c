"""Purses: money of keys with a budget that one worker may spend, set aside by the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec import Struct

from quire.store.keys import Limits
from quire.store.ledger import Lease

# A purse is filled with this part of the smallest limit, when the limits still allow it.
_PIECE = 1 / 64


@dataclass
class Purse:
    """Money of a key that this worker may spend, until the lease under which it was set aside."""

    lease: Lease
    free: int = 0
    refused: int = 0
    refused_until: float = 0.0
    touched: bool = True


class Held(Struct, frozen=True):
    """Money that was taken out of a purse for one answer."""

    purse: Purse
    amount: int


class Taken(Struct, frozen=True):
    """What was taken for one answer: money, if the key has a budget, and tokens of its rate."""

    held: Held | None
    tokens: int = 0


NOTHING = Taken(None)


def piece(limits: Limits) -> int:
    """Return how much a purse is filled with at once."""
    bounds = [most for most in (limits.day, limits.month, limits.total) if most is not None]
    return int(min(bounds, default=0) * _PIECE)
