"""One connection of HTTP/1.1 to an upstream (a line), and the answer that is coming on it.

A line carries one request at a time. Reading stops while its reader is behind, and leaving before
the answer is whole closes it. asyncio switches Nagle's algorithm off for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol, cast

from quire.protocol.sse import MEDIA_TYPE

# Reading stops while more than so many bytes wait for the reader.
_MOST_WAITING = 256 * 1024
_LONGEST_HEAD = 128 * 1024
_STREAM = MEDIA_TYPE.encode()
_KIND = b"content-type"
_BOUNDS = frozenset({"content-length", "transfer-encoding"})


class Unanswered(Exception):
    """The answer did not come whole: the line broke, or what came is not HTTP."""


class Silent(Unanswered):
    """Nothing came for too long."""


class Stale(Unanswered):
    """A kept line had been closed by the server before it could take a request."""


class Home(Protocol):
    """Whoever a line belongs to."""

    def freed(self, line: Line) -> None:
        """Keep a line that has done its work."""
        ...

    def gone(self, line: Line) -> None:
        """Forget a line that is closed."""
        ...


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


class Posted:
    """A line on which a request has been sent, until somebody takes it to read the answer."""

    def __init__(self, line: Line | None) -> None:
        """Hold a line."""
        self._line = line

    def taken(self) -> Line | None:
        """Return the line the first time, None later."""
        line, self._line = self._line, None
        return line


class Line(asyncio.Protocol):
    """One connection, and the answer that is coming on it."""

    def __init__(self, home: Home, idle: float) -> None:
        """Belong to `home`; a silence longer than `idle` seconds breaks an answer."""
        import httptools

        self._loop = asyncio.get_running_loop()
        self._home = home
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
        self._told: Callable[[], None] | None = None
        self._taking: _Taking | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The headers of the answer, their names in lower case."""
        return {name.decode("latin-1").lower(): text.decode("latin-1") for name, text in self._raw}

    def post(self, request: bytes, told: Callable[[], None] | None = None) -> bool:
        """Send a request; return False where the connection has been closed before.

        `told` is called once: when a plain answer is whole, when another kind has begun, or when
        nothing more will come.
        """
        if self.transport.is_closing():
            return False
        self._clear()
        self._busy = True
        self._told = told
        self._watch()
        self.transport.write(request)
        return True

    async def begun(self) -> None:
        """Wait for the head of the answer. Raises Unanswered."""
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
    def _plain(self) -> bool:
        return self.status == 200 and not self.streamed

    def whole_body(self) -> bytes | None:
        """Return the body of a plain answer that has come whole, None for any other.

        It can still be read.
        """
        return b"".join(self._pieces) if self._plain and self.all_come else None

    @property
    def whole(self) -> bool:
        """Whether all of the answer has come and been read."""
        return self.all_come and not self._pieces

    def leave(self) -> None:
        """Be done with the answer: the line is kept if it was whole, else closed."""
        if self.all_come and self._lasting and not self.transport.is_closing():
            self._busy, self._used = False, True
            self.since = self._loop.time()
            self._home.freed(self)
        else:
            self.close()

    def close(self) -> asyncio.Future[None]:
        """Close the connection at once; the future is done when it is closed."""
        self._busy, self._told = False, None
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
        told, self._told = self._told, None
        if told is not None:
            told()

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
        behind = not (self.all_come or self._paused)
        if behind and sum(map(len, self._pieces)) > _MOST_WAITING:
            self._paused = True
            self.transport.pause_reading()
        if self._told is None or self.all_come or self._paused or not self._plain:
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
        self._home.gone(self)
        del self._parser  # it holds on to the line
        if not self._closed.done():
            self._closed.set_result(None)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header of the answer."""
        self._raw.append((name, value))
        if len(name) == len(_KIND) and name.lower() == _KIND:
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
