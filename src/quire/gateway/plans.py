"""A plan: one answer about to be made, with all that was decided before a model is asked."""

from __future__ import annotations

from msgspec import Struct

from quire.gateway.identity import Caller
from quire.protocol.items import Item
from quire.protocol.requests import Request


class Plan(Struct, frozen=True, kw_only=True):
    """One answer about to be made.

    `request` is what the client sent, `context` what the model is asked: the whole input, and no
    state. `given` is the request's own input as it is stored. For a request in a conversation,
    `place` counts the conversation's items before it.
    """

    caller: Caller
    request: Request
    context: Request
    response_id: str
    created_at: int
    given: tuple[Item, ...] = ()
    keep: bool = True
    background: bool = False
    conversation: str | None = None
    place: int = 0


def generation_of(plan: Plan, prefix: str = "gen-") -> str:
    """Return an answer's id in a dialect: another prefix before the same digits."""
    return prefix + plan.response_id.removeprefix("resp_")
