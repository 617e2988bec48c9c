"""The legal order of an answer's events, and what must stay the same from one to the next."""

from __future__ import annotations

from quire.errors import StreamBroken
from quire.protocol import events
from quire.protocol.events import Event, type_of
from quire.protocol.items import Item, kind_of

# Inside an item: which event opens a numbered piece of it, and which ones fill or close it.
_OPENING: dict[type[Event], str] = {
    events.ContentPartAdded: "content_index",
    events.SummaryPartAdded: "summary_index",
    events.CommandAdded: "command_index",
}
_FILLING: dict[type[Event], str] = {
    events.TextDelta: "content_index",
    events.TextDone: "content_index",
    events.RefusalDelta: "content_index",
    events.RefusalDone: "content_index",
    events.ContentPartDone: "content_index",
    events.SummaryDelta: "summary_index",
    events.SummaryDone: "summary_index",
    events.SummaryPartDone: "summary_index",
    events.CommandDelta: "command_index",
    events.CommandDone: "command_index",
}
_Piece = (
    events.ContentPartAdded
    | events.SummaryPartAdded
    | events.CommandAdded
    | events.TextDelta
    | events.TextDone
    | events.RefusalDelta
    | events.RefusalDone
    | events.ContentPartDone
    | events.SummaryDelta
    | events.SummaryDone
    | events.SummaryPartDone
    | events.CommandDelta
    | events.CommandDone
)
_Inside = (
    _Piece
    | events.ArgumentsDelta
    | events.ArgumentsDone
    | events.InputDelta
    | events.InputDone
    | events.DiffDelta
    | events.DiffDone
)


class Order:
    """Accepts the events of one answer in turn, and refuses what no official reader takes.

    An item may be done without having been begun, and an error may come at any time before
    the end: real servers do both (responses-api, legal order and constancy).
    """

    def __init__(self) -> None:
        """Begin an answer."""
        self.ended = False
        self._response_id: str | None = None
        self._number = -1
        self._open: dict[int, Item] = {}
        self._done: dict[int, Item] = {}
        self._pieces: set[tuple[int, str, int]] = set()

    def accept(self, event: Event) -> None:
        """Take the next event. Raises StreamBroken that names it when it is out of order."""
        if self.ended:
            raise _broken(event, "comes after the end of the answer")
        self._count(event)
        if self._response_id is None and not isinstance(event, events.Created | events.ErrorEvent):
            raise _broken(event, "comes before 'response.created'")
        match event:
            case events.Lifecycle():
                self._lifecycle(event)
            case events.OutputItemAdded():
                self._begin(event)
            case events.OutputItemDone():
                self._finish(event)
            case _:
                self._inside(event)

    def close(self) -> None:
        """Say that no more events come. Raises StreamBroken when the answer has not ended."""
        if not self.ended:
            raise StreamBroken(
                "The answer ended without 'response.completed', 'incomplete' or 'failed'.",
                hint="Ask again.",
            )

    def _count(self, event: Event) -> None:
        # Some gateways number nothing, which reads as 0 throughout.
        unnumbered = event.sequence_number == 0 and self._number <= 0
        if event.sequence_number <= self._number and not unnumbered:
            raise _broken(event, f"has number {event.sequence_number} after {self._number}")
        self._number = event.sequence_number

    def _lifecycle(self, event: events.Lifecycle) -> None:
        if isinstance(event, events.Created) and self._response_id is not None:
            raise _broken(event, "comes twice")
        known = self._response_id or event.response.id
        if event.response.id != known:
            raise _broken(event, f"names response {event.response.id!r}, before it was {known!r}")
        self._response_id = known
        if isinstance(event, events.TERMINAL):
            self._end(event)

    def _end(self, event: events.Lifecycle) -> None:
        self.ended = True
        if not isinstance(event, events.Completed):
            return
        final = {_identity(item): item for item in event.response.output}
        for index, item in self._open.items():
            if _identity(item) not in final:
                raise _broken(event, f"lacks the unfinished item {item.id!r} (output {index})")
        for item in self._done.values():
            same = final.get(_identity(item))
            if same is not None and same.id != item.id:
                raise _broken(event, f"calls item {item.id!r} {same.id!r}")

    def _begin(self, event: events.OutputItemAdded) -> None:
        index = event.output_index
        if index in self._open or index in self._done:
            raise _broken(event, f"begins output {index} twice")
        self._open[index] = event.item

    def _finish(self, event: events.OutputItemDone) -> None:
        index = event.output_index
        if index in self._done:
            raise _broken(event, f"ends output {index} twice")
        begun = self._open.pop(index, event.item)
        if (begun.id, _identity(begun)) != (event.item.id, _identity(event.item)):
            raise _broken(
                event, f"ends {_named(event.item)} where output {index} began as {_named(begun)}"
            )
        self._done[index] = event.item

    def _inside(self, event: Event) -> None:
        if not isinstance(event, _Inside):
            return
        index = event.output_index
        item = self._open.get(index)
        if item is None:
            raise _broken(event, f"speaks of output {index}, where no item is being made")
        # Commands name their item by its place alone.
        name: str | None = getattr(event, "item_id", None)
        if name and item.id and name != item.id:
            raise _broken(event, f"names item {name!r}, output {index} is {item.id!r}")
        if isinstance(event, _Piece):
            self._piece(event, index)

    def _piece(self, event: _Piece, index: int) -> None:
        opening = _OPENING.get(type(event))
        field = opening or _FILLING[type(event)]
        piece = (index, field, int(getattr(event, field)))
        if opening:
            self._pieces.add(piece)
        elif piece not in self._pieces:
            raise _broken(event, f"fills {field} {piece[2]} of output {index} before it was added")


def _identity(item: Item) -> tuple[str, str | None, str | None]:
    """Return what tells an item from others: its kind, and its call id or else its id."""
    call_id: str | None = getattr(item, "call_id", None)
    return (kind_of(item), call_id, None if call_id else item.id)


def _named(item: Item) -> str:
    return f"{kind_of(item)} {item.id!r}"


def _broken(event: Event, fault: str) -> StreamBroken:
    return StreamBroken(
        f"Event {event.sequence_number} {type_of(event)!r} {fault}.",
        hint="The upstream breaks the order of the Responses API; ask again or use another one.",
    )
