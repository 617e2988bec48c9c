"""Compaction without a model: what is settled is folded into one opaque item, and unfolded here.

Kept as they are: the words of users, system and developers. Folded: the answers, the newest
opaque reasoning, and everything since the last user message. Dropped: the commands, patches and
outputs of orders that were answered, whose outcome the answers tell. Every model can go on from
it, because the door unfolds the item before a model is asked.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec import Raw

from quire.gateway.listed import listed
from quire.protocol.items import Compaction, Item, Message, Reasoning, read_item
from quire.protocol.narration import new_id

_MARK = "quire1."
CHARACTERS_PER_TOKEN = 4


def compacted(context: Sequence[Item]) -> tuple[Item, ...]:
    """Return a shorter context: the words of people, then one compaction item."""
    said = [listed(item) for item in context if _of_people(item)]
    return (*said, fold(context))


def fold(context: Sequence[Item]) -> Compaction:
    """Return the compaction item that stands for everything but the words of people."""
    last = max((place for place, item in enumerate(context) if _of_user(item)), default=0)
    opaque = [item for item in context[:last] if _opaque(item)][-1:]
    kept = [
        (place, item)
        for place, item in enumerate(context)
        if not _of_people(item) and (place > last or isinstance(item, Message) or item in opaque)
    ]
    # Each is told with how many words of people come before it, so that the order can be restored.
    rows = [(sum(map(_of_people, context[:place])), Raw(item.wire())) for place, item in kept]
    packed = base64.b85encode(zlib.compress(msgspec.json.encode(rows))).decode()
    return Compaction(id=new_id("cmp_"), encrypted_content=_MARK + packed)


def unfolded(context: Iterable[Item]) -> Iterator[Item]:
    """Yield a context with our own compaction items opened; those of others pass."""
    pending: list[Item] = []
    for item in context:
        if not isinstance(item, Compaction) or not item.encrypted_content.startswith(_MARK):
            pending.append(item)
            continue
        pending = _merged(pending, _rows(item))
    yield from pending


def tokens(data: bytes) -> int:
    """Return about how many tokens a JSON body counts for, at four characters a token."""
    return -(-len(data.decode("utf-8", "replace")) // CHARACTERS_PER_TOKEN)


def _merged(said: list[Item], rows: list[tuple[int, Item]]) -> list[Item]:
    """Put each row back to where as many words of people come before it as did then."""
    whole: list[Item] = []
    count = 0
    for item in said:
        if _of_people(item):
            whole += [inner for after, inner in rows if after == count]
            count += 1
        whole.append(item)
    return [*whole, *(inner for after, inner in rows if after >= count)]


def _rows(item: Compaction) -> list[tuple[int, Item]]:
    packed = zlib.decompress(base64.b85decode(item.encrypted_content.removeprefix(_MARK)))
    rows = msgspec.json.decode(packed, type=list[tuple[int, Raw]])
    return [(after, read_item(raw)) for after, raw in rows]


def _of_people(item: Item) -> bool:
    return isinstance(item, Message) and item.role != "assistant"


def _of_user(item: Item) -> bool:
    return isinstance(item, Message) and item.role == "user"


def _opaque(item: Item) -> bool:
    return isinstance(item, Reasoning) and item.encrypted_content is not None
