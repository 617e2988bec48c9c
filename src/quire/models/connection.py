"""The one way to an upstream over HTTP: a body goes out, events come in, every failure is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from importlib.util import find_spec
from typing import Protocol

import msgspec
from msgspec import Struct

from quire import __version__
from quire.errors import SettingsError, StreamBroken, UpstreamError
from quire.models.failures import failure_of
from quire.models.line import Line, Silent, Unanswered
from quire.models.passing import Frames
from quire.models.proxies import gate_of
from quire.models.settings import Provider
from quire.models.transport import Lines, address_of
from quire.protocol.events import Event
from quire.protocol.sse import MEDIA_TYPE

_LONGEST_ERROR = 65_536
_LONGEST_ANSWER = 64 * 1024 * 1024
# A connection is kept for the next request only when its answer was read to the end.
_PARTING = 0.25
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Reader(Protocol):
    """Reads one answer in some dialect; `over` says that nothing more is expected."""

    @property
    def over(self) -> bool:
        """Whether the answer is whole."""
        ...

    def run(self, piece: bytes) -> Frames | None:
        """Return a piece that is one run of deltas as it came, None where it has to be fed."""
        ...

    def feed(self, data: bytes) -> Iterator[Event]:
        """Yield the events that a piece of a stream completes."""
        ...

    def end(self) -> Iterator[Event]:
        """Yield what is left when a stream has ended."""
        ...

    def whole(self, body: bytes) -> Iterable[Event]:
        """Return the events of an answer that came as one JSON object."""
        ...


class Connection:
    """Keeps the connections to one provider, and asks it."""

    def __init__(self, provider: Provider) -> None:
        """Keep the account; no connection is made before the first request.

        Raises SettingsError when the HTTP library is not installed.
        """
        if find_spec("httptools") is None:
            raise SettingsError(
                "Asking an upstream needs the package httptools, which is not installed.",
                hint="Install it with: pip install 'quire[upstream]'",
                code="missing_package",
            )
        self._provider = provider
        self._lines: Lines | None = None
        self._heads: dict[str, bytes] = {}

    async def aclose(self) -> None:
        """Close the connections that are kept for further requests."""
        lines, self._lines = self._lines, None
        if lines is not None:
            await lines.aclose()

    async def ask(
        self, path: str, body: bytes | None, reader: Reader, *, session: str | None = None
    ) -> AsyncIterator[Event]:
        """Post `body` to `path` (None: get it) and yield what `reader` makes of the answer.

        `session` names requests that belong together. Closing the generator closes the
        connection. Raises UpstreamError, ContextTooLong or StreamBroken, in the upstream's own
        words.
        """
        answer = Answer(self, reader, Asked(path, body, session))
        try:
            while (events := await answer.more()) is not None:
                for event in events:
                    yield event
        finally:
            answer.leave()

    def post(self, path: str, body: bytes, told: Callable[[], None]) -> Line | None:
        """Send a request on a connection that is free; return None where none is.

        `told` is called as by `Line.post`; `asked` returns the line then.
        """
        head = self._heads.get(path)
        if self._lines is None or head is None:
            return None
        return self._lines.post(b"%bcontent-length: %d\r\n\r\n%b" % (head, len(body), body), told)

    async def asked(self, asked: Asked, posted: Line | None = None) -> Line:
        """Send a request, unless it was `posted` already; return the line of the answer.

        Raises UpstreamError and Unanswered.
        """
        if asked.body is None:
            return await self.fetched(asked.path)
        request = self._written(asked.path, asked.body, asked.session)
        assert self._lines is not None
        try:
            return await self._lines.ask(request, posted)
        except OSError as error:
            raise self._unreachable(error) from error

    def _written(self, path: str, body: bytes, session: str | None) -> bytes:
        head = self._heads.get(path)
        if self._lines is None or head is None:
            head = self._opened(path)
        named = b""
        if session and session.isascii() and session.isprintable():
            named = b"session_id: %b\r\n" % session.encode()
        return b"%b%bcontent-length: %d\r\n\r\n%b" % (head, named, len(body), body)

    async def fetched(self, path: str) -> Line:
        """Ask for what is at `path`; return the line of the answer. Raises as `asked` does."""
        head = self._opened(path).removeprefix(b"POST")
        del self._heads[path]
        assert self._lines is not None
        try:
            return await self._lines.ask(b"GET%b\r\n" % head)
        except OSError as error:
            raise self._unreachable(error) from error

    def _opened(self, path: str) -> bytes:
        """Be ready to connect, and return the head of a request for `path`, up to its length."""
        provider = self._provider
        address, target = address_of(provider.address(path))
        gate = gate_of(provider.proxy) if provider.proxy else None
        credential = b""
        if gate is not None and not address.secure:  # asked in clear words, which it passes on
            target, credential = f"http://{address.named}{target}", gate.credential
            address = msgspec.structs.replace(address, host=gate.host, port=gate.port)
            gate = None
        if self._lines is None:
            self._lines = Lines(
                address, idle=provider.idle_timeout, connect=provider.connect_timeout, gate=gate
            )
        told = "".join(f"{name}: {text}\r\n" for name, text in self._headers().items())
        head = f"POST {target} HTTP/1.1\r\nhost: {address.named}\r\n{told}".encode() + credential
        self._heads[path] = head
        return head

    def _headers(self) -> dict[str, str]:
        headers = {
            "content-type": "application/json",
            "accept": f"{MEDIA_TYPE}, application/json",
            "accept-encoding": "identity",
            "user-agent": f"quire/{__version__}",
        }
        if self._provider.key is not None:
            headers["authorization"] = f"Bearer {self._provider.key.reveal()}"
        return {**headers, **{name.lower(): text for name, text in self._provider.headers.items()}}

    async def refusal(self, line: Line) -> UpstreamError:
        """Return what an answer means whose status is not 200."""
        name, status = self._provider.name, line.status
        if status in _REDIRECTS:
            target = line.headers.get("location", "nowhere")
            return UpstreamError(
                f"{name} answered {status}: moved to {target}.",
                hint="Quire does not carry a key to another address; set the address to that one.",
                code="redirected",
                retryable=False,
            )
        body = await _body(line, _LONGEST_ERROR)
        return failure_of(name, status, line.headers, body)

    def told(self, error: Unanswered | UpstreamError) -> UpstreamError:
        """Return a failure of the transport as an error of ours, and keep the key out of all."""
        if isinstance(error, Silent):
            limit = self._provider.idle_timeout
            return StreamBroken(
                f"{self._provider.name} sent nothing for {limit:g} s.", code="timeout"
            )
        if isinstance(error, Unanswered):
            reason = str(error).rstrip(".")
            return StreamBroken(f"The connection to {self._provider.name} broke: {reason}.")
        key = self._provider.key
        if key is not None and key.hidden_in(error.message) != error.message:
            error.message = key.hidden_in(error.message)
            error.args = (error.message,)
        return error

    def _unreachable(self, error: OSError) -> UpstreamError:
        name = self._provider.name
        if isinstance(error, TimeoutError):
            limit = self._provider.connect_timeout
            return UpstreamError(
                f"{name} did not take a connection within {limit:g} s.", code="timeout"
            )
        return UpstreamError(
            f"{name} cannot be reached at {self._provider.base_url}: {error or type(error)}",
            hint="Check the address and the network.",
            code="unreachable",
        )


class Asked(Struct, frozen=True):
    """What an upstream is asked: `body` is posted to `path`; with None, `path` is fetched."""

    path: str
    body: bytes | None
    session: str | None = None


class Answer:
    """One answer as it comes: the events of each piece, without a generator around it."""

    _line: Line | None = None
    _posted: Line | None = None
    _ended = False
    _unread = b""
    _failure: UpstreamError | None = None

    def __init__(self, connection: Connection, reader: Reader, asked: Asked) -> None:
        """Ask nobody yet; the answer to `asked` is read by `reader`."""
        self._connection = connection
        self._reader = reader
        self._asked = asked

    def comes_on(self, line: Line | None) -> None:
        """Know that it has been asked for already, on a line."""
        self._posted = line

    async def more(self) -> list[Event] | None:
        """Return what has come, None at the end; the first time, ask before.

        Events that came before a failure are returned before it is raised. Raises what
        `Connection.ask` raises.
        """
        told: list[Event] = []
        try:
            line = self._line
            if line is None and not self._ended:
                line = self._line = await self._connection.asked(self._asked, self._posted)
                if line.status != 200:
                    raise await self._connection.refusal(line)
            while not told and line is not None and not self._ended:
                for event in await self._read(line):
                    told.append(event)
        except (Unanswered, UpstreamError) as error:
            self._failed(error)
        if not told and self._failure is not None:
            raise self._failure
        return told or None

    async def flow(self, take: Callable[[Frames], bool]) -> None:
        """Give runs of deltas to `take` as they come, until that returns False.

        Returns too when anything else comes, which `more` tells.
        """
        line, run = self._line, self._reader.run
        if line is None or not line.streamed or self._ended or self._unread:
            return

        def taken(piece: bytes) -> bool:
            frames = run(piece)
            if frames is not None:
                return take(frames)
            self._unread = piece
            return False

        await line.flow(taken)

    def leave(self) -> None:
        """Be done with it: its connection is kept if the answer was whole, else closed."""
        self._ended = True
        line, self._line, self._posted = self._line or self._posted, None, None
        if line is not None:
            line.leave()

    def _failed(self, error: Unanswered | UpstreamError) -> None:
        self._ended = True
        self._failure = self._connection.told(error)
        self._failure.__cause__ = error.__cause__ if error is self._failure else error

    async def _read(self, line: Line) -> Iterable[Event]:
        """Return the events of the next piece, or of the end."""
        reader = self._reader
        if not line.streamed:
            self._ended = True
            return reader.whole(
                line.come() if line.all_come else await _body(line, _LONGEST_ANSWER)
            )
        if reader.over:
            self._ended = True
            await _drain(line)
            return ()
        piece, self._unread = self._unread, b""
        if piece := piece or line.come() or await line.piece():
            return reader.feed(piece)
        self._ended = True
        return reader.end()


async def _drain(line: Line) -> None:
    if line.whole:
        return
    try:
        async with asyncio.timeout(_PARTING):
            while await line.piece():
                pass
    except (TimeoutError, Unanswered):
        return  # The answer is whole; only the connection cannot be kept.


async def _body(line: Line, longest: int) -> bytes:
    body = bytearray()
    while piece := await line.piece():
        body += piece
        if len(body) > longest:
            break
    return bytes(body[:longest])
