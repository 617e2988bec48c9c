"""HTTP/1.1 to one address over connections that are kept: bytes go out, an answer comes in pieces.

A connection (a line) carries one request at a time. Reading stops while its reader is behind, and
leaving before the answer is whole closes it. asyncio switches Nagle's algorithm off for it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, cast
from urllib.parse import quote, urlsplit

from msgspec import Struct

from quire.models.proxies import Gate
from quire.models.tunnel import tunnelled
from quire.protocol.sse import MEDIA_TYPE

if TYPE_CHECKING:
    import ssl

# A line that nobody used for so many seconds is closed; servers keep theirs longer than that.
_KEPT = 15.0
# Reading stops while more than so many bytes wait for the reader.
_MOST_WAITING = 256 * 1024
_LONGEST_HEAD = 128 * 1024
_STREAM = MEDIA_TYPE.encode()
_BOUNDS = frozenset({"content-length", "transfer-encoding"})
_UNQUOTED = "/%?=&:+,;@!$'()*~-._"


class Address(Struct, frozen=True):
    """Where a server listens; `named` is how the `host` header names it."""

    host: str
    port: int
    secure: bool
    named: str


def address_of(url: str) -> tuple[Address, str]:
    """Return the address of an http or https URL, and what is asked for there."""
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    host = parts.hostname or ""
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    named = parts.netloc.rpartition("@")[2].encode("idna" if not host.isascii() else "ascii")
    port = parts.port or (443 if secure else 80)
    return Address(host, port, secure, named.decode()), quote(target, safe=_UNQUOTED)


class Lines:
    """The lines to one address: those that are free are used again, the latest first."""

    def __init__(
        self, address: Address, *, idle: float, connect: float, gate: Gate | None = None
    ) -> None:
        """Make no connection yet; `idle` and `connect` are in seconds, `gate` is a proxy."""
        self._address = address
        self._gate = gate
        self._idle = idle
        self._connect = connect
        self._free: deque[Line] = deque()
        self._open: set[Line] = set()
        self._context: ssl.SSLContext | None = None
        self._sweep: asyncio.TimerHandle | None = None

    async def ask(self, request: bytes) -> Line:
        """Send a whole request; return the line on which the head of its answer has come.

        A kept line that turns out to have been closed is replaced by a fresh one. Raises OSError
        where no connection can be made (TimeoutError: within the limit), and Unanswered.
        """
        while self._free:
            line = self._free.pop()
            try:
                await line.ask(request)
            except Stale:
                continue
            return line
        line = await self._connected()
        await line.ask(request)
        return line

    async def aclose(self) -> None:
        """Close every line."""
        if self._sweep is not None:
            self._sweep.cancel()
            self._sweep = None
        self._free.clear()
        every = [line.close() for line in tuple(self._open)]
        await asyncio.gather(*every)

    def freed(self, line: Line) -> None:
        """Keep a line that has done its work."""
        self._free.append(line)
        if self._sweep is None:
            self._sweep = asyncio.get_running_loop().call_later(_KEPT, self._swept)

    def gone(self, line: Line) -> None:
        """Forget a line that is closed."""
        self._open.discard(line)
        if line in self._free:
            self._free.remove(line)

    async def _connected(self) -> Line:
        loop, address = asyncio.get_running_loop(), self._address
        if self._gate is not None:
            line = Line(self, self._idle)
            async with asyncio.timeout(self._connect):
                to = (address.host, address.port)
                await tunnelled(self._gate, to, line, self._secured())
            self._open.add(line)
            return line
        async with asyncio.timeout(self._connect):
            _, line = await loop.create_connection(
                lambda: Line(self, self._idle),
                address.host,
                address.port,
                ssl=self._secured() if address.secure else None,
            )
        self._open.add(line)
        return line

    def _secured(self) -> ssl.SSLContext:
        if self._context is None:
            import ssl

            self._context = ssl.create_default_context()
            self._context.set_alpn_protocols(["http/1.1"])
        return self._context

    def _swept(self) -> None:
        loop = asyncio.get_running_loop()
        self._sweep = None
        while self._free and self._free[0].since + _KEPT <= loop.time():
            self._free.popleft().close()
        if self._free:
            self._sweep = loop.call_at(self._free[0].since + _KEPT, self._swept)


class Unanswered(Exception):
    """The answer did not come whole: the line broke, or what came is not HTTP."""


class Silent(Unanswered):
    """Nothing came for too long."""


class Stale(Unanswered):
    """A kept line had been closed by the server before it could take a request."""


class _Taking:
    """Whoever takes pieces as they come, called rather than woken; a fault goes to who waits."""

    def __init__(self, take: Callable[[bytes], bool], over: asyncio.Future[None]) -> None:
        self.take = take
        self.over = over

    def __enter__(self) -> None:
        """Begin to take a piece."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: object
    ) -> bool:
        """Hand a fault on."""
        if not isinstance(error, Exception):
            return False
        if not self.over.done():
            self.over.set_exception(error)
        return True


