"""One request as the engine reads it: the order, what may be spent, what was done so far."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from msgspec import Struct

from quire.engine.deeds import Deed, deeds_of
from quire.engine.hands import Hands, offered
from quire.engine.notes import Note, newest_note
from quire.engine.orders import Order, read_order
from quire.engine.profiles import Budget, budget
from quire.protocol import items
from quire.protocol.items import Item
from quire.protocol.requests import Request

# What coding agents put before the order, as user messages (codex-agent, input layout).
_CONTEXT = ("<environment_context>", "<user_instructions>", "<permissions", "# AGENTS.md")
# What Quire's agent says of itself there when it runs the tests after the work.
_PROVES = re.compile(r"<environment_context>.*<verification>after the work</verification>", re.S)
# What it says where a ladder of models leads on.
_CLIMBS = re.compile(r"<environment_context>.*<models>a larger one is asked where", re.S)


class Conversation(Struct, frozen=True, kw_only=True):
    """A request, read: everything that a job decides from.

    `deeds` are the calls made for this order; `note` is what the engine noted before it, and
    `again` tells that the order asks to go on after a verdict. `proven_later` tells that the
    client runs the project's tests by itself after the engine's last word, `passes_up` that it
    asks another model where the engine declines.
    """

    request: Request
    program: bytes
    order: Order
    budget: Budget
    hands: Hands
    deeds: tuple[Deed, ...] = ()
    note: Note = Note()
    again: bool = False
    proven_later: bool = False
    passes_up: bool = False


def read_conversation(request: Request, program: bytes) -> Conversation:
    """Read a request; `program` is the packed workbench. Raises InvalidRequest."""
    order, since, again = _order(request.input)
    return Conversation(
        request=request,
        program=program,
        order=order,
        budget=budget(request),
        hands=msgspec.structs.replace(offered(request), changeable=order.changeable),
        deeds=deeds_of(request.input[since:]),
        note=newest_note(request.input),
        again=again,
        proven_later=any(_says(_PROVES, item) for item in request.input),
        passes_up=any(_says(_CLIMBS, item) for item in request.input),
    )


def _says(pattern: re.Pattern[str], item: Item) -> bool:
    return (
        isinstance(item, items.Message)
        and item.role == "developer"
        and pattern.match(items.text_of(item.content)) is not None
    )


def _order(conversation: tuple[Item, ...]) -> tuple[Order, int, bool]:
    """Return the order in force, the place it begins at, and whether it is asked for again.

    "Continue" stands for the order before it: the same work goes on, or, when that ended with a
    verdict, begins anew.
    """
    orders = list(_orders(conversation))
    if not orders:
        return Order(kind="empty", text=""), 0, False
    place, newest = orders[-1]
    earlier = [(start, order) for start, order in orders if order.kind != "again"]
    if newest.kind != "again" or not earlier:
        return newest, place, False
    start, order = earlier[-1]
    if _answered(conversation[start:place]):
        return order, place, True
    return order, start, False


def _orders(conversation: tuple[Item, ...]) -> Iterator[tuple[int, Order]]:
    for place, item in enumerate(conversation):
        if isinstance(item, items.Message) and item.role == "user":
            text = items.text_of(item.content).strip()
            if not text.startswith(_CONTEXT):
                yield place, read_order(text)


def _answered(conversation: tuple[Item, ...]) -> bool:
    return any(
        isinstance(item, items.Message) and item.role == "assistant" for item in conversation
    )
