"""Reading an upstream's answer: bytes in, events out, and every way it can go wrong said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import get_args

import msgspec

from quire.errors import InvalidRequest, StreamBroken, UpstreamError
from quire.models.failures import complaint_in, complaint_of, failure_within, words_of
from quire.models.passing import Cutter, Frames, Head, glance, passing
from quire.protocol import events, items
from quire.protocol.narration import narrate
from quire.protocol.responses import Response, read_response
from quire.protocol.sse import DONE as DONE_FRAME
from quire.protocol.sse import Decoder, ServerEvent

DONE = "[DONE]"
_delta = attrgetter("delta")
_RESPONSE, _GOES_ON = b'"response":', "response.in_progress"


class Reading:
    """Folds the bytes of one streamed answer into events.

    Beyond decoding it makes the answer whole: an item that only the last event shows gets its
    own event, and a last event without items is given those that came before it.
    """

    def __init__(self, name: str, *, passing: bool = False, empty: bool = False) -> None:
        """Begin to read an answer of the provider `name`; with `passing`, deltas are `Frames`.

        With `empty`, an answer with nothing in it is an answer.
        """
        self._name = name
        self._empty = empty
        self._decoder = Decoder()
        self._cutter = Cutter(events=True) if passing else None
        self._done: list[events.OutputItemDone] = []
        self._count = 0
        self._opening: tuple[bytes, Response] | None = None
        self.over = False

    def run(self, piece: bytes) -> Frames | None:
        """Return a piece that is one run of deltas as it came, None where it has to be fed."""
        plain = self._cutter is not None and not self.over and self._cutter.plain(piece)
        _, heads = glance(piece) if plain else ((), None)
        if not heads or passing(heads, self._count) < len(heads):
            return None
        return self._passed(heads, piece)

    def feed(self, data: bytes) -> Iterator[events.Event]:
        """Yield the events that `data` completes.

        Raises UpstreamError for a failure that the answer tells of, and for an answer with
        nothing in it; StreamBroken for what is not the protocol.
        """
        if self._cutter is None:
            yield from self._framed(self._decoder.feed(data))
        else:
            yield from self._cut(self._cutter.cut(data))

    def end(self) -> Iterator[events.Event]:
        """Yield what is left when no more bytes come.

        Raises StreamBroken when the answer is not over then, and what `feed` raises.
        """
        if self._cutter is None:
            yield from self._framed(self._decoder.end())
        else:
            yield from self._cut(self._cutter.end())
        if not self.over:
            seen = f"after {self._count} events" if self._count else "before it began"
            raise StreamBroken(f"{self._name} ended its answer {seen}, without a last event.")

    def whole(self, body: bytes) -> Iterator[events.Event]:
        """Yield the events of an answer that came as one JSON object.

        Raises UpstreamError when it is something else, in its own words.
        """
        try:
            fields: object = msgspec.json.decode(body)
        except (msgspec.DecodeError, ValueError) as error:
            raise self.not_an_answer(body) from error
        if not isinstance(fields, dict) or (fields.get("error") and "output" not in fields):
            raise failure_within(self._name, complaint_of(body))
        try:
            response = read_response(body)
        except InvalidRequest as error:
            raise self.not_an_answer(body) from error
        for event in _narrated(response):
            yield from self.take(event)

    def _framed(self, frames: list[ServerEvent]) -> Iterator[events.Event]:
        for frame in frames:
            if self.over:
                return
            if frame.data.strip() not in ("", DONE):
                yield from self.take(self._event(frame.data.encode()))

    def _cut(self, run: bytes) -> Iterator[events.Event]:
        """Yield what the frames of a run become: deltas together, every other frame decoded."""
        assert self._cutter is not None
        run = run.removesuffix(DONE_FRAME)
        frames, heads = glance(run)
        if heads is None and not self._cutter.strict:
            frames, heads = glance(self._cutter.brought(run))
        start, whole = 0, len(frames)
        while start < whole and not self.over:
            stop = start + passing(heads[start:] if heads else (), self._count)
            if stop > start:
                data = b"".join([frame for frame, _ in frames[start:stop]])
                yield self._passed((heads or ())[start:stop], data)
            else:
                stop = start + 1
                yield from self.take(self._read(frames[start][1], heads[start] if heads else None))
            start = stop

    def _passed(self, heads: Sequence[Head], data: bytes) -> Frames:
        first, count = self._count, len(heads)
        self._count += count
        characters = sum(map(len, map(_delta, heads)))
        return Frames(sequence_number=first, data=data, count=count, characters=characters)

    def message(self, data: bytes) -> Iterator[events.Event]:
        """Yield what one event becomes that came without a frame. Raises what `feed` raises."""
        return self.take(self._event(data))

    def not_an_answer(self, body: bytes) -> UpstreamError:
        """Return the error that a body which is no answer means."""
        words = words_of(body)
        return UpstreamError(
            f"{self._name} answered 200 with something that is not an answer: {words}"
            if words
            else f"{self._name} answered 200 with an empty body.",
            hint="Check that the address speaks the Responses API.",
            code="not_an_answer",
        )

    def _read(self, data: bytes, head: Head | None) -> events.Event:
        """Read an event; a response that is the same in both events of a beginning is read once."""
        inner = data[data.find(_RESPONSE) :]
        begun, response = self._opening or (b"", None)
        if response is not None and inner == begun and head is not None and head.type == _GOES_ON:
            number = max(0, head.sequence_number)
            same = events.InProgress(sequence_number=number, response=response)
            same.__dict__["received"] = data
            return same
        event = self._event(data)
        if isinstance(event, events.Created):
            self._opening = (inner, event.response)
        return event

    def _event(self, data: bytes) -> events.Event:
        try:
            return events.read_event(data)
        except (StreamBroken, InvalidRequest) as error:
            complaint = _bare_error(data)
            if complaint is not None:
                raise failure_within(self._name, complaint_in(complaint)) from error
            raise StreamBroken(
                f"{self._name} sent something that is not an event: {words_of(data)}",
                hint="Check that the address speaks the Responses API.",
            ) from error

    def take(self, event: events.Event) -> Iterator[events.Event]:
        """Yield what a decoded event becomes. Raises what `feed` raises."""
        match event:
            case events.ErrorEvent():
                raise failure_within(self._name, complaint_in(msgspec.json.decode(event.wire())))
            case (
                events.Failed(response=response)
                | events.Completed(response=Response(status="failed") as response)
            ):
                raise failure_within(self._name, complaint_in(response.error))
            case events.OutputItemDone():
                self._done.append(event)
                yield self._numbered(event)
            case events.Completed(response=Response(status="completed")):
                yield from self._ended(event)
            case events.Completed(response=response) | events.Incomplete(response=response):
                yield from self._ended(events.Incomplete(response=_early(response)))
                raise self._cut_short(response)
            case _:
                yield self._numbered(event)

    def _ended(self, last: events.Completed | events.Incomplete) -> Iterator[events.Event]:
        for missing in self._missing(last.response.output):
            self._done.append(missing)
            yield self._numbered(missing)
        output = tuple(done.item for done in sorted(self._done, key=lambda d: d.output_index))
        silent = isinstance(last, events.Completed) and not any(map(_says_something, output))
        if silent and not self._empty:
            raise UpstreamError(
                f"{self._name} answered with nothing: no text and no call.", code="empty_answer"
            )
        self.over = True
        if output and not last.response.output:
            last = type(last)(response=msgspec.structs.replace(last.response, output=output))
        yield self._numbered(last)

    def _missing(self, output: tuple[items.Item, ...]) -> list[events.OutputItemDone]:
        """Return events for the items of `output` that had none, and never one for a second time.

        Upstreams get indexes and ids wrong, and a call that is told twice might be run twice.
        """
        if len(self._done) >= len(output):
            return []
        seen = {name for done in self._done for name in _names(done.item)}
        return [
            events.OutputItemDone(output_index=index, item=item)
            for index, item in enumerate(output)
            if not seen & _names(item)
        ]

    def _cut_short(self, response: Response) -> UpstreamError:
        reason = (response.incomplete_details or {}).get("reason") or response.status
        return UpstreamError(
            f"{self._name} ended its answer early: {reason}.",
            hint="Allow more output tokens, or ask for less at once."
            if reason == "max_output_tokens"
            else "",
            code="incomplete",
            retryable=False,
        )

    def _numbered(self, event: events.Event) -> events.Event:
        self._count += 1
        return event.numbered(self._count - 1)


def _narrated(response: Response) -> Iterator[events.Event]:
    *story, last = narrate(
        response.output, model=response.model, response_id=response.id, rest=response.rest
    )
    yield from story
    assert isinstance(last, events.Completed)
    whole = msgspec.structs.replace(response, output=last.response.output)
    yield events.Completed(response=whole)


def _early(response: Response) -> Response:
    details = response.incomplete_details or {"reason": response.status}
    return msgspec.structs.replace(response, status="incomplete", incomplete_details=details)


def _names(item: items.Item) -> set[str]:
    return {name for name in (item.id, getattr(item, "call_id", None)) if name}


def _bare_error(data: bytes) -> object | None:
    """Return an object with an `error` and no `type`, as some gateways send in mid-answer."""
    try:
        whole: object = msgspec.json.decode(data)
    except (msgspec.DecodeError, ValueError):
        return None
    return whole if isinstance(whole, dict) and whole.get("error") else None


def _says_something(item: items.Item) -> bool:
    match item:
        case items.Message(content=content):
            return bool(items.text_of(content).strip())
        case items.Reasoning():
            return False
        case _:
            return True


def is_call(item: items.Item) -> bool:
    """Return whether `item` is a whole call that the client is to run."""
    return isinstance(item, get_args(items.Call)) and (
        getattr(item, "status", None) != "incomplete"
    )
