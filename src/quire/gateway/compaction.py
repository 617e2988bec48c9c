"""Compaction without a model: what is settled is folded into one opaque item, and unfolded here.

Kept as they are: the words of users, system and developers. Folded: the answers, the newest
opaque reasoning, and everything since the last user message. Dropped: the commands, patches and
outputs of orders that were answered, whose outcome the answers tell. Every model can go on from
it, because the door unfolds the item before a model is asked.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence

import msgspec
from msgspec import Raw

from quire.errors import InvalidRequest
from quire.gateway.listed import listed
from quire.models.streams import closing
from quire.protocol.events import Completed, Event
from quire.protocol.fold import with_output
from quire.protocol.items import Compaction, Item, Message, Reasoning, kind_of, read_item
from quire.protocol.model import Model
from quire.protocol.narration import narrate, narrate_item, new_id
from quire.protocol.requests import Request
from quire.protocol.responses import Usage

TRIGGER = "compaction_trigger"
_MARK, _WHOLE_MARK = "quire1.", "quire1w."
CHARACTERS_PER_TOKEN = 4


def compacted(context: Sequence[Item]) -> tuple[Item, ...]:
    """Return a shorter context: the words of people, then one compaction item."""
    said = [listed(item) for item in context if _of_people(item)]
    return (*said, fold(context))


def fold(context: Sequence[Item]) -> Compaction:
    """Return the compaction item that stands for everything but the words of people."""
    # Each is told with how many words of people come before it, so that the order can be restored.
    rows = [
        (sum(map(_of_people, context[:place])), item)
        for place, item in _kept(context)
        if not _of_people(item)
    ]
    return _packed(_MARK, rows)


def fold_whole(context: Sequence[Item]) -> Compaction:
    """Return the compaction item that stands for all of a context; what is before it may go."""
    return _packed(_WHOLE_MARK, [(0, item) for _, item in _kept(context)])


def folds(context: Sequence[Item]) -> bool:
    """Return whether a context ends with the wish to be compacted."""
    return bool(context) and kind_of(context[-1]) == TRIGGER


class Folding:
    """A Model whose answer is the compaction of what it was asked."""

    async def respond(self, request: Request) -> AsyncIterator[Event]:
        """Yield the events of an answer that is one compaction item."""
        folded = fold_whole(request.input[:-1])
        given, told = tokens(request.body()), tokens(folded.wire())
        usage = Usage(input_tokens=given, output_tokens=told, total_tokens=given + told)
        for event in narrate((folded,), model=request.model, usage=usage):
            yield event


class Compacting:
    """A Model that answers as another one does, and folds what was said behind its answer."""

    def __init__(self, model: Model) -> None:
        """Answer as `model` does."""
        self._model = model

    async def respond(self, request: Request) -> AsyncIterator[Event]:
        """Yield the events of the answer; its last item stands for all that comes before it."""
        async with closing(self._model.respond(request)) as stream:
            async for event in stream:
                if not isinstance(event, Completed):
                    yield event
                    continue
                output = event.response.output
                folded = fold_whole((*request.input, *output))
                for told in narrate_item(len(output), folded):
                    yield told
                yield Completed(response=with_output(event.response, (*output, folded)))


def crosses(request: Request, context: Request) -> bool:
    """Return whether a context is as long as the request's `compact_threshold`, in tokens."""
    wishes = request.rest.get("context_management")
    thresholds = [
        wish["compact_threshold"]
        for wish in (wishes if isinstance(wishes, list | tuple) else ())
        if isinstance(wish, Mapping) and isinstance(wish.get("compact_threshold"), int)
    ]
    return bool(thresholds) and tokens(context.body()) >= min(thresholds)


def unfolded(context: Iterable[Item]) -> Iterator[Item]:
    """Yield a context with our own compaction items opened; those of others pass."""
    pending: list[Item] = []
    for item in context:
        opaque = item.encrypted_content if isinstance(item, Compaction) else ""
        if opaque.startswith(_WHOLE_MARK):
            pending = [inner for _, inner in _rows(opaque)]
        elif opaque.startswith(_MARK):
            pending = _merged(pending, _rows(opaque))
        else:
            pending.append(item)
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


def _kept(context: Sequence[Item]) -> Iterator[tuple[int, Item]]:
    """Yield what is not dropped, with its place."""
    last = max((place for place, item in enumerate(context) if _of_user(item)), default=0)
    opaque = [item for item in context[:last] if _opaque(item)][-1:]
    for place, item in enumerate(context):
        if place >= last or isinstance(item, Message) or item in opaque:
            yield place, item


def _packed(mark: str, rows: Sequence[tuple[int, Item]]) -> Compaction:
    plain = msgspec.json.encode([(after, Raw(item.wire())) for after, item in rows])
    packed = base64.b85encode(zlib.compress(plain)).decode()
    return Compaction(id=new_id("cmp_"), encrypted_content=mark + packed)


def _rows(opaque: str) -> list[tuple[int, Item]]:
    try:
        packed = zlib.decompress(base64.b85decode(opaque.partition(".")[2]))
        rows = msgspec.json.decode(packed, type=list[tuple[int, Raw]])
        return [(after, read_item(raw)) for after, raw in rows]
    except (ValueError, zlib.error, msgspec.MsgspecError) as error:
        raise InvalidRequest(
            "A compaction item is not as it was made.",
            hint="Send it back unchanged, or send the items that it stands for.",
            param="input",
            code="invalid_compaction",
        ) from error


def _of_people(item: Item) -> bool:
    return isinstance(item, Message) and item.role != "assistant"


def _of_user(item: Item) -> bool:
    return isinstance(item, Message) and item.role == "user"


def _opaque(item: Item) -> bool:
    return isinstance(item, Reasoning) and item.encrypted_content is not None
