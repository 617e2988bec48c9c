"""Answers cut in the gateway: at a `stop` text, and at the limit that the engine does not know.

Source: Chat Completions, `stop` (the text itself is not told); Responses, `max_output_tokens`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import msgspec

from quire.gateway.compaction import CHARACTERS_PER_TOKEN, tokens
from quire.models.catalogue import EMBEDDED, entry
from quire.models.passing import unframed
from quire.models.streams import closing
from quire.protocol import events, items
from quire.protocol.items import Item, Part
from quire.protocol.model import Model
from quire.protocol.requests import Request
from quire.protocol.responses import Response, Usage


def cut(model: Model, request: Request) -> Model:
    """Return a Model whose answers end where `request` says; the same one where it says nothing.

    A limit of tokens cuts the words of the engine, at four characters a token; its calls are
    whole. Upstreams heed theirs themselves.
    """
    given = request.rest.get("stop")
    texts = [given] if isinstance(given, str) else given if isinstance(given, list | tuple) else ()
    stops = tuple(text for text in texts if isinstance(text, str) and text)
    ours = entry(request.model).creator == EMBEDDED and request.max_output_tokens is not None
    most = (request.max_output_tokens or 0) * CHARACTERS_PER_TOKEN if ours else None
    return _Cut(model, stops, most) if stops or ours else model


class _Cut:
    def __init__(self, model: Model, stops: tuple[str, ...], most: int | None) -> None:
        self._model = model
        self._stops = stops
        self._most = most

    async def respond(self, request: Request) -> AsyncIterator[events.Event]:
        """Answer as the other Model does, and leave it where the answer is cut."""
        cutting = _Cutting(request, self._stops, self._most)
        async with closing(self._model.respond(unframed(request))) as stream:
            async for event in stream:
                for told in cutting.told(event):
                    yield told
                if cutting.over:
                    return


class _Cutting:
    """One answer as it goes; what may be the beginning of a stop is held back."""

    def __init__(self, request: Request, stops: tuple[str, ...], most: int | None) -> None:
        self._request = request
        self._stops = stops
        self._room = most
        self._head: Response | None = None
        self._done: dict[int, Item] = {}
        self._item: Item | None = None
        self._parts: list[Part] = []
        self._text = self._held = ""
        self.over = False

    def told(self, event: events.Event) -> Iterator[events.Event]:
        """Yield what leaves when `event` comes; the last of it ends the answer where it is cut."""
        match event:
            case events.TextDelta():
                yield from self._piece(event)
                return
            case events.TextDone() if self._held:
                yield _piece(event, self._held)
            case events.Created() | events.InProgress():
                self._head = event.response
            case events.OutputItemAdded(item=item):
                self._item, self._parts = item, []
            case events.ContentPartAdded():
                self._text = self._held = ""
            case events.ContentPartDone(part=part):
                self._parts.append(part)
            case events.OutputItemDone(item=item, output_index=place):
                self._done[place] = item
        yield event

    def _piece(self, event: events.TextDelta) -> Iterator[events.Event]:
        fresh = self._held + event.delta
        ends = [place for stop in self._stops if (place := fresh.find(stop)) >= 0]
        end = min(ends, default=len(fresh) + 1)
        if self._room is not None and min(end, len(fresh)) > self._room:
            yield from self._ended(event, fresh[: self._room], "max_output_tokens")
        elif ends:
            yield from self._ended(event, fresh[:end], "")
        else:
            shown = fresh[: len(fresh) - self._doubtful(fresh)]
            self._held = fresh[len(shown) :]
            self._text += shown
            if self._room is not None:
                self._room -= len(shown)
            if shown:
                yield event if shown == event.delta else _piece(event, shown)

    def _doubtful(self, text: str) -> int:
        """Return how much of a text's end may be the beginning of a stop."""
        longest = max(map(len, self._stops), default=1) - 1
        lengths = range(min(longest, len(text)), 0, -1)
        return next(
            (n for n in lengths if any(stop.startswith(text[-n:]) for stop in self._stops)), 0
        )

    def _ended(self, event: events.TextDelta, last: str, reason: str) -> Iterator[events.Event]:
        """Yield the end of an answer that is cut in the text of `event`, after its `last` words."""
        self.over = True
        if last:
            yield _piece(event, last)
        where = {name: getattr(event, name) for name in ("item_id", "output_index")}
        part = items.output_text(self._text + last)
        yield events.TextDone(text=self._text + last, content_index=event.content_index, **where)
        yield events.ContentPartDone(part=part, content_index=event.content_index, **where)
        status: items.Status = "incomplete" if reason else "completed"
        message = items.Message(
            id=event.item_id, role="assistant", content=(*self._parts, part), status=status
        )
        yield events.OutputItemDone(item=message, output_index=event.output_index)
        self._done[event.output_index] = message
        kind = events.Incomplete if reason else events.Completed
        yield kind(response=self._response(status, reason))

    def _response(self, status: items.Status, reason: str) -> Response:
        """Return the whole answer; its tokens are estimates, because the model is not heard out."""
        output = tuple(self._done[place] for place in sorted(self._done))
        given = tokens(self._request.body())
        told = sum(map(_tokens, output))
        head = self._head or Response(id="", status=status, model=self._request.model)
        return msgspec.structs.replace(
            head,
            status=status,
            output=output,
            usage=Usage(input_tokens=given, output_tokens=told, total_tokens=given + told),
            incomplete_details={"reason": reason} if reason else None,
        )


def _tokens(item: Item) -> int:
    """Return about how many tokens an item has: those of its words, or of all that it is."""
    match item:
        case items.Message(content=tuple() as parts) | items.Reasoning(summary=parts):
            return tokens("".join(part.text or "" for part in parts).encode())
        case _:
            return tokens(item.wire())


def _piece(event: events.TextDelta | events.TextDone, text: str) -> events.TextDelta:
    return events.TextDelta(
        item_id=event.item_id,
        output_index=event.output_index,
        content_index=event.content_index,
        delta=text,
    )
