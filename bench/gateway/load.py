"""The client of the benchmark: plain sockets, so that it costs little and times nothing twice."""

from __future__ import annotations

import asyncio
import json
import re
import statistics
import time
from collections.abc import Mapping

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


async def delays(port: int, request: bytes, streams: int) -> float:
    """Return the median time from upstream to client, in milliseconds, of so many slow streams."""
    found: list[float] = []
    await asyncio.gather(*(_follow(port, request, found, n / streams) for n in range(streams)))
    return statistics.median(found) * 1000


async def _follow(port: int, request: bytes, found: list[float], after: float) -> None:
    await asyncio.sleep(after)
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**22)
    writer.write(request)
    end = b""
    while not end.endswith(b"0\r\n\r\n"):
        piece = await reader.read(2**16)
        if not piece:
            raise RuntimeError("A stream broke off.")
        now = time.monotonic()
        found += [now - float(sent) for sent in _SENT.findall(piece)]
        end = (end + piece)[-16:]
    writer.close()
