"""A Model over HTTP: any server that speaks only Chat Completions."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import Self

import msgspec

from quire.errors import StreamBroken
from quire.models.chat_passing import ChatPassing
from quire.models.connection import Answer, Asked, Connection, Reader
from quire.models.failures import complaint_in, failure_within, words_of
from quire.models.line import Line
from quire.models.passing import Framed
from quire.models.reading import DONE, Reading
from quire.models.settings import Provider
from quire.protocol.chat_chunks import ChunkReader
from quire.protocol.chat_requests import write_chat
from quire.protocol.events import Event
from quire.protocol.items import Json
from quire.protocol.requests import Request
from quire.protocol.sse import Decoder, ServerEvent

_PATH = "chat/completions"


class ChatUpstream:
    """Asks one provider in its dialect; tools that chat lacks come back as their own items."""

    def __init__(self, provider: Provider, *, empty: bool = False) -> None:
        """Keep the account; no connection is made before the first request.

        With `empty`, an answer with nothing in it is no failure. Raises SettingsError when the
        HTTP library is not installed.
        """
        self._provider = provider
        self._empty = empty
        self._connection = Connection(provider)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *failure: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections that are kept for further requests."""
        await self._connection.aclose()

    def respond(self, request: Request) -> AsyncIterator[Event]:
        """Answer with the events that the upstream's chunks mean.

        Raises UpstreamError, ContextTooLong or StreamBroken, as `Upstream` does.
        """
        body, reader = self._written(request)
        return self._connection.ask(_PATH, body, reader, session=request.prompt_cache_key)

    def opened(self, request: Framed) -> Answer:
        """Return the answer that comes when it is asked for."""
        asked = Asked(_PATH, request.body(), request.prompt_cache_key)
        return Answer(self._connection, ChatPassing(self._provider.name, request), asked)

    def post(self, body: bytes, told: Callable[[], None]) -> Line | None:
        """Send a request's body on a connection that is free; return None where none is.

        `told` is called as by `Line.post`.
        """
        return self._connection.post(_PATH, body, told)

    def _written(self, request: Request) -> tuple[bytes, Reader]:
        """Return the body for the upstream, and what reads its answer."""
        if isinstance(request, Framed) and request.received:
            return request.body(), ChatPassing(self._provider.name, request)
        written = write_chat(
            msgspec.structs.replace(request, stream=True), reasoning=self._provider.reasoning
        )
        chunks = ChunkReader(request.model, written.emulation, _applied(request))
        return written.body, ChatReading(self._provider.name, chunks, empty=self._empty)


class ChatReading:
    """Folds the bytes of a chat answer into events; failures are told as `Reading` tells them."""

    def __init__(self, name: str, chunks: ChunkReader, *, empty: bool = False) -> None:
        """Begin to read an answer of the provider `name`; `empty` is as for `Reading`."""
        self._name = name
        self._chunks = chunks
        self._told = Reading(name, empty=empty)
        self._decoder = Decoder()
        self._begun = False

    @property
    def over(self) -> bool:
        """Whether the answer is whole."""
        return self._told.over

    def run(self, piece: bytes) -> None:
        """Return None: every piece has to be fed."""

    def feed(self, data: bytes) -> Iterator[Event]:
        """Yield the events that `data` completes. Raises UpstreamError or StreamBroken."""
        yield from self._framed(self._decoder.feed(data))

    def end(self) -> Iterator[Event]:
        """Yield what is left when no more bytes come. Raises StreamBroken for half an answer."""
        yield from self._framed(self._decoder.end())
        yield from self._closed()

    def whole(self, body: bytes) -> Iterator[Event]:
        """Yield the events of an answer that came as one JSON object. Raises UpstreamError."""
        fields = _object(body)
        if fields is None or not (fields.get("choices") or _complains(fields)):
            raise self._told.not_an_answer(body)
        yield from self._chunk(body.decode("utf-8", "replace"))
        yield from self._closed()

    def _framed(self, frames: list[ServerEvent]) -> Iterator[Event]:
        for frame in frames:
            if self.over:
                return
            data = frame.data.strip()
            if data == DONE:
                yield from self._closed()
            elif data:
                yield from self._chunk(data)

    def _chunk(self, data: str) -> Iterator[Event]:
        if '"error"' in data and (fields := _object(data)) is not None and _complains(fields):
            raise failure_within(self._name, complaint_in(fields))
        try:
            told = self._chunks.feed(data)
        except StreamBroken as error:
            raise StreamBroken(
                f"{self._name} sent something that is not a chunk: {words_of(data.encode())}",
                hint="Check that the address speaks Chat Completions.",
            ) from error
        if not self._begun:
            self._begun = True
            told = [*self._chunks.begin(), *told]
        yield from self._taken(told)

    def _closed(self) -> Iterator[Event]:
        if self.over:
            return
        if self._chunks.finished:
            yield from self._taken(self._chunks.end())
        yield from self._told.end()

    def _taken(self, told: list[Event]) -> Iterator[Event]:
        for event in told:
            yield from self._told.take(event)


def _applied(request: Request) -> Json:
    """Return what a response says of the effort, which a chat server does not repeat."""
    thinking = request.reasoning
    if thinking is None:
        return {}
    return {"reasoning": {"effort": thinking.effort, "summary": thinking.summary}}


def _object(data: bytes | str) -> Json | None:
    try:
        whole: object = msgspec.json.decode(data)
    except (msgspec.DecodeError, ValueError):
        return None
    return whole if isinstance(whole, Mapping) else None


def _complains(fields: Json) -> bool:
    return bool(fields.get("error")) or fields.get("object") == "error"
