"""The answer of a Chat Completions server, read event by event as a Responses stream."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec import Struct

from quire.errors import StreamBroken, UpstreamError
from quire.protocol import events, items
from quire.protocol.emulation import Emulation, meant_by
from quire.protocol.items import Item, Json
from quire.protocol.narration import narrate_item, new_id, with_id
from quire.protocol.responses import InputDetails, OutputDetails, Response, Usage


class _Function(Struct, frozen=True):
    name: str | None = None
    arguments: str | None = None


class _Piece(Struct, frozen=True):
    index: int | None = None
    id: str | None = None
    function: _Function = _Function()


class _Delta(Struct, frozen=True):
    content: str | None = None
    refusal: str | None = None
    reasoning: str | None = None
    reasoning_content: str | None = None
    tool_calls: tuple[_Piece, ...] | None = None


class _Likely(Struct, frozen=True):
    content: tuple[Json, ...] | None = None


class _Choice(Struct, frozen=True):
    delta: _Delta | None = None
    message: _Delta | None = None
    logprobs: _Likely | None = None
    finish_reason: str | None = None


class _Details(Struct, frozen=True):
    cached_tokens: int | None = None
    reasoning_tokens: int | None = None


class Totals(Struct, frozen=True):
    """The tokens of an answer as a chunk tells them."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    total_tokens: int | None = None
    prompt_tokens_details: _Details | None = None
    completion_tokens_details: _Details | None = None
    cost: float | None = None


class _Error(Struct, frozen=True):
    message: str = ""
    code: int | str | None = None


class _Chunk(Struct, frozen=True):
    model: str | None = None
    choices: tuple[_Choice, ...] | None = None
    usage: Totals | None = None
    error: _Error | str | None = None


class _Open(Struct):
    """An item that is being written: its place, its id and its text so far."""

    index: int
    id: str
    call_id: str = ""
    name: str = ""
    text: str = ""
    told: bool = False
    logprobs: tuple[Json, ...] = ()


