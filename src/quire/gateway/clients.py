"""The client's end of an exchange: by messages of ASGI, or straight on uvicorn's connection.

`Speaking` is uvicorn's protocol with one thing added: a scope has a `Direct` client, which writes
head and body at once and hears of a client that leaves without a task that waits for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Protocol, cast

from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from uvicorn.server import ServerState

from quire.gateway.exchange import Headers, Receive, Scope, Send
from quire.gateway.pressing import Pressing, State

_EXTENSION, _CLIENT = "quire", "client"
_BODY = "http.response.body"
_CHUNKED = (b"transfer-encoding", b"chunked")
_LAST = b"0\r\n\r\n"
_END = b"\r\n\r\n"
_named = b": ".join
_PATIENCE = 30.0
# No more than so many bytes are held back for one write.
_MOST_HELD = 64 * 1024


class Client(Protocol):
    """Whoever asked, and gets one answer; `task` answers, if that is known."""

    task: asyncio.Task[None] | None

    async def reply(self, status: int, headers: Headers, body: bytes) -> None:
        """Send a whole answer."""
        ...

    async def begin(self, headers: Headers) -> None:
        """Send the head of a stream."""
        ...

    async def write(self, data: bytes) -> None:
        """Send a piece of a stream; waits while the client is behind."""
        ...

    def push(self, data: bytes) -> bool:
        """Send a piece of a stream at once; return False where that takes waiting."""
        ...

    async def end(self) -> None:
        """End a stream."""
        ...

    def watch(self, left: Callable[[], None]) -> None:
        """Call `left` when the client leaves before its answer is whole."""
        ...

    def unwatch(self) -> None:
        """Do not call it any more."""
        ...


def client_of(scope: Scope, receive: Receive, send: Send) -> Client:
    """Return the client of a request: the straight way to it, where the server has one."""
    extensions = scope.get("extensions")
    found = extensions.get(_EXTENSION) if isinstance(extensions, dict) else None
    direct = found.get(_CLIENT) if isinstance(found, dict) else None
    return direct if isinstance(direct, Direct) else Asgi(receive, send)


class Asgi:
    """A client behind any ASGI server."""

    def __init__(self, receive: Receive, send: Send) -> None:
        """Speak by the two channels of a connection."""
        self._receive = receive
        self._send = send
        self.task: asyncio.Task[None] | None = None
        self._watching: asyncio.Task[None] | None = None

    async def reply(self, status: int, headers: Headers, body: bytes) -> None:
        """Send a whole answer."""
        await self._start(status, headers)
        await self._send({"type": _BODY, "body": body})

    async def begin(self, headers: Headers) -> None:
        """Send the head of a stream."""
        await self._start(200, headers)

    async def write(self, data: bytes) -> None:
        """Send a piece of a stream; waits while the client is behind."""
        await self._send({"type": _BODY, "body": data, "more_body": True})

    def push(self, data: bytes) -> bool:
        """Return False: every message is waited for."""
        return False

    async def end(self) -> None:
        """End a stream."""
        await self._send({"type": _BODY, "body": b"", "more_body": False})

    def watch(self, left: Callable[[], None]) -> None:
        """Call `left` when the client leaves before its answer is whole."""
        self._watching = asyncio.create_task(self._watched(left))

    def unwatch(self) -> None:
        """Do not call it any more."""
        if self._watching is not None:
            self._watching.cancel()

    async def _watched(self, left: Callable[[], None]) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            continue
        left()

    async def _start(self, status: int, headers: Headers) -> None:
        start = {"type": "http.response.start", "status": status, "headers": list(headers)}
        await self._send(start)


class Direct:
    """A client on a connection of `Speaking`; its answer leaves without messages."""

    task: asyncio.Task[None] | None = None
    _left: Callable[[], None] | None = None
    _size = 0

    def __init__(self, speaking: Speaking) -> None:
        """Belong to the connection's present request, or to the one whose head it is reading."""
        self._speaking = speaking
        self._cycle = speaking.cycle
        self._held: list[bytes] = []

    def take(self) -> None:
        """Take over the request's cycle, now that the connection has made it."""
        self._cycle = self._speaking.cycle

    def answer(self, answering: Coroutine[object, object, None]) -> None:
        """Answer in a task; a connection whose request is left without an answer is closed."""
        self.task = self._speaking.loop.create_task(self._answered(answering))
        self._speaking.tasks.add(self.task)

    async def reply(self, status: int, headers: Headers, body: bytes) -> None:
        """Send a whole answer, in one write."""
        flow = self._cycle.flow
        if flow.write_paused and not self._cycle.disconnected:
            await flow.drain()
        if not self._cycle.disconnected:
            self.reply_now(status, headers, body)

    @property
    def ready(self) -> bool:
        """Whether the client takes an answer at once."""
        return not (self._cycle.flow.write_paused or self._cycle.disconnected)

    def reply_now(self, status: int, headers: Headers, body: bytes) -> None:
        """Send a whole answer, in one write, to a client who is `ready`."""
        head = self._head(status, headers)
        self._cycle.transport.write(head if self._cycle.scope["method"] == "HEAD" else head + body)
        self._ended()

    async def begin(self, headers: Headers) -> None:
        """Begin a stream."""
        self._hold(self._head(200, (*headers, _CHUNKED)))

    async def write(self, data: bytes) -> None:
        """Send a piece of a stream; waits while the client is behind."""
        cycle = self._cycle
        if cycle.flow.write_paused and not cycle.disconnected:
            await cycle.flow.drain()
        if data:
            self._hold(b"%x\r\n%b\r\n" % (len(data), data))

    def push(self, data: bytes) -> bool:
        """Send a piece of a stream at once; return False where that takes waiting."""
        cycle = self._cycle
        if cycle.flow.write_paused or cycle.disconnected:
            return False
        if self._held:
            self._flush()
        cycle.transport.write(b"%x\r\n%b\r\n" % (len(data), data))
        return True

    async def end(self) -> None:
        """End a stream."""
        self._held.append(_LAST)
        self._flush()
        if not self._cycle.disconnected:
            self._ended()

    def watch(self, left: Callable[[], None]) -> None:
        """Call `left` when the client leaves before its answer is whole."""
        self._left = left
        self._speaking.watched.add(self)
        if self._cycle.disconnected:
            asyncio.get_running_loop().call_soon(self.lost)

    def unwatch(self) -> None:
        """Do not call it any more."""
        self._left = None
        self._speaking.watched.discard(self)

    def lost(self) -> None:
        """Tell that the client has left."""
        self._cycle.disconnected = not self._cycle.response_complete
        if self._left is not None:
            self._left()

    async def _answered(self, answering: Coroutine[object, object, None]) -> None:
        try:
            await answering
        finally:
            if self.task is not None:
                self._speaking.tasks.discard(self.task)
            if not self._cycle.response_complete:
                self._cycle.transport.close()

    def _hold(self, data: bytes) -> None:
        """Keep bytes until the loop turns: what is made of one piece leaves in one write."""
        if not self._held:
            asyncio.get_running_loop().call_soon(self._flush)
        self._held.append(data)
        self._size += len(data)
        if self._size > _MOST_HELD:
            self._flush()

    def _flush(self) -> None:
        held, self._held, self._size = self._held, [], 0
        if held and not self._cycle.disconnected:
            self._cycle.transport.write(b"".join(held))

    def _head(self, status: int, headers: Headers) -> bytes:
        """Return the bytes of a head. Raises ValueError for a header that would be two."""
        cycle = self._cycle
        if not cycle.keep_alive:
            headers = (*headers, (b"connection", b"close"))
        head = b"\r\n".join(map(_named, headers))
        if not head.count(b"\n") == head.count(b"\r") == len(headers) - 1 or b"\0" in head:
            raise ValueError("A header of the answer holds a line end.")
        cycle.response_started = True
        return b"".join((STATUS_LINE[status], head, _END))

    def _ended(self) -> None:
        cycle = self._cycle
        cycle.response_complete = True
        cycle.scope["extensions"] = {}  # else the request would hold on to itself
        cycle.message_event.set()
        if not cycle.keep_alive:
            cycle.transport.close()
        cycle.on_response()


