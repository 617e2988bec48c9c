"""One HTTP exchange: what a client asked, the replies there are, and how they are sent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, MutableMapping
from contextlib import aclosing
from typing import Self, TypeAlias
from urllib.parse import parse_qs

from msgspec import Struct

from quire.errors import InvalidRequest, UsageError
from quire.gateway.identity import Caller
from quire.protocol.sse import COMMENT, MEDIA_TYPE

Scope: TypeAlias = Mapping[str, object]
AsgiMessage: TypeAlias = MutableMapping[str, object]
Receive: TypeAlias = Callable[[], Awaitable[AsgiMessage]]
Send: TypeAlias = Callable[[AsgiMessage], Awaitable[None]]
Headers: TypeAlias = tuple[tuple[bytes, bytes], ...]

_BODY = "http.response.body"
JSON = (b"content-type", b"application/json")
_SSE = ((b"content-type", MEDIA_TYPE.encode()), (b"cache-control", b"no-cache"))


class Asked(Struct, frozen=True, kw_only=True):
    """A request as a route gets it: who asks, the named parts of the path, query and body."""

    caller: Caller
    parts: Mapping[str, str]
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes

    def one(self, name: str, default: str = "") -> str:
        """Return the last value of a query parameter."""
        return self.query.get(name, [default])[-1]

    def number(self, name: str) -> int | None:
        """Return a query parameter as a whole number. Raises InvalidRequest."""
        text = self.one(name)
        if not text:
            return None
        if not text.lstrip("-").isdigit():
            raise InvalidRequest(
                f"Invalid value for '{name}': expected an integer, got {text!r}.",
                param=name,
                code="invalid_type",
            )
        return int(text)


class Reply(Struct, frozen=True):
    """A whole answer; its body is JSON unless the headers name another type."""

    body: bytes
    status: int = 200
    headers: Headers = (JSON,)


class Stream(Struct, frozen=True):
    """An answer that is sent frame by frame, each in one write, as server-sent events."""

    frames: AsyncGenerator[bytes, None]
    headers: Headers = ()


def headers_of(scope: Scope) -> dict[str, str]:
    """Return the request's headers; names are in lower case."""
    raw = scope.get("headers")
    pairs = raw if isinstance(raw, list | tuple) else ()
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in pairs}


def query_of(scope: Scope) -> dict[str, list[str]]:
    """Return the query; `include[]=a` is read as `include=a`."""
    raw = scope.get("query_string")
    if not isinstance(raw, bytes) or not raw:
        return {}
    pairs = parse_qs(raw.decode("latin-1"), keep_blank_values=True)
    return {name.removesuffix("[]"): values for name, values in pairs.items()}


async def body_of(receive: Receive, largest: int) -> bytes:
    """Return the whole body. Raises UsageError when it is larger than `largest` bytes."""
    pieces: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionResetError("The client left before its request was whole.")
        piece = message.get("body", b"")
        if isinstance(piece, bytes) and piece:
            pieces.append(piece)
            size += len(piece)
        if size > largest:
            raise UsageError(
                f"The body is larger than {largest} bytes.", code="request_too_large", status=413
            )
        if not message.get("more_body"):
            return pieces[0] if len(pieces) == 1 else b"".join(pieces)


async def send_reply(send: Send, reply: Reply, extra: Headers) -> None:
    """Send a whole answer."""
    length = (b"content-length", b"%d" % len(reply.body))
    await _start(send, reply.status, (*reply.headers, length, *extra))
    await send({"type": _BODY, "body": reply.body})


class Watch:
    """Watches one client while it is answered: comments fill a silence, leaving cancels the answer.

    Use it as a context in the task that answers; it swallows the cancelling that it caused.
    """

    def __init__(self, receive: Receive, send: Send, keep_alive: float) -> None:
        """Prepare to watch; `keep_alive` is the longest silence of a stream in seconds."""
        self._receive = receive
        self._send = send
        self._keep_alive = keep_alive
        self._answering: asyncio.Task[object] | None = None
        self._watching: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._commenting: asyncio.Future[None] | None = None
        self._streaming = False
        self._silent = True
        self._left = False

    async def __aenter__(self) -> Self:
        self._answering = asyncio.current_task()
        self._watching = asyncio.create_task(self._watch())
        self._wait()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: object
    ) -> bool:
        if self._watching is not None:
            self._watching.cancel()
        if self._timer is not None:
            self._timer.cancel()
        if not self._left or self._answering is None:
            return False
        return self._answering.uncancel() == 0 and kind is asyncio.CancelledError

    async def stream(self, frames: AsyncGenerator[bytes, None], extra: Headers) -> None:
        """Send frames as server-sent events, each in one write."""
        await _start(self._send, 200, (*_SSE, *extra))
        self._streaming = True
        async with aclosing(frames) as opened:
            async for frame in opened:
                self._silent = False
                await self._send({"type": _BODY, "body": frame, "more_body": True})
        self._streaming = False
        self._answering = None
        await self._send({"type": _BODY, "body": b"", "more_body": False})

    async def reply(self, reply: Reply, extra: Headers) -> None:
        """Send a whole answer."""
        self._answering = None
        await send_reply(self._send, reply, extra)

    async def _watch(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            continue
        if self._answering is not None:
            self._left = True
            self._answering.cancel()

    def _wait(self) -> None:
        """Look again after the longest silence."""
        self._timer = asyncio.get_running_loop().call_later(self._keep_alive, self._look)

    def _look(self) -> None:
        if self._streaming and self._silent:
            self._commenting = asyncio.ensure_future(
                self._send({"type": _BODY, "body": COMMENT, "more_body": True})
            )
        self._silent = True
        self._wait()


async def _start(send: Send, status: int, headers: Headers) -> None:
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
