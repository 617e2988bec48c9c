"""An upstream of the tests' own: one canned answer, and what every request showed."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ANSWER = {
    "id": "resp_upstream", "object": "response", "status": "completed", "model": "gpt-5.1-codex",
    "output": [{"type": "message", "id": "msg_1", "role": "assistant", "status": "completed",
                "content": [{"type": "output_text", "text": "An answer.", "annotations": []}]}],
    "usage": {"input_tokens": 10, "output_tokens": 20, "total_tokens": 30},
}  # fmt: skip


class Canned(ThreadingHTTPServer):
    """Answers every POST with ANSWER, or with `refusal` (status, words) where one is set."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Page)
        self.keys: list[str] = []
        self.bodies: list[bytes] = []
        self.refusal: tuple[int, str] | None = None
        self.answer: tuple[int, object] = (200, ANSWER)

    @property
    def address(self) -> str:
        """The base URL for clients."""
        return f"http://127.0.0.1:{self.server_port}/v1"


class _Page(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Canned

    def do_POST(self) -> None:
        self.server.keys.append(self.headers.get("authorization", ""))
        self.server.bodies.append(self.rfile.read(int(self.headers["content-length"])))
        status, told = self.server.answer
        answer = json.dumps(told)
        if self.server.refusal is not None:
            status, words = self.server.refusal
            answer = json.dumps({"error": {"message": words, "code": "x"}})
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer.encode())

    def log_message(self, *told: object) -> None:
        """Say nothing."""


@contextmanager
def canned() -> Iterator[Canned]:
    """Serve the canned answer on loopback."""
    server = Canned()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Quick(asyncio.Protocol):
    """Answers each request with one write, as cheaply as can be."""

    def __init__(
        self, answer: Callable[[bytes, bytes], bytes], open_ones: set[asyncio.Transport]
    ) -> None:
        """`answer` is given the head, in small letters, and the body of a request."""
        self._answer = answer
        self._open = open_ones
        self._left = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._open.add(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._open.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        self._left += data
        while (end := self._left.find(b"\r\n\r\n")) >= 0:
            head = self._left[:end].lower()
            length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
            body = self._left[end + 4 : end + 4 + length]
            if len(body) < length:
                return
            self._left = self._left[end + 4 + length :]
            self._transport.write(self._answer(head, body))


@asynccontextmanager
async def quick(answer: Callable[[bytes, bytes], bytes]) -> AsyncIterator[str]:
    """Serve answers on loopback where a loop runs; give the base URL."""
    open_ones: set[asyncio.Transport] = set()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Quick(answer, open_ones), "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
    finally:
        server.close()
        while open_ones:
            for transport in open_ones:
                transport.abort()
            await asyncio.sleep(0.01)


def message(kind: str, body: bytes) -> bytes:
    """Return an answer as an upstream sends it."""
    head = f"HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body
