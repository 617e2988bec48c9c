"""Stored context put back: earlier responses, conversations and references become plain items."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import TypeVar

from msgspec import Struct

from quire.errors import InvalidRequest, UsageError, shortened
from quire.gateway.memory import Memory
from quire.protocol.items import Item, ItemReference
from quire.protocol.requests import Request
from quire.store.conversations import Placed
from quire.store.history import Stored

# How long an id is looked for that another process may have made a moment ago; in seconds.
_LOOKS = (0.01, 0.03, 0.1, 0.3)
FoundT = TypeVar("FoundT")


class Before(Struct, frozen=True, kw_only=True):
    """What comes before a request's own input."""

    items: tuple[Item, ...] = ()
    conversation: str | None = None
    place: int = 0


async def before(memory: Memory, owner: str, request: Request) -> Before:
    """Return the stored context of a request.

    Raises InvalidRequest `previous_response_not_found`, or UsageError for a conversation that is
    not there.
    """
    if request.previous_response_id:
        chain = await found_chain(memory, owner, request.previous_response_id)
        return Before(items=await _told(memory, chain))
    name = conversation_of(request)
    if name is None:
        return Before()
    if await memory.conversations.find(owner, name) is None:
        raise no_conversation(name)
    placed = await memory.conversations.items(name)
    place = placed[-1].place if placed else 0
    return Before(items=tuple(each.item for each in placed), conversation=name, place=place)


async def sought(memory: Memory, look: Callable[[], Awaitable[FoundT]]) -> FoundT:
    """Return what `look` finds, looking a few times where another process may just have made it."""
    for wait in _LOOKS if memory.shared else ():
        found = await look()
        if found:
            return found
        await asyncio.sleep(wait)
    return await look()


async def found_chain(memory: Memory, owner: str, name: str) -> tuple[Stored, ...]:
    """Return a response and those below it, oldest first. Raises InvalidRequest."""
    chain = await sought(memory, partial(memory.history.chain, owner, name))
    if chain:
        return chain
    raise InvalidRequest(
        f"Previous response with id '{shortened(name)}' not found.",
        hint="It was not stored ('store': false), was deleted, or belongs to another project.",
        param="previous_response_id",
        code="previous_response_not_found",
    )


async def resolved(
    memory: Memory, owner: str, given: Sequence[Item], known: Sequence[Item]
) -> tuple[Item, ...]:
    """Return `given` with each reference replaced by the item it names.

    Items of the context, `known`, are looked at before stored ones. Raises UsageError.
    """
    near = {item.id: item for item in (*known, *given) if not isinstance(item, ItemReference)}
    whole: list[Item] = []
    for place, item in enumerate(given):
        if not isinstance(item, ItemReference):
            whole.append(item)
            continue
        found = near.get(item.id)
        if found is None:
            found = await sought(memory, partial(memory.history.item, owner, item.id or ""))
        if found is None:
            raise UsageError(
                f"Item with id '{shortened(item.id or '')}' not found.",
                hint="Items are not kept when 'store' is false: send the item itself.",
                param=f"input[{place}]",
                code="item_not_found",
                status=404,
            )
        whole.append(found)
    return tuple(whole)


def conversation_of(request: Request) -> str | None:
    """Return the id of the conversation that a request is part of."""
    named = request.rest.get("conversation")
    name = named.get("id") if isinstance(named, Mapping) else named
    return name if isinstance(name, str) and name else None


def no_conversation(name: str) -> UsageError:
    """Return the error for a conversation that is not there."""
    return UsageError(
        f"Conversation with id '{shortened(name)}' not found.",
        param="conversation",
        code="not_found",
        status=404,
    )


async def _told(memory: Memory, chain: Sequence[Stored]) -> tuple[Item, ...]:
    """Return the items of a chain; one that began in a conversation begins with its items."""
    first = chain[0]
    placed: tuple[Placed, ...] = ()
    if first.conversation is not None:
        placed = await memory.conversations.items(first.conversation)
    base = [each.item for each in placed if each.place <= first.place]
    return (*base, *(item for stored in chain for item in stored.own_items()))
