"""Clients that send or read in no time that ends are left; whoever only waits is not."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from .conftest import Gateway, Script, Start, serving

BODY = json.dumps({"model": "quire/mini", "input": "hi", "store": False}).encode()
QUICK = ("-c", "gateway.client_patience=0.2")
LATE = b"HTTP/1.1 408 Request Timeout\r\n"


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """A gateway with little patience."""
    with serving(tmp_path_factory.mktemp("home"), *QUICK) as running:
        yield running


def head(gateway: Gateway, length: int, path: str = "/v1/responses") -> bytes:
    """Return the head of a request."""
    return (
        f"POST {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {gateway.key}\r\n"
        f"content-type: application/json\r\ncontent-length: {length}\r\n\r\n"
    ).encode()


@contextmanager
def connected(gateway: Gateway) -> Iterator[socket.socket]:
    """Connect to a gateway."""
    where = urlsplit(gateway.address)
    with socket.create_connection((where.hostname, where.port), timeout=20) as made:
        yield made


def dribbled(made: socket.socket, sent: bytes) -> bytes:
    """Send byte after byte, then `x` for ever, until the server has closed; return its words."""
    made.settimeout(0.05)
    told, place = b"", 0
    while True:
        try:
            came = made.recv(1000)
        except TimeoutError:
            made.sendall(sent[place : place + 1] or b"x")
            place += 1
            continue
        except ConnectionError:
            return told
        told += came
        if not came:
            return told


def answered(made: socket.socket) -> bytes:
    """Return the first line of a whole answer."""
    with made.makefile("rb") as lines:
        first, length = lines.readline(), 0
        while (line := lines.readline()) != b"\r\n":
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        lines.read(length)
    return first


def test_half_a_head_is_not_waited_for(hasty: Gateway) -> None:
    with connected(hasty) as made:
        assert dribbled(made, b"POST /v1/responses HTTP/1.1\r\nx-").startswith(LATE)


def test_a_connection_that_says_nothing_is_closed(hasty: Gateway) -> None:
    with connected(hasty) as made:
        assert made.recv(100).startswith(LATE)


def test_half_a_body_is_not_waited_for(hasty: Gateway) -> None:
    with connected(hasty) as made:
        made.sendall(head(hasty, 100_000))
        assert dribbled(made, BODY).startswith(LATE)


def test_nor_is_that_of_a_later_request(hasty: Gateway) -> None:
    with connected(hasty) as made:
        for _ in range(2):
            made.sendall(head(hasty, len(BODY)) + BODY)
            assert answered(made) == b"HTTP/1.1 200 OK\r\n"
        made.sendall(head(hasty, 100_000))
        assert dribbled(made, BODY).startswith(LATE)
    assert hasty.client().responses.create(model="quire/mini", input="hi").status == "completed"


def test_an_answer_that_takes_its_time_is_waited_for(start: Start, script: Script) -> None:
    quicker = ("-c", "gateway.client_patience=0.05")
    gateway = start(*quicker, upstream=script({"text": "In time.", "pause": 0.1}))
    made = gateway.client().responses.create(model="gpt-5.1-codex", input="hi")
    assert made.output_text == "In time."  # after nine pauses, twice as long as a body may take


class Endless(threading.Thread):
    """An upstream whose answer has no end; `left` is set once nobody takes it any more."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._door.getsockname()[1]}/v1"
        self.left = threading.Event()

    def run(self) -> None:
        made, _ = self._door.accept()
        with self._door, made:
            made.recv(65_536)
            made.sendall(
                b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"
                b'data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m",'
                b'"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}\n\n'
            )
            chunk = (
                b'data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m",'
                b'"choices":[{"index":0,"delta":{"content":"%b"}}]}\n\n' % (b"word " * 2_000)
            )
            try:
                while True:
                    made.sendall(chunk)
            except ConnectionError:
                self.left.set()


def test_an_answer_that_nobody_reads_is_ended_and_its_upstream_left(tmp_path: Path) -> None:
    upstream = Endless()
    upstream.start()
    wishes = ("-c", "models.dialect=chat", "-c", f"models.base_url={upstream.address}")
    asked = {"model": "m", "messages": [{"role": "user", "content": "hi"}], "stream": True}
    body = json.dumps(asked).encode()
    with serving(tmp_path / "home", *QUICK, *wishes) as gateway, connected(gateway) as made:
        made.sendall(head(gateway, len(body), "/v1/chat/completions") + body)
        assert upstream.left.wait(timeout=30)
