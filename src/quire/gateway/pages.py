"""Pages of a list of items, as the API gives them out."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec import Raw

from quire.errors import InvalidRequest
from quire.gateway.exchange import Asked
from quire.gateway.telling import ENCRYPTED, without_opaque
from quire.protocol.items import Item

_DEFAULT, _MOST = 20, 100


def page(given: Sequence[Item], asked: Asked) -> bytes:
    """Return the page of `given` (oldest first) that a query asks for, as a list object.

    Query: `limit` 1-100 (20), `order` asc or desc (desc), `after` an item's id, `include`. Raises
    InvalidRequest.
    """
    limit = asked.number("limit")
    limit = _DEFAULT if limit is None else limit
    if not 1 <= limit <= _MOST:
        raise _bad("limit", f"{limit} is not between 1 and {_MOST}")
    order = asked.one("order", "desc")
    if order not in ("asc", "desc"):
        raise _bad("order", f"{order!r} is not 'asc' or 'desc'")
    whole = list(given) if order == "asc" else list(reversed(given))
    start = _start(whole, asked.one("after"))
    shown = whole[start : start + limit]
    return msgspec.json.encode(
        {
            "object": "list",
            "data": [Raw(seen(item, asked).wire()) for item in shown],
            "first_id": shown[0].id if shown else None,
            "last_id": shown[-1].id if shown else None,
            "has_more": start + limit < len(whole),
        }
    )


def seen(item: Item, asked: Asked) -> Item:
    """Return an item as a query asks for it: encrypted reasoning only where it is included."""
    return item if ENCRYPTED in asked.query.get("include", ()) else without_opaque(item)


def _start(whole: Sequence[Item], after: str) -> int:
    if not after:
        return 0
    for place in range(len(whole), 0, -1):  # the last of an id: clients give one to several items
        if whole[place - 1].id == after:
            return place
    raise _bad("after", f"there is no item {after!r} in this list")


def _bad(param: str, fault: str) -> InvalidRequest:
    return InvalidRequest(
        f"Invalid value for '{param}': {fault}.", param=param, code="invalid_value"
    )
