"""HTTP/1.1 to one address over connections that are kept: the lines to it, and who gets one."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from msgspec import Struct

from quire.models.line import Line, Stale, Unanswered
from quire.models.proxies import Gate
from quire.models.tunnel import tunnelled

if TYPE_CHECKING:
    import ssl

# A line that nobody used for so many seconds is closed; servers keep theirs longer than that.
_KEPT = 15.0
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

    def post(self, request: bytes, told: Callable[[], None] | None = None) -> Line | None:
        """Send a whole request on a line that is free; return None where there is none.

        `told` is called as by `Line.post`; `ask` returns the line then.
        """
        while self._free:
            line = self._free.pop()
            if line.post(request, told):
                return line
        return None

    async def ask(self, request: bytes, posted: Line | None = None) -> Line:
        """Send a whole request; return the line on which the head of its answer has come.

        It may have been `posted` already. A kept line that turns out to have been closed is
        replaced by a fresh one. Raises OSError where no connection can be made (TimeoutError:
        within the limit), and Unanswered.
        """
        kept = posted or self.post(request)
        while kept is not None:
            try:
                await kept.begun()
            except Stale:
                kept = self.post(request)
            else:
                return kept
        line = await self._connected()
        if not line.post(request):
            raise Unanswered("the server closed it before the request")
        await line.begun()
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
