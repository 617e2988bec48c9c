"""The upstream of the benchmark: one canned answer, given as fast as plain asyncio can."""

from __future__ import annotations

import asyncio
import sys

from quire.protocol import items
from quire.protocol.events import Completed, Event, TextDelta
from quire.protocol.narration import narrate
from quire.protocol.responses import Usage
from quire.protocol.sse import DONE, encode

DELTAS = 50
TEXT = "word " * DELTAS


def story() -> list[Event]:
    """Return the events of an answer of fifty deltas."""
    message = items.Message(
        role="assistant", content=(items.output_text(TEXT),), id="msg_1", status="completed"
    )
    usage = Usage(input_tokens=9, output_tokens=DELTAS, total_tokens=9 + DELTAS)
    told: list[Event] = []
    for event in narrate((message,), model="bench", usage=usage, response_id="resp_1"):
        if isinstance(event, TextDelta):
            pieces = [TextDelta(item_id="msg_1", output_index=0, content_index=0, delta="word ")]
            told += pieces * DELTAS
        else:
            told.append(event)
    assert isinstance(told[-1], Completed)
    return [event.numbered(number) for number, event in enumerate(told)]


def answer() -> bytes:
    """Return the whole HTTP answer of a stream."""
    chunks = [b"%x\r\n%b\r\n" % (len(frame), frame) for frame in (*map(encode, story()), DONE)]
    head = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
    head += b"transfer-encoding: chunked\r\n\r\n"
    return head + b"".join(chunks) + b"0\r\n\r\n"


class Upstream(asyncio.Protocol):
    """Answers every request on a connection with the same bytes."""

    canned = answer()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.held = b""

    def data_received(self, data: bytes) -> None:
        """Answer once a whole request has come."""
        self.held += data
        head, sign, body = self.held.partition(b"\r\n\r\n")
        if not sign:
            return
        length = next(
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length")
        )
        if len(body) >= length:
            self.held = body[length:]
            self.transport.write(self.canned)


async def serve(port: int) -> None:
    """Serve until cancelled."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Upstream, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
