"""A Model over one WebSocket: the turns of a session go over one connection, each with what is new.

The server keeps its newest answer in the connection's memory, stored or not, so that
`previous_response_id` works without anything being retained (responses-api, WebSocket mode).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Self

import msgspec
from msgspec import Struct

from quire.errors import SettingsError, StreamBroken, UpstreamError
from quire.models.chained import LOST, chained
from quire.models.failures import failure_of
from quire.models.reading import Reading
from quire.models.settings import Provider
from quire.models.streams import closing
from quire.protocol.events import Event
from quire.protocol.model import Model
from quire.protocol.records import Notice
from quire.protocol.requests import Request

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection

_TOO_OLD = "websocket_connection_limit_reached"


class Socketed:
    """Asks over a WebSocket, one answer at a time; over `instead` once it was refused."""

    def __init__(self, provider: Provider, instead: Model, *, stored: bool = False) -> None:
        """Keep the account; no connection is made before the first request.

        `stored` asks the server to keep answers longer than the connection lasts. Raises
        SettingsError when the library is not installed.
        """
        if find_spec("websockets") is None:
            raise SettingsError(
                "WebSocket mode needs the package websockets, which is not installed.",
                hint="Install it with: pip install 'quire[websocket]'",
                code="missing_package",
            )
        self._name = provider.name
        self._wire = _Wire(provider)
        self._chain = chained(self._wire, stored=stored)
        self._instead = instead
        self._refused = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *failure: object) -> None:
        await self._wire.aclose()

    async def respond(self, request: Request) -> AsyncIterator[Event]:
        """Answer a whole request. Raises what an upstream over HTTP raises.

        A refusal of the connection is told by one Notice before the answer over HTTP.
        """
        from quire.models.handshake import Refused

        if not self._refused:
            try:
                async with closing(self._chain.respond(request)) as events:
                    async for event in events:
                        yield event
                return
            except Refused as refusal:
                self._refused = True
                why = f"{self._name} takes no WebSocket here ({refusal}): it is asked over HTTP."
            yield Notice(level="info", text=why)
        async with closing(self._instead.respond(request)) as events:
            async for event in events:
                yield event


class _Stale(StreamBroken):
    """The connection ended before the first event of an answer."""


class _Wire:
    """The connection, made anew where it has ended; `_proven` once anything came over one."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._socket: ClientConnection | None = None
        self._proven = False

    async def aclose(self) -> None:
        """Close the connection."""
        socket, self._socket = self._socket, None
        if socket is not None:
            await socket.close()

    async def respond(self, request: Request) -> AsyncIterator[Event]:
        """Answer with the events that come; leaving before the end closes the connection."""
        kept = self._socket is not None
        try:
            async with closing(self._answered(request)) as events:
                async for event in events:
                    yield event
        except _Stale:
            if not kept:
                raise
            async with closing(self._answered(request)) as events:
                async for event in events:
                    yield event

    async def _answered(self, request: Request) -> AsyncIterator[Event]:
        socket = await self._connected(request)
        reading = Reading(self._provider.name)
        usable = False
        begun = False
        try:
            await self._send(socket, request)
            while not reading.over:
                message = await self._next(socket, begun=begun)
                usable = not begun  # a complaint instead of an answer leaves the connection alive
                _check(self._provider, message)
                usable, begun, self._proven = False, True, True
                for event in reading.message(message):
                    yield event
            usable = True
        except UpstreamError as error:
            raise self._without_key(error) from None
        finally:
            if not usable:
                await self.aclose()

    async def _connected(self, request: Request) -> ClientConnection:
        """Return the connection. Raises UpstreamError where a new one cannot know what is asked."""
        if self._socket is None:
            from quire.models.handshake import opened

            if request.previous_response_id and not request.store:
                raise UpstreamError(
                    "The answer to go on from went with its connection.",
                    code=LOST, status=400, retryable=False,
                )  # fmt: skip
            self._socket = await opened(self._provider, request.prompt_cache_key)
        return self._socket

    async def _send(self, socket: ClientConnection, request: Request) -> None:
        from websockets.exceptions import ConnectionClosed

        body = msgspec.structs.replace(request, stream=None).body()
        try:
            await socket.send((b'{"type":"response.create",' + body[1:]).decode())
        except ConnectionClosed as error:
            raise self._ended(error, begun=False) from error

    async def _next(self, socket: ClientConnection, *, begun: bool) -> bytes:
        """Return the next message. Raises StreamBroken and Refused."""
        from websockets.exceptions import ConnectionClosed

        limit = self._provider.idle_timeout
        try:
            async with asyncio.timeout(limit):
                return await socket.recv(decode=False)
        except TimeoutError as error:
            words = f"{self._provider.name} sent nothing for {limit:g} s."
            raise StreamBroken(words, code="timeout") from error
        except ConnectionClosed as error:
            raise self._ended(error, begun=begun) from error

    def _ended(self, error: Exception, *, begun: bool) -> Exception:
        """Return what the end of the connection means: a refusal where none ever worked."""
        if not self._proven:
            from quire.models.handshake import Refused

            return Refused(f"it closed the connection: {error}")
        reason = str(error).rstrip(".")
        words = f"The connection to {self._provider.name} broke: {reason}."
        return StreamBroken(words) if begun else _Stale(words)

    def _without_key(self, error: UpstreamError) -> UpstreamError:
        key = self._provider.key
        if key is not None:
            error.message = key.hidden_in(error.message)
            error.args = (error.message,)
        return error


class _Complaint(Struct, frozen=True):
    """A message that stands for no event: what is wrong with the request or the connection."""

    type: str = ""
    status: int | None = None
    error: Mapping[str, object] = {}
    headers: Mapping[str, object] = {}


def _check(provider: Provider, message: bytes) -> None:
    """Raise the UpstreamError that a message of its own stands for."""
    try:
        said = msgspec.json.decode(message, type=_Complaint)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return  # the reader says what it is
    if said.type != "error":
        return
    if said.error.get("code") == _TOO_OLD:
        raise _Stale(f"{provider.name} ended the connection: it was too old.")
    if said.status is not None:
        headers = {name.lower(): str(text) for name, text in said.headers.items()}
        raise failure_of(provider.name, said.status, headers, message)
