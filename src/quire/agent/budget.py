"""Budgets: what one task may spend, and which limit it has hit."""

from __future__ import annotations

from typing import Literal, get_args

from msgspec import Struct

from quire.protocol.records import Exhausted

Limit = Literal["steps", "seconds", "tokens", "dollars"]


class Budget(Struct, frozen=True, kw_only=True):
    """Answers, seconds, tokens (in and out) and US dollars a task may spend; None is no limit."""

    steps: int | None = None
    seconds: float | None = None
    tokens: int | None = None
    dollars: float | None = None


UNLIMITED = Budget()


class Spent(Struct, frozen=True, kw_only=True):
    """What a task has spent so far, in the units of its Budget."""

    steps: int = 0
    seconds: float = 0.0
    tokens: int = 0
    dollars: float = 0.0


def hit(budget: Budget, spent: Spent) -> Exhausted | None:
    """Return the first limit that is used up, None while there is room in all of them."""
    for name in get_args(Limit):
        allowed, used = getattr(budget, name), getattr(spent, name)
        if allowed is not None and used >= allowed:
            return Exhausted(limit=name, allowed=float(allowed), used=float(used))
    return None
