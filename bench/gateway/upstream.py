"""The upstream of the benchmark: canned answers, given with little effort."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import cast

import uvloop

from quire.protocol import items
from quire.protocol.chat_answers import ChunkWriter, Shape, completion
from quire.protocol.events import Completed, Event, TextDelta
from quire.protocol.narration import narrate
from quire.protocol.responses import Usage
from quire.protocol.sse import DONE, encode

DELTAS = 50
EVENTS = 58
TEXT = "word " * DELTAS
# A word instead of `hi` in the prompt asks for the stream at this pace, in seconds an event.
SLOW = b"slow"
PACE = 0.02


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


SHAPE = Shape(id="chatcmpl-1", created=1_762_992_000, model="bench", include_usage=True)


def frames(chat: bool) -> list[bytes]:
    """Return the frames of a stream: 58 events, or 58 chunks."""
    if not chat:
        return [*map(encode, story()), DONE]
    writer = ChunkWriter(SHAPE)
    chunks = [b"data: %s\n\n" % json.dumps(c).encode() for e in story() for c in writer.feed(e)]
    more = chunks[1:2] * (EVENTS - len(chunks))
    return [*chunks[:1], *more, *chunks[1:], DONE]


def whole(chat: bool) -> bytes:
    """Return the JSON of a whole answer."""
    last = story()[-1]
    assert isinstance(last, Completed)
    return json.dumps(completion(last.response, SHAPE)).encode() if chat else last.response.wire()


def chunk(frame: bytes) -> bytes:
    """Return a frame as HTTP carries it."""
    return b"%x\r\n%b\r\n" % (len(frame), frame)


def answer(*, chat: bool, stream: bool) -> bytes:
    """Return a whole HTTP answer."""
    if not stream:
        body = whole(chat)
        head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
        return head % len(body) + body
    return HEAD + b"".join(map(chunk, frames(chat))) + b"0\r\n\r\n"


HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
CANNED = {
    (chat, stream): answer(chat=chat, stream=stream)
    for chat in (True, False)
    for stream in (True, False)
}
PACED = {chat: frames(chat) for chat in (True, False)}
_WORD = b"word "


class Upstream(asyncio.Protocol):
    """Answers every request on a connection with canned bytes, at once or at a pace."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection."""
        self.transport = cast(asyncio.Transport, transport)
        self.held = b""

    def data_received(self, data: bytes) -> None:
        """Answer once a whole request has come."""
        self.held += data
        head, sign, body = self.held.partition(b"\r\n\r\n")
        if not sign:
            return
        lines = head.lower().split(b"\r\n")
        lengths = [line for line in lines if line.startswith(b"content-length")]
        length = sum(int(line.split(b":")[1]) for line in lengths)
        if len(body) < length:
            return
        self.held = body[length:]
        body = body[:length]
        chat = b"/chat/completions" in head
        if SLOW in body:
            self.transport.write(HEAD)
            self._paced(PACED[chat], 0)
            return
        stream = b'"stream":true' in body or b'"stream": true' in body
        self.transport.write(CANNED[chat, stream])

    def _paced(self, told: list[bytes], place: int) -> None:
        """Send an event, which tells when it was sent, and the next one later."""
        if self.transport.is_closing():
            return
        if place == len(told):
            self.transport.write(b"0\r\n\r\n")
            return
        loop = asyncio.get_running_loop()
        frame = told[place]
        if frame.count(_WORD) == 1:
            frame = frame.replace(_WORD, b"at%.6f " % time.monotonic())
        self.transport.write(chunk(frame))
        loop.call_later(PACE, self._paced, told, place + 1)


async def serve(port: int) -> None:
    """Serve until cancelled."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Upstream, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1])))