class Line(asyncio.Protocol):
    """One connection, and the answer that is coming on it."""

    def __init__(self, lines: Lines, idle: float) -> None:
        """Belong to `lines`; a silence longer than `idle` seconds breaks an answer."""
        import httptools

        self._loop = asyncio.get_running_loop()
        self._lines = lines
        self._idle = idle
        self._pieces: list[bytes] = []
        self.on_body = self._pieces.append  # not a method: there may be one call an event
        self._parser = httptools.HttpResponseParser(self)
        self._refused: tuple[type[Exception], ...] = (
            httptools.HttpParserError,
            httptools.HttpParserUpgrade,
        )
        self._closed = self._loop.create_future()
        self._timer: asyncio.TimerHandle | None = None
        self._deadline = 0.0
        self._used = False
        self._busy = False
        self._lasting = False
        self.since = 0.0
        self._clear()

    def _clear(self) -> None:
        self.status = 0
        self.streamed = False
        self._raw: list[tuple[bytes, bytes]] = []
        self._pieces.clear()
        self._paused = False
        self._head = 0
        self._begun = False
        self.all_come = False  # read or not
        self._failure: Unanswered | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._taking: _Taking | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The headers of the answer, their names in lower case."""
        return {name.decode("latin-1").lower(): text.decode("latin-1") for name, text in self._raw}

    async def ask(self, request: bytes) -> None:
        """Send a request and wait for the head of its answer. Raises Unanswered."""
        self._clear()
        if self.transport.is_closing():
            raise Stale("The connection was closed before the request.")
        self._busy = True
        self._watch()
        self.transport.write(request)
        done = False
        try:
            while not self._begun:
                if self._failure is not None:
                    raise self._failure
                await self._next()
            done = True
        finally:
            if not done:
                self.close()

    async def piece(self) -> bytes:
        """Return what has come of the body, an empty one at its end. Raises Unanswered."""
        while not self._pieces:
            if self.all_come:
                return b""
            if self._failure is not None:
                raise self._failure
            await self._next()
        return self.come()

    async def flow(self, take: Callable[[bytes], bool]) -> None:
        """Give each piece to `take` as it comes, until that returns False or no more come.

        Why none come is what `piece` tells. Raises what `take` raises.
        """
        if self._pieces and not take(self.come()):
            return
        if self.all_come or self._failure is not None:
            return
        waiter = self._next()
        self._taking = _Taking(take, waiter)
        try:
            await waiter
        finally:
            self._taking = None

    def come(self) -> bytes:
        """Return what has come of the body, and go on to read if that had stopped."""
        came = b"".join(self._pieces)
        self._pieces.clear()
        if self._paused:
            self._paused = False
            self._deadline = self._loop.time() + self._idle
            self.transport.resume_reading()
        return came

    @property
    def whole(self) -> bool:
        """Whether all of the answer has come and been read."""
        return self.all_come and not self._pieces

    def leave(self) -> None:
        """Be done with the answer: the line is kept if it was whole, else closed."""
        if self.all_come and self._lasting and not self.transport.is_closing():
            self._busy, self._used = False, True
            self.since = self._loop.time()
            self._lines.freed(self)
        else:
            self.close()

    def close(self) -> asyncio.Future[None]:
        """Close the connection at once; the future is done when it is closed."""
        self._busy = False
        self.transport.abort()
        return self._closed

    def _next(self) -> asyncio.Future[None]:
        """Return what is done once more has come, or none will."""
        self._waiter = self._loop.create_future()
        return self._waiter

    def _wake(self) -> None:
        waiter, self._waiter = self._waiter, None
        if waiter is not None and not waiter.done():
            waiter.set_result(None)

    def _watch(self) -> None:
        """Let the timer look at the line no later than its present deadline."""
        self._deadline = self._loop.time() + self._idle
        if self._timer is None:
            self._timer = self._loop.call_at(self._deadline, self._look)

    def _look(self) -> None:
        self._timer = None
        if not self._busy:
            return
        if self._paused:
            self._deadline = self._loop.time() + self._idle
        if self._loop.time() < self._deadline:
            self._timer = self._loop.call_at(self._deadline, self._look)
        elif not self.all_come:
            self._fail(Silent("nothing came"))
            self.transport.abort()

    def _fail(self, failure: Unanswered) -> None:
        if self._failure is None:
            self._failure = failure
        self._wake()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self.transport = cast(asyncio.Transport, transport)  # uvloop's is one by its methods only

    def data_received(self, data: bytes) -> None:
        """Take in what the server sent."""
        if not self._busy or self.all_come:
            self._lasting = False  # nobody asked for it
            self.transport.abort()
            return
        self._deadline = self._loop.time() + self._idle
        try:
            self._parser.feed_data(data)
        except self._refused as error:
            self._fail(Unanswered(f"what came is not HTTP: {error}"))
            self.transport.abort()
            return
        if not self._begun:
            self._head += len(data)
            if self._head > _LONGEST_HEAD:
                self._fail(Unanswered(f"the head is larger than {_LONGEST_HEAD} bytes"))
                self.transport.abort()
            return
        taking = self._taking
        if taking is not None and self._pieces:
            self._taking = None
            with taking:
                if taking.take(self.come()):
                    self._taking = taking
            if self._taking is not None and not self.all_come:
                return
        if not self._paused and sum(map(len, self._pieces)) > _MOST_WAITING:
            self._paused = True
            self.transport.pause_reading()
        self._wake()

    def connection_lost(self, error: Exception | None) -> None:
        """End the answer: one without a length is whole now, any other is broken."""
        if self._timer is not None:
            self._timer.cancel()
        self._lasting = False
        bounded = not _BOUNDS.isdisjoint(self.headers)
        if self._begun and not bounded and error is None and self._failure is None:
            self.all_come = True
        elif not self.all_come:
            kind = Stale if self._used and not self._head and not self._begun else Unanswered
            self._fail(kind(str(error) if error else "the server closed it before the end"))
        self._wake()
        self._lines.gone(self)
        del self._parser  # it holds on to the line
        if not self._closed.done():
            self._closed.set_result(None)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header of the answer."""
        self._raw.append((name, value))
        if name.lower() == b"content-type":
            self.streamed = value.startswith(_STREAM)

    def on_headers_complete(self) -> None:
        """Know the status; those of the first hundred announce another head."""
        status = self._parser.get_status_code()
        if status < 200:
            self._raw.clear()
            return
        self.status, self._begun = status, True

    def on_message_complete(self) -> None:
        """Know that the answer is whole."""
        if self._begun:
            self._lasting = self._parser.should_keep_alive()
            self.all_come = True
