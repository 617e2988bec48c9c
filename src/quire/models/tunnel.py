"""The tunnel through an HTTP proxy to a host that is asked in TLS.

Source: RFC 9110 (CONNECT).
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

from quire.models.proxies import Gate

if TYPE_CHECKING:
    import ssl

_LONGEST_HEAD = 64 * 1024


async def tunnelled(
    gate: Gate, to: tuple[str, int], protocol: asyncio.Protocol, context: ssl.SSLContext
) -> None:
    """Connect a protocol to a host and port through a proxy, in TLS. Raises OSError."""
    loop, (host, port) = asyncio.get_running_loop(), to
    transport, opening = await loop.create_connection(_Opening, gate.host, gate.port)
    try:
        named = b"%b:%d" % (_written(host), port)
        transport.write(
            b"CONNECT %b HTTP/1.1\r\nhost: %b\r\n%b\r\n" % (named, named, gate.credential)
        )
        status = await opening.answered
        if status != 200:
            raise ConnectionRefusedError(f"the proxy {gate.host}:{gate.port} answered {status}")
        secured = await loop.start_tls(transport, protocol, context, server_hostname=host)
    except BaseException:
        transport.abort()
        raise
    protocol.connection_made(cast(asyncio.BaseTransport, secured))


class _Opening(asyncio.Protocol):
    """Waits for what a proxy answers to CONNECT; `answered` is its status."""

    def __init__(self) -> None:
        self.answered: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._head = b""

    def data_received(self, data: bytes) -> None:
        self._head += data
        head, end, more = self._head.partition(b"\r\n\r\n")
        if self.answered.done() or (not end and len(self._head) < _LONGEST_HEAD):
            return
        protocol, _, rest = head.partition(b" ")
        known = protocol.startswith(b"HTTP/1.") and rest[:3].isdigit()
        if not end or not known or (more and rest.startswith(b"200")):
            self._fail("what the proxy answered is not HTTP")
        else:
            self.answered.set_result(int(rest[:3]))

    def connection_lost(self, error: Exception | None) -> None:
        if not self.answered.done():
            self._fail("the proxy closed the connection")

    def _fail(self, words: str) -> None:
        self.answered.set_exception(ConnectionError(words))


def _written(host: str) -> bytes:
    return f"[{host}]".encode() if ":" in host else host.encode("idna")
