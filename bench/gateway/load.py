"""The client of the benchmark: plain sockets, so that it costs little and times nothing twice."""

from __future__ import annotations

import asyncio
import json
import re
import statistics
import time
from collections.abc import Mapping
from typing import cast

import uvloop

CONNECTIONS = 16
# The words of a paced upstream: when each was sent, by the clock of this machine.
_SENT = re.compile(rb"at(\d+\.\d+)")


def request_of(key: str, path: str, body: Mapping[str, object]) -> bytes:
    """Return the bytes of one request."""
    data = json.dumps(body).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {key}\r\n"
        f"content-type: application/json\r\ncontent-length: {len(data)}\r\n\r\n"
    )
    return head.encode() + data


async def ask(port: int, request: bytes, count: int) -> None:
    """Send `count` requests over a few connections, one after the other on each."""
    share = count // CONNECTIONS
    await asyncio.gather(*(_ask(port, request, share) for _ in range(CONNECTIONS)))


async def _ask(port: int, request: bytes, count: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**22)
    for _ in range(count):
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        if not head.startswith(b"http/1.1 200"):
            raise RuntimeError(head + await reader.read(500))
        if b"content-length: " in head:
            await reader.readexactly(int(head.split(b"content-length: ")[1].split(b"\r\n")[0]))
        else:
            await reader.readuntil(b"\r\n0\r\n\r\n")
        if b"connection: close" in head:
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**22)
    writer.close()


def delays(port: int, request: bytes, streams: int) -> float:
    """Return the median time from upstream to client, in milliseconds, of so many slow streams."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return statistics.median(runner.run(_followed(port, request, streams))) * 1000


async def _followed(port: int, request: bytes, streams: int) -> list[float]:
    found: list[float] = []
    waiting = (_followed_one(port, request, found, n / streams) for n in range(streams))
    await asyncio.gather(*waiting)
    return found


async def _followed_one(port: int, request: bytes, found: list[float], after: float) -> None:
    loop = asyncio.get_running_loop()
    await asyncio.sleep(after)
    over = loop.create_future()
    await loop.create_connection(lambda: _Following(request, found, over), "127.0.0.1", port)
    await over


class _Following(asyncio.Protocol):
    """Reads one slow stream, and notes how late its words come."""

    def __init__(self, request: bytes, found: list[float], over: asyncio.Future[None]) -> None:
        self._request = request
        self._found = found
        self._over = over
        self._end = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask."""
        self._transport = cast(asyncio.Transport, transport)
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        """Note when its words came."""
        now = time.monotonic()
        self._found += [now - float(sent) for sent in _SENT.findall(data)]
        self._end = (self._end + data)[-16:]
        if self._end.endswith(b"0\r\n\r\n"):
            self._over.set_result(None)
            self._transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        """Know that it broke off, if it did."""
        if not self._over.done():
            self._over.set_exception(RuntimeError("A stream broke off."))
