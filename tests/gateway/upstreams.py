"""An upstream of the tests' own: one canned answer, and what every request showed."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
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
