"""A chat answer whose bytes pass: its frames are let through, its ends and failures are read."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from msgspec import Raw, Struct

from quire.errors import StreamBroken, UpstreamError
from quire.models.failures import complaint_of, failure_within, words_of
from quire.models.passing import END, Cutter, Framed, Frames
from quire.protocol.chat_chunks import Totals, usage_of
from quire.protocol.events import Completed, Event, Incomplete
from quire.protocol.items import UNREADABLE
from quire.protocol.responses import Response, State, Usage

_DATA = b"data: "
_FRAME = re.compile(rb"data: (.*)\n\n")
_DONE = b"data: [DONE]" + END
_EARLY = {"length": "max_output_tokens", "content_filter": "content_filter"}
_NULL = Raw(b"null")


class _Delta(Struct, frozen=True):
    content: str | None = None
    refusal: str | None = None
    reasoning: str | None = None
    reasoning_content: str | None = None
    tool_calls: tuple[Raw, ...] | None = None


class _Choice(Struct, frozen=True):
    delta: _Delta | None = None
    message: _Delta | None = None
    finish_reason: str | None = None


class _Chunk(Struct, frozen=True):
    id: str | None = None
    object: str = ""
    model: str | None = None
    choices: tuple[_Choice, ...] | None = None
    usage: Totals | None = None
    error: Raw = _NULL


class _End(Struct, frozen=True, gc=False):
    finish_reason: str | None = None


class _Glance(Struct, frozen=True):
    """What makes a chunk more than a delta."""

    object: str = ""
    choices: tuple[_End, ...] = ()
    usage: Raw = _NULL
    error: Raw = _NULL


_DELTA = _Glance(object="chat.completion.chunk", choices=(_End(),))
_chunk = msgspec.json.Decoder(_Chunk)
_glances = msgspec.json.Decoder(list[_Glance])


class ChatPassing:
    """Reads a chat answer to a `Framed` request: `Frames`, and one last event with the usage.

    Frames are held back until one says something, so that an answer which fails before can be
    asked for elsewhere.
    """

    over = False
    _holding = 0
    _renaming: tuple[bytes, bytes] | None = None
    _count = 0
    _model = ""
    _reason: str | None = None
    _usage: Usage | None = None
    _says = False
    _frame_size = 0  # of a frame without its text
    _ended = False

    def __init__(self, name: str, request: Framed) -> None:
        """Begin to read an answer of the provider `name`."""
        self._name = name
        self._request = request
        self._cutter = Cutter(events=False)
        self._held: list[bytes] = []

    def run(self, piece: bytes) -> Frames | None:
        """Return a piece that is one run of deltas as it came, None where it has to be fed."""
        plain = self._says and not self._ended and self._cutter.plain(piece)
        stop, count = self._deltas(piece, 0) if plain else (0, 0)
        return self._passed(piece, count) if count and stop == len(piece) else None

    def feed(self, data: bytes) -> Iterator[Event]:
        """Yield the frames that `data` completes. Raises UpstreamError or StreamBroken."""
        if not self._request.stream:
            raise self._no_answer(data)
        yield from self._told(self._cutter.cut(data))

    def end(self) -> Iterator[Event]:
        """Yield the end of the answer. Raises StreamBroken where it is not over then."""
        yield from self._told(self._cutter.end())
        if not self.over:
            if self._reason:
                yield from self._released()
            yield self._last()

    def whole(self, body: bytes) -> tuple[Event, ...]:
        """Return an answer that came as one JSON object. Raises UpstreamError."""
        try:
            chunk = self._read(body.strip())
        except StreamBroken as error:
            raise self._no_answer(body) from error
        if not chunk.choices:
            raise self._no_answer(body)
        self._note(chunk, body)
        last = self._last()
        data = self._named(_as_chunk(body) if self._request.stream else body)
        return Frames(data=data, characters=max(0, len(body) - self._frame_size)), last

    def _told(self, run: bytes) -> Iterator[Event]:
        """Yield what may leave of a run, before what went wrong in it is raised."""
        failure: UpstreamError | None = None
        try:
            self._sort(run)
        except UpstreamError as error:
            failure = error
        if self._says or (self._ended and self._reason):
            yield from self._released()
        if failure is not None:
            raise failure
        if self._ended and not self.over:
            yield self._last()

    def _released(self) -> Iterator[Event]:
        """Yield what was held back until the answer had said something, or was over."""
        if self._held:
            held, count = b"".join(self._held), self._holding
            self._held.clear()
            self._holding = 0
            yield self._passed(held, count)

    def _passed(self, run: bytes, count: int) -> Frames:
        data = self._named(run)
        self._count += count
        return Frames(data=data, count=count, characters=len(run) - count * self._frame_size)

    def _sort(self, run: bytes) -> None:
        """Take the frames of a run: deltas together, every other frame by itself."""
        done, run = run.endswith(_DONE), run.removesuffix(_DONE)
        start, glanced = 0, False
        while start < len(run) and not self._ended:
            count = 0
            if self._says and not glanced:
                stop, count = self._deltas(run, start)
                glanced = True
            if count:
                self._keep(run[start:stop], count)
            else:
                stop = run.index(END, start) + len(END)
                if not (self._cutter.strict or run.startswith(_DATA, start)):
                    return self._sort(self._cutter.brought(run[start:] + _DONE * done))
                self._frame(run[start:stop])
            start = stop
        self._ended = self._ended or done

    def _deltas(self, run: bytes, start: int) -> tuple[int, int]:
        """Return where the deltas end that begin at `start`, and how many there are."""
        frames = _FRAME.findall(run, start)
        sizes = [len(frame) + len(_DATA) + len(END) for frame in frames]
        if start + sum(sizes) != len(run):
            return start, 0  # of another form
        try:
            found = _glances.decode(b"[%b]" % b",".join(frames))
        except UNREADABLE:
            return start, 0
        if found.count(_DELTA) == len(found):
            return len(run), len(found)
        count = next(at for at, each in enumerate(found) if each != _DELTA)
        return start + sum(sizes[:count]), count

    def _frame(self, frame: bytes) -> None:
        if frame == _DONE:
            self._ended = True
            return
        data = frame[len(_DATA) :]
        chunk = self._read(data)
        self._note(chunk, data)
        if chunk.choices or chunk.usage is None or self._request.with_usage:
            self._keep(frame)

    def _keep(self, frames: bytes, count: int = 1) -> None:
        self._holding += count
        self._held.append(frames)

    def _read(self, data: bytes) -> _Chunk:
        try:
            chunk = _chunk.decode(data)
        except UNREADABLE as error:
            raise StreamBroken(
                f"{self._name} sent something that is not a chunk: {words_of(data)}",
                hint="Check that the address speaks Chat Completions.",
            ) from error
        if chunk.object == "error" or (chunk.error != _NULL and msgspec.json.decode(chunk.error)):
            raise failure_within(self._name, complaint_of(data))
        return chunk

    def _note(self, chunk: _Chunk, data: bytes) -> None:
        self._model = chunk.model or self._model
        if chunk.usage is not None:
            self._usage = usage_of(chunk.usage)
        if self._renaming is None and chunk.id:
            self._renaming = _renaming(chunk.id, self._request.named, data)
        for choice in (chunk.choices or ())[:1]:
            self._reason = choice.finish_reason or self._reason
            text = _text(choice.delta or choice.message)
            if text is not None and not self._says:
                self._says, self._frame_size = True, max(0, len(data) + len(_DATA) - len(text))

    def _named(self, data: bytes) -> bytes:
        """Return frames with the id that the door gave the answer."""
        return data.replace(*self._renaming) if self._renaming else data

    def _last(self) -> Event:
        if self._reason is None:
            seen = self._count + self._holding
            told = f"after {seen} events" if seen else "before it began"
            raise StreamBroken(f"{self._name} ended its answer {told}, without a last event.")
        self.over = True
        early = _EARLY.get(self._reason)
        response = Response(
            id=self._request.named,
            status="incomplete" if early else "completed",
            model=self._model or self._request.model,
            usage=self._usage,
            incomplete_details={"reason": early} if early else None,
        )
        return Incomplete(response=response) if early else Completed(response=response)

    def _no_answer(self, body: bytes) -> UpstreamError:
        words = words_of(body)
        return UpstreamError(
            f"{self._name} answered 200 with something that is not an answer: {words}"
            if words
            else f"{self._name} answered 200 with an empty body.",
            hint="Check that the address speaks Chat Completions.",
            code="not_an_answer",
        )


class Whole(Struct, frozen=True):
    """An answer that came as one JSON object, under the id that the door gave it."""

    data: bytes
    status: State
    model: str
    usage: Usage


def whole_of(body: bytes, named: str) -> Whole | None:
    """Return a whole answer under the id `named`, None for one that is to be looked at closely."""
    try:
        chunk = _chunk.decode(body)
    except UNREADABLE:
        return None
    reason = chunk.choices[0].finish_reason if chunk.choices else None
    usage, sound = chunk.usage, chunk.error == _NULL and chunk.object != "error"
    if not reason or usage is None or not sound:
        return None
    renaming = _renaming(chunk.id, named, body) if chunk.id else None
    return Whole(
        data=body.replace(*renaming) if renaming else body,
        status="incomplete" if reason in _EARLY else "completed",
        model=chunk.model or "",
        usage=usage_of(usage),
    )


def _text(delta: _Delta | None) -> str | None:
    """Return what a delta says, None where it says nothing; a call is not counted as text."""
    if delta is None:
        return None
    text = delta.content or delta.refusal or delta.reasoning or delta.reasoning_content
    return text or ("" if delta.tool_calls else None)


def _renaming(old: str, new: str, data: bytes) -> tuple[bytes, bytes] | None:
    """Return what is to be replaced by what, so that the id becomes ours as it was written."""
    for sign in (b'"id":', b'"id": '):
        written = sign + msgspec.json.encode(old)
        if written in data:
            return written, sign + msgspec.json.encode(new)
    return None


def _as_chunk(body: bytes) -> bytes:
    """Return a whole answer as the one chunk of a stream."""
    fields = msgspec.json.decode(body, type=dict[str, Raw])
    choices = msgspec.json.decode(fields["choices"], type=list[dict[str, object]])
    for choice in choices:
        delta = choice["delta"] = choice.pop("message", {})
        calls = delta.get("tool_calls") if isinstance(delta, dict) else None
        for index, call in enumerate(calls or ()):
            call["index"] = index
    whole = {**fields, "object": "chat.completion.chunk", "choices": choices}
    return _DATA + msgspec.json.encode(whole) + END
