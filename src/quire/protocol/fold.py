"""Folding the events of an answer into its Response."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec import Raw

from quire.errors import StreamBroken
from quire.protocol.events import TERMINAL, Event, Lifecycle, OutputItemDone
from quire.protocol.items import Item, kind_of
from quire.protocol.responses import Response, read_response


class Fold:
    """Takes the events of one answer in turn and keeps what its Response is made of."""

    def __init__(self) -> None:
        """Begin an answer."""
        self._items: dict[int, Item] = {}
        self._last: Response | None = None

    def accept(self, event: Event) -> None:
        """Take the next event."""
        if isinstance(event, OutputItemDone):
            self._items[event.output_index] = event.item
        elif isinstance(event, Lifecycle) and isinstance(event, TERMINAL):
            self._last = event.response

    def response(self) -> Response:
        """Return the whole answer; finished items that its last event lacks are put in place.

        Raises StreamBroken when no terminal event came.
        """
        if self._last is None:
            raise StreamBroken("The answer has no last event.", hint="Ask again.")
        shown = {_identity(item) for item in self._last.output}
        if all(_identity(item) in shown for item in self._items.values()):
            return self._last
        return with_output(self._last, _merged(self._items, self._last.output))


def fold(events: Iterable[Event]) -> Response:
    """Return the Response that `events` tell. Raises StreamBroken when they have no end."""
    folded = Fold()
    for event in events:
        folded.accept(event)
    return folded.response()


def with_output(response: Response, output: Iterable[Item]) -> Response:
    """Return `response` with other items; the keys that Quire does not know stay."""
    whole = msgspec.json.decode(response.wire(), type=dict[str, Raw])
    whole["output"] = Raw(msgspec.json.encode([Raw(item.wire()) for item in output]))
    return read_response(msgspec.json.encode(whole))


def _merged(done: dict[int, Item], shown: tuple[Item, ...]) -> list[Item]:
    known = {_identity(item) for item in done.values()}
    extra = [item for item in shown if _identity(item) not in known]
    return [*(item for _, item in sorted(done.items(), key=lambda pair: pair[0])), *extra]


def _identity(item: Item) -> tuple[str, str | None, str | None]:
    return (kind_of(item), item.id, getattr(item, "call_id", None))
