"""What leaves on a client's connection: heads, pieces and ends, as HTTP/1.1 wants them."""

from __future__ import annotations

import socket

from .conftest import Gateway, Script, Start

CHAT = ("-c", "models.dialect=chat")
HEALTH = b"GET /health HTTP/1.1\r\nhost: x\r\n\r\n"


def sent(gateway: Gateway, request: bytes) -> bytes:
    """Return all that comes for a request that ends its connection."""
    host, port = gateway.address.removeprefix("http://").removesuffix("/v1").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(65_536), b""))


def chat(gateway: Gateway, body: bytes) -> bytes:
    head = (
        f"POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nconnection: close\r\n"
        f"authorization: Bearer {gateway.key}\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def test_requests_in_one_write_are_answered_in_their_order(start: Start) -> None:
    last = HEALTH.replace(b"/health", b"/nowhere").replace(
        b"\r\n\r\n", b"\r\nconnection: close\r\n\r\n"
    )
    statuses = [part[:3] for part in sent(start(), HEALTH * 2 + last).split(b"HTTP/1.1 ")[1:]]
    assert statuses == [b"200", b"200", b"404"]


def test_a_head_is_answered_without_a_body(start: Start) -> None:
    asked = b"HEAD /health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
    head, _, body = sent(start(), asked).partition(b"\r\n\r\n")
    assert (head.startswith(b"HTTP/1.1 40"), b"connection: close" in head, body) == (
        True,
        True,
        b"",
    )


def test_a_stream_comes_in_chunks_with_an_end(start: Start, script: Script) -> None:
    gateway = start(*CHAT, upstream=script({"text": "Hi."}))
    body = b'{"model":"tiny","stream":true,"messages":[{"role":"user","content":"hi"}]}'
    head, _, rest = sent(gateway, chat(gateway, body)).partition(b"\r\n\r\n")
    told = b""
    while rest != b"0\r\n\r\n":
        size, _, rest = rest.partition(b"\r\n")
        told, rest = told + rest[: int(size, 16)], rest[int(size, 16) + 2 :]
    assert b"transfer-encoding: chunked" in head
    assert told.endswith(b"data: [DONE]\n\n")
    assert told.count(b'"content":"Hi."') == 1