class Speaking(HttpToolsProtocol):
    """A connection of uvicorn's whose requests have a `Direct` client in their scope."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, object],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        """Begin with nobody to tell when the connection is lost."""
        super().__init__(config, server_state, app_state, _loop)
        self.watched: set[Direct] = set()
        self._pressing: Pressing | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to look whether the client dawdles."""
        super().connection_made(cast(asyncio.Transport, transport))
        self._pressing = Pressing(self, getattr(self.app, "patience", None) or _PATIENCE)

    def state(self) -> State | None:
        """Return what is moving on the connection, None while a request is being answered."""
        cycle = self.cycle
        if cycle is None or cycle.response_complete:
            return State("head", cycle)
        if getattr(cycle, "more_body", False):
            return State("body", cycle)
        waiting = self.flow.write_paused
        return State("answer", cycle, self.transport.get_write_buffer_size()) if waiting else None

    def on_headers_complete(self) -> None:
        """Add the client to the scope of a request."""
        client = Direct(self)
        self.scope["extensions"] = {_EXTENSION: {_CLIENT: client}}
        super().on_headers_complete()
        client.take()

    def connection_lost(self, error: Exception | None) -> None:
        """Tell everyone who is still being answered."""
        super().connection_lost(error)
        if self._pressing is not None:
            self._pressing.end()
        for client in tuple(self.watched):
            client.lost()
