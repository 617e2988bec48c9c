"""Caps that hold: what a request takes in is counted before it is sent, its answer is bounded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec
from msgspec import Struct

from quire.agent.budget import Budget, Spent
from quire.agent.compaction_sizes import tokens
from quire.agent.projection import Profile
from quire.models import catalogue
from quire.models.catalogue import Price
from quire.protocol.events import Event, Incomplete
from quire.protocol.records import Answered, Compacted, Exhausted
from quire.protocol.requests import Request

LEAST = 16
"""Tokens of the shortest answer that is asked for: upstreams refuse a lower limit."""

_MILLION = 1_000_000


class Room(Struct, frozen=True):
    """How many tokens the next answer may have, because of which limit."""

    limit: Literal["tokens", "dollars"]
    answer: int


class Caps:
    """What a session's caps allow its next answer."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._near: Room | None = None

    def are_near(self, events: Sequence[Event], profile: Profile, left: Budget) -> bool:
        """Tell whether what is left is too little for a request with an answer."""
        self._near = room(events, profile, left)
        return self._near is not None and self._near.answer < LEAST

    def bounded(
        self, asked: Request, events: Sequence[Event], profile: Profile, left: Budget
    ) -> Request:
        """Return a request whose answer is no longer than what is left allows."""
        self._near = near = room(events, profile, left)
        own = asked.max_output_tokens
        if near is None or (own is not None and own <= near.answer):
            self._near = None
            return asked
        return msgspec.structs.replace(asked, max_output_tokens=max(near.answer, LEAST))

    def cut(self, events: Sequence[Event]) -> bool:
        """Tell whether the last answer was cut where they bounded it."""
        last = next((event for event in reversed(events) if not isinstance(event, Answered)), None)
        return self._near is not None and isinstance(last, Incomplete)

    def told(self, budget: Budget, spent: Spent) -> Exhausted | None:
        """Return the record that says which cap leaves too little."""
        if self._near is None:
            return None
        name = self._near.limit
        allowed, used = getattr(budget, name), getattr(spent, name)
        return Exhausted(limit=name, allowed=float(allowed), used=float(used))


def holding(budget: Budget, profile: Profile) -> Budget:
    """Return the limits that hold for the model of a profile: none of money for what is free."""
    known = catalogue.entry(profile.model)
    price = known.price
    free = price is not None and not (price.input or price.cached or price.output)
    if free or known.creator == catalogue.EMBEDDED:
        return msgspec.structs.replace(budget, dollars=None)
    return budget


def room(events: Sequence[Event], profile: Profile, left: Budget) -> Room | None:
    """Return how long the next answer may be with what is left, None where nothing bounds it.

    The engine costs nothing and ends by itself. Money bounds an answer where the catalogue knows
    the price; input that the last answer found in the cache is counted as cached again.
    """
    known = catalogue.entry(profile.model)
    if known.creator == catalogue.EMBEDDED or (left.tokens is None and left.dollars is None):
        return None
    asked = tokens(events, profile)
    rooms: list[Room] = []
    if left.tokens is not None:
        rooms.append(Room("tokens", left.tokens - asked))
    if left.dollars is not None and known.price is not None and known.price.output > 0:
        rest = left.dollars * _MILLION - _charged(asked, min(_cached(events), asked), known.price)
        rooms.append(Room("dollars", int(rest / known.price.output)))
    return min(rooms, key=lambda each: each.answer, default=None)


def _charged(asked: int, cached: int, price: Price) -> float:
    """Return what an input costs, in millionths of a US dollar."""
    return (asked - cached) * price.input + cached * price.cached


def _cached(events: Sequence[Event]) -> int:
    for event in reversed(events):
        if isinstance(event, Compacted):
            break
        if isinstance(event, Answered):
            return event.usage.input_tokens_details.cached_tokens
    return 0
