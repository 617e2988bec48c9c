"""The endpoints of conversations and their items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Raw, Struct

from quire.errors import InvalidRequest, UsageError, shortened
from quire.gateway.door import Door
from quire.gateway.exchange import Asked, Reply
from quire.gateway.expansion import no_conversation
from quire.gateway.listed import listed
from quire.gateway.pages import page, seen
from quire.protocol.items import UNREADABLE, Item, read_item, unreadable
from quire.store.conversations import Conversation

_MOST_ITEMS = 20
_PAIRS, _KEY, _VALUE = 16, 64, 512


class _Body(Struct, frozen=True):
    items: tuple[Raw, ...] | None = None
    metadata: dict[str, str] | None = None


async def create(door: Door, asked: Asked) -> Reply:
    """Make a conversation, with items to begin with where some are given."""
    _may_keep(asked)
    body = _read(asked.body)
    made = await door.memory.conversations.create(
        asked.caller.project, _items(body.items or ()), _checked(body.metadata or {})
    )
    return _object(made)


async def retrieve(door: Door, asked: Asked) -> Reply:
    """Return a conversation without its items."""
    return _object(await _found(door, asked))


async def update(door: Door, asked: Asked) -> Reply:
    """Give a conversation other metadata."""
    found = await _found(door, asked)
    metadata = _read(asked.body).metadata
    if metadata is None:
        raise _missing("metadata")
    await door.memory.conversations.describe(asked.caller.project, found.id, _checked(metadata))
    return _object(msgspec.structs.replace(found, metadata=metadata))


async def delete(door: Door, asked: Asked) -> Reply:
    """Delete a conversation; its items stay for the responses that were made in it."""
    found = await _found(door, asked)
    await door.memory.conversations.delete(asked.caller.project, found.id)
    return _json({"id": found.id, "object": "conversation.deleted", "deleted": True})


async def list_items(door: Door, asked: Asked) -> Reply:
    """List a conversation's items, the newest first by default."""
    return Reply(page(await _all(door, asked), asked))


async def add_items(door: Door, asked: Asked) -> Reply:
    """Add items at the end, and return them as a list."""
    _may_keep(asked)
    found = await _found(door, asked)
    given = _read(asked.body).items
    if not given:
        raise _missing("items")
    added = _items(given)
    await door.memory.conversations.append(found.id, added)
    return _json(
        {
            "object": "list",
            "data": [Raw(item.wire()) for item in added],
            "first_id": added[0].id,
            "last_id": added[-1].id,
            "has_more": False,
        }
    )


async def retrieve_item(door: Door, asked: Asked) -> Reply:
    """Return one item of a conversation."""
    name = asked.parts["item"]
    for item in await _all(door, asked):
        if item.id == name:
            return Reply(seen(item, asked).wire())
    raise _no_item(name)


async def delete_item(door: Door, asked: Asked) -> Reply:
    """Take an item out, and return the conversation."""
    found = await _found(door, asked)
    if not await door.memory.conversations.remove(found.id, asked.parts["item"]):
        raise _no_item(asked.parts["item"])
    return _object(found)


async def _found(door: Door, asked: Asked) -> Conversation:
    name = asked.parts["id"]
    found = await door.memory.conversations.find(asked.caller.project, name)
    if found is None:
        raise no_conversation(name)
    return found


async def _all(door: Door, asked: Asked) -> Sequence[Item]:
    found = await _found(door, asked)
    return [placed.item for placed in await door.memory.conversations.items(found.id)]


def _read(body: bytes) -> _Body:
    try:
        return msgspec.json.decode(body or b"{}", type=_Body)
    except UNREADABLE as error:
        raise unreadable(error, "a conversation, which takes 'items' and 'metadata'") from error


def _items(given: Sequence[Raw]) -> tuple[Item, ...]:
    if len(given) > _MOST_ITEMS:
        raise InvalidRequest(
            f"Invalid value for 'items': {len(given)} are more than {_MOST_ITEMS}.",
            hint="Add the rest with further requests.",
            param="items",
            code="array_above_max_length",
        )
    return tuple(listed(read_item(raw, param=f"items[{place}]")) for place, raw in enumerate(given))


def _checked(metadata: Mapping[str, str]) -> Mapping[str, str]:
    long = any(len(key) > _KEY or len(value) > _VALUE for key, value in metadata.items())
    if len(metadata) > _PAIRS or long:
        raise InvalidRequest(
            f"Invalid value for 'metadata': at most {_PAIRS} pairs, keys of {_KEY} and values of "
            f"{_VALUE} characters.",
            param="metadata",
            code="invalid_value",
        )
    return metadata


def _may_keep(asked: Asked) -> None:
    if asked.caller.zdr:
        raise InvalidRequest(
            "A conversation cannot be kept under zero data retention.",
            hint="Send the whole input with each request.",
            code="zero_data_retention",
        )


def _missing(param: str) -> InvalidRequest:
    return InvalidRequest(
        f"Missing required parameter: '{param}'.", param=param, code="missing_required_parameter"
    )


def _no_item(name: str) -> UsageError:
    return UsageError(f"Item with id '{shortened(name)}' not found.", code="not_found", status=404)


def _object(found: Conversation) -> Reply:
    return _json(
        {
            "id": found.id,
            "object": "conversation",
            "created_at": found.created_at,
            "metadata": found.metadata,
        }
    )


def _json(value: object) -> Reply:
    return Reply(msgspec.json.encode(value))