class ChunkReader:
    """Feeds on the `data` of chat chunks and gives the events of the answer they mean.

    A whole `chat.completion` object is read as one chunk. `rest` holds further keys of the
    response, such as the effort that was applied.
    """

    def __init__(self, model: str, emulation: Emulation, rest: Json | None = None) -> None:
        """Begin to read the answer of `model`, which may call what `emulation` plays."""
        self._model = model
        self._emulation = emulation
        self._id = new_id("resp_")
        self._number = 0
        self._rest = rest or {}
        self._output: dict[int, Item] = {}
        self._reasoning: _Open | None = None
        self._message: _Open | None = None
        self._calls: dict[int, _Open] = {}
        self._closed: set[int] = set()
        self._reason: str | None = None
        self._usage: Usage | None = None
        self._places = 0

    @property
    def finished(self) -> bool:
        """Whether a finish reason has come, so that the answer can be closed."""
        return self._reason is not None

    def begin(self) -> list[events.Event]:
        """Return the events that open the answer."""
        head = self._response("in_progress")
        return self._numbered(
            iter((events.Created(response=head), events.InProgress(response=head)))
        )

    def feed(self, data: str) -> list[events.Event]:
        """Return the events that one chunk stands for.

        Raises StreamBroken for what is no chunk, UpstreamError for an inline error.
        """
        try:
            chunk = msgspec.json.decode(data, type=_Chunk)
        except msgspec.MsgspecError as error:
            raise StreamBroken(f"The stream holds something that is no chunk: {error}") from error
        if chunk.error is not None:
            words = chunk.error if isinstance(chunk.error, str) else chunk.error.message
            raise UpstreamError(words or "The upstream broke off with an error.")
        self._model = chunk.model or self._model
        if chunk.usage is not None:
            self._usage = usage_of(chunk.usage)
        return self._numbered(
            event for choice in (chunk.choices or ())[:1] for event in self._choice(choice)
        )

    def end(self) -> list[events.Event]:
        """Return the events that close the answer.

        Raises StreamBroken where the stream stopped before a finish reason.
        """
        if self._reason is None:
            raise StreamBroken("The stream ended before the answer did.")
        return self._numbered(self._closing())

    def _choice(self, choice: _Choice) -> Iterator[events.Event]:
        delta = choice.delta or choice.message or _Delta()
        if thought := delta.reasoning or delta.reasoning_content:
            yield from self._think(thought)
        if text := delta.content or delta.refusal:
            yield from self._close_reasoning()
            yield from self._say(text, (choice.logprobs or _Likely()).content or ())
        for place, piece in enumerate(delta.tool_calls or ()):
            yield from self._close_reasoning()
            yield from self._close_message()
            yield from self._call(place if piece.index is None else piece.index, piece)
        self._reason = choice.finish_reason or self._reason

    def _think(self, text: str) -> Iterator[events.Event]:
        if self._reasoning is None:
            yield from self._close_whole_calls()
            self._reasoning = self._open("rs_")
            empty = items.Reasoning(id=self._reasoning.id, summary=())
            yield events.OutputItemAdded(output_index=self._reasoning.index, item=empty)
            yield events.SummaryPartAdded(
                item_id=self._reasoning.id, output_index=self._reasoning.index, summary_index=0,
                part=items.Part(type="summary_text", text=""),
            )  # fmt: skip
        self._reasoning.text += text
        yield events.SummaryDelta(
            item_id=self._reasoning.id, output_index=self._reasoning.index, summary_index=0,
            delta=text,
        )  # fmt: skip

    def _close_reasoning(self) -> Iterator[events.Event]:
        open_, self._reasoning = self._reasoning, None
        if open_ is None:
            return
        part = items.Part(type="summary_text", text=open_.text)
        where = (open_.id, open_.index)
        yield events.SummaryDone(
            item_id=where[0], output_index=where[1], summary_index=0, text=open_.text
        )
        yield events.SummaryPartDone(
            item_id=where[0], output_index=where[1], summary_index=0, part=part
        )
        yield self._done(open_, items.Reasoning(id=open_.id, summary=(part,)))

    def _say(self, text: str, logprobs: tuple[Json, ...]) -> Iterator[events.Event]:
        if self._message is None:
            yield from self._close_whole_calls()
            self._message = self._open("msg_")
            empty = items.Message(
                id=self._message.id, role="assistant", content=(), status="in_progress"
            )
            yield events.OutputItemAdded(output_index=self._message.index, item=empty)
            yield events.ContentPartAdded(
                item_id=self._message.id, output_index=self._message.index, content_index=0,
                part=items.output_text(""),
            )  # fmt: skip
        self._message.text += text
        self._message.logprobs += logprobs
        yield events.TextDelta(
            item_id=self._message.id, output_index=self._message.index, content_index=0,
            delta=text, logprobs=logprobs,
        )  # fmt: skip

    def _close_message(self) -> Iterator[events.Event]:
        open_, self._message = self._message, None
        if open_ is None:
            return
        part = msgspec.structs.replace(items.output_text(open_.text), logprobs=open_.logprobs)
        yield events.TextDone(
            item_id=open_.id, output_index=open_.index, content_index=0, text=open_.text,
            logprobs=open_.logprobs,
        )  # fmt: skip
        yield events.ContentPartDone(
            item_id=open_.id, output_index=open_.index, content_index=0, part=part
        )
        whole = items.Message(id=open_.id, role="assistant", content=(part,), status="completed")
        yield self._done(open_, whole)

    def _call(self, place: int, piece: _Piece) -> Iterator[events.Event]:
        """A call's pieces; some servers repeat the index of the first call for every call."""
        open_ = self._calls.get(place)
        if open_ is not None and piece.id and piece.id != open_.call_id and piece.function.name:
            yield from self._close_call(self._calls.pop(place))
            open_ = None
        if open_ is None:
            if place in self._closed and not piece.id and not piece.function.name:
                return  # an empty piece behind the end of a call
            yield from self._close_whole_calls()
            open_ = self._calls[place] = self._open("fc_")
            open_.call_id = piece.id or new_id("call_")
        open_.name = open_.name or piece.function.name or ""
        open_.text += piece.function.arguments or ""
        yield from self._tell_call(open_, piece.function.arguments or "")

    def _tell_call(self, open_: _Open, text: str) -> Iterator[events.Event]:
        """Tell the news of a call, unless it can be told only as a whole, or one before it."""
        before = (each for each in self._calls.values() if each.index < open_.index)
        played = self._emulation.plays(open_.name)
        if not open_.name or played or not all(each.told for each in before):
            return
        if not open_.told:
            open_.told = True
            empty = _function_call(open_, arguments="", status="in_progress")
            yield events.OutputItemAdded(output_index=open_.index, item=empty)
            text = open_.text
        if text:
            yield events.ArgumentsDelta(item_id=open_.id, output_index=open_.index, delta=text)

    def _close_whole_calls(self) -> Iterator[events.Event]:
        """Close the calls whose arguments are whole, in order: the model has gone on."""
        for place, open_ in list(self._calls.items()):
            if not _is_object(open_.text):
                return
            self._closed.add(place)
            yield from self._close_call(self._calls.pop(place))

    def _close_call(self, open_: _Open) -> Iterator[events.Event]:
        call = _function_call(open_, arguments=open_.text or "{}", status="completed")
        if open_.told:
            yield events.ArgumentsDone(
                item_id=open_.id, output_index=open_.index, arguments=call.arguments
            )
            yield self._done(open_, call)
            return
        item = meant_by(call, self._emulation)
        whole = item if item.id else with_id(item)
        self._output[open_.index] = whole
        yield from narrate_item(open_.index, whole)

    def _closing(self) -> Iterator[events.Event]:
        yield from self._close_reasoning()
        yield from self._close_message()
        for open_ in self._calls.values():
            yield from self._close_call(open_)
        if self._reason in ("length", "content_filter"):
            yield events.Incomplete(response=self._response("incomplete"))
        else:
            yield events.Completed(response=self._response("completed"))

    def _open(self, prefix: str) -> _Open:
        self._places += 1
        return _Open(index=self._places - 1, id=new_id(prefix))

    def _done(self, open_: _Open, item: Item) -> events.Event:
        self._output[open_.index] = item
        return events.OutputItemDone(output_index=open_.index, item=item)

    def _response(self, status: str) -> Response:
        reasons = {"length": "max_output_tokens", "content_filter": "content_filter"}
        reason = reasons.get(self._reason or "")
        return msgspec.structs.replace(
            Response(id=self._id, status="in_progress", model=self._model, rest=self._rest),
            status=status,
            output=tuple(item for _, item in sorted(self._output.items())),
            usage=self._usage,
            incomplete_details={"reason": reason} if status == "incomplete" else None,
        )

    def _numbered(self, told: Iterator[events.Event]) -> list[events.Event]:
        numbered = [event.numbered(self._number + n) for n, event in enumerate(told)]
        self._number += len(numbered)
        return numbered


def _function_call(open_: _Open, *, arguments: str, status: items.Status) -> items.FunctionCall:
    return items.FunctionCall(
        id=open_.id, call_id=open_.call_id, name=open_.name, arguments=arguments, status=status
    )


def _is_object(text: str) -> bool:
    """Tell whether a text is a whole object of JSON, to which nothing can be added."""
    if not text.rstrip().endswith("}"):
        return False
    try:
        return isinstance(msgspec.json.decode(text), dict)
    except msgspec.DecodeError:
        return False


def usage_of(usage: Totals) -> Usage:
    """Return what a chunk tells of an answer's tokens."""
    cached = (usage.prompt_tokens_details or _Details()).cached_tokens or 0
    thought = (usage.completion_tokens_details or _Details()).reasoning_tokens or 0
    read, written = usage.prompt_tokens or 0, usage.completion_tokens or 0
    return Usage(
        input_tokens=read,
        input_tokens_details=InputDetails(cached_tokens=cached),
        output_tokens=written,
        output_tokens_details=OutputDetails(reasoning_tokens=thought),
        total_tokens=usage.total_tokens or read + written,
        cost=usage.cost,
    )
