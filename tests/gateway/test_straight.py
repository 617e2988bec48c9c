"""Requests on the straight way: the same head again, whatever comes of its body and after it."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import msgspec
import pytest

from quire.gateway.exchange import Scope
from quire.gateway.straight import Same, same

from .conftest import Gateway, Start, run_quire

LENGTH = re.compile(rb"content-length: (\d+)")
PATH = "/v1/responses/input_tokens"
EMPTY = b'{"model":"quire/standard","input":"%b"}'


class Seen(msgspec.Struct, frozen=True):
    """A head that was seen."""

    largest: int = 1_000


class Seeing:
    """An application that knows every path but one."""

    def seen(self, scope: Scope) -> Seen | None:
        """Know it."""
        return None if scope["path"] == "/unknown" else Seen()

    def take(self, known: object, body: bytes, client: object) -> None:
        """Answer nothing."""


HEAD = b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: %b\r\nauthorization: Bearer k\r\n\r\n"


def scope_of(head: bytes, **fields: object) -> Scope:
    lines = [line.partition(b": ") for line in head.split(b"\r\n")[1:-2]]
    headers = [(name.lower(), value) for name, _, value in lines]
    plain = {"method": "POST", "http_version": "1.1", "path": "/a", "headers": headers}
    return {**plain, **fields}


def learned(head: bytes, **fields: object) -> Same | None:
    return same(head + b"body", scope_of(head, **fields), Seeing())


def test_a_head_is_known_again_by_all_but_its_length() -> None:
    known = learned(HEAD % b"4")
    assert known is not None
    assert [
        known.body_of(data)
        for data in (
            HEAD % b"4" + b"body",
            HEAD % b"12" + b"half",
            HEAD % b"",
            HEAD % b"+4",
            HEAD % b"4 ",
            HEAD % b"9999999999999",
            HEAD.replace(b"Bearer k", b"Bearer l") % b"4",
            HEAD.replace(b"POST", b"PUT ") % b"4",
            (HEAD % b"4")[:-2],
            b"",
        )
    ] == [(4, b"body"), (12, b"half"), *[None] * 8]


@pytest.mark.parametrize(
    "line",
    [
        b"transfer-encoding: chunked",
        b"expect: 100-continue",
        b"connection: close",
        b"upgrade: websocket",
        b"content-length: 4",
    ],
)
def test_a_head_that_asks_for_more_is_read_each_time(line: bytes) -> None:
    assert learned(HEAD.replace(b"Host: x", line) % b"4") is None


@pytest.mark.parametrize("value", [b"keep-alive", b"Keep-Alive"])
def test_a_head_that_asks_for_what_is_meant_anyway_is_known(value: bytes) -> None:
    known = learned(HEAD.replace(b"Host: x", b"connection: " + value) % b"4")
    assert known is not None


def test_only_the_paths_of_the_application_are_known() -> None:
    assert [
        learned(HEAD % b"4", path="/unknown"),
        learned(HEAD % b"4", method="GET"),
        learned(HEAD % b"4", http_version="1.0"),
        learned(HEAD.replace(b"Host: x", b"a: " + b"b" * 20_000) % b"4"),
        same(b"POST /a HTT", {}, Seeing()),
    ] == [None] * 5


@dataclass
class Line:
    """A connection to a gateway, and what was sent and came on it."""

    gateway: Gateway
    connection: socket.socket
    rest: bytes = field(default=b"")

    def send(self, *pieces: bytes) -> None:
        """Send pieces, each by itself."""
        for piece in pieces:
            self.connection.sendall(piece)
            time.sleep(0.005)

    def told(self) -> tuple[int, object]:
        """Return the status and the JSON of the next answer."""
        while (found := self._answer()) is None:
            more = self.connection.recv(65_536)
            assert more, self.rest
            self.rest += more
        return found

    def closed(self) -> bool:
        """Return whether the other end has closed it."""
        return not self.connection.recv(1)

    def _answer(self) -> tuple[int, object] | None:
        head, sign, body = self.rest.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        if not sign or (length and len(body) < int(length[1])):
            return None
        size = int(length[1]) if length else 0
        self.rest = body[size:]
        return int(head[9:12]), msgspec.json.decode(body[:size]) if size else None


@contextmanager
def joined(gateway: Gateway) -> Iterator[Line]:
    host, port = gateway.address.removeprefix("http://").removesuffix("/v1").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield Line(gateway, connection)


def request(gateway: Gateway, words: int, *lines: str, key: str = "") -> bytes:
    """Return a request whose answer tells how many words it has."""
    body = EMPTY % (b"word" * words)
    told = "".join(f"{line}\r\n" for line in lines)
    head = (
        f"POST {PATH} HTTP/1.1\r\nhost: x\r\n{told}authorization: Bearer {key or gateway.key}\r\n"
        f"content-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def counted(gateway: Gateway, words: int) -> tuple[int, object]:
    """Return the answer to a request on a connection of its own."""
    with joined(gateway) as line:
        line.send(request(gateway, words))
        return line.told()


def test_each_request_gets_the_answer_to_its_own_body(gateway: Gateway) -> None:
    sizes = (1, 900, 2, 40_000, 3)
    with joined(gateway) as line:
        told = []
        for words in sizes:
            line.send(request(gateway, words))
            told.append(line.told())
    assert told == [counted(gateway, words) for words in sizes]
    assert len({msgspec.json.encode(each) for each in told}) > 2


def test_a_body_may_come_slowly_and_after_its_head(gateway: Gateway) -> None:
    asked = request(gateway, 60)
    head, sign, body = asked.partition(b"\r\n\r\n")
    with joined(gateway) as line:
        line.send(asked)
        first = line.told()
        line.send(head + sign, body)
        second = line.told()
        line.send(head + sign, *(body[at : at + 20] for at in range(0, len(body), 20)))
        third = line.told()
        line.send(asked[:30], asked[30:])
        fourth = line.told()
    assert (first[0], second, third, fourth) == (200, first, first, first)


def test_requests_in_one_write_are_answered_in_their_order(gateway: Gateway) -> None:
    with joined(gateway) as line:
        line.send(request(gateway, 1))
        told = [line.told()]
        line.send(b"".join(request(gateway, words) for words in (400, 1, 800)))
        told += [line.told() for _ in range(3)]
        line.send(request(gateway, 400) + request(gateway, 1)[:50], request(gateway, 1)[50:])
        told += [line.told() for _ in range(2)]
    assert told == [counted(gateway, words) for words in (1, 400, 1, 800, 400, 1)]


def test_whatever_differs_is_read_like_a_first_request(gateway: Gateway) -> None:
    known = request(gateway, 1)
    chunked = re.sub(rb"content-length: \d+", b"transfer-encoding: chunked", known)
    head, sign, body = chunked.partition(b"\r\n\r\n")
    pieces = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (body[:7], body[7:]))
    with joined(gateway) as line:
        line.send(known, known)
        first = line.told()
        assert line.told() == first
        line.send(head + sign + pieces + b"0\r\n\r\n")
        assert line.told() == first
        line.send(b"GET /health HTTP/1.1\r\nhost: x\r\n\r\n")
        assert line.told() == (200, {"status": "ok"})
        line.send(request(gateway, 1, key="sk-unknown"))
        assert line.told()[0] == 401
        line.send(known, known)
        assert [line.told(), line.told()] == [first, first]
        line.send(request(gateway, 1, "connection: close"))
        assert line.told() == first
        assert line.closed()


def test_a_client_that_expects_it_is_told_to_go_on(gateway: Gateway) -> None:
    asked = request(gateway, 1, "expect: 100-continue")
    head, sign, body = asked.partition(b"\r\n\r\n")
    with joined(gateway) as line:
        for _ in range(2):
            line.send(head + sign)
            assert line.told() == (100, None)
            line.send(body)
            assert line.told()[0] == 200


def test_what_is_too_large_or_broken_is_refused_at_a_known_head(gateway: Gateway) -> None:
    known = request(gateway, 1)
    large = re.sub(rb"content-length: \d+", b"content-length: 999999999999", known)
    with joined(gateway) as line:
        line.send(known, known)
        assert (line.told()[0], line.told()[0]) == (200, 200)
        line.send(known.replace(b"POST /", b"POST /\r\n"))
        assert line.connection.recv(12) == b"HTTP/1.1 400"
    with joined(gateway) as line:
        line.send(known)
        assert line.told()[0] == 200
        line.send(known.partition(b"\r\n\r\n")[0], *[b"\r\na: " + b"b" * 60_000] * 5)
        assert line.connection.recv(12) == b"HTTP/1.1 400"
    with joined(gateway) as line:
        line.send(known)
        assert line.told()[0] == 200
        line.send(large)
        line.connection.shutdown(socket.SHUT_RDWR)
    assert counted(gateway, 1)[0] == 200


def test_a_client_that_leaves_in_the_midst_of_a_body_leaves_nothing(start: Start) -> None:
    gateway = start()
    with joined(gateway) as line:
        line.send(request(gateway, 1))
        assert line.told()[0] == 200
        line.send(request(gateway, 500)[:-300])
    assert counted(gateway, 1)[0] == 200
    assert gateway.stop() == 0


def test_a_key_that_is_disabled_is_refused_on_a_connection_that_knew_it(start: Start) -> None:
    gateway = start()
    key = run_quire(gateway.home, "keys", "create", "other").strip()
    with joined(gateway) as line:
        asked = request(gateway, 1, key=key)
        line.send(asked, asked)
        assert (line.told()[0], line.told()[0]) == (200, 200)
        run_quire(gateway.home, "keys", "disable", "other")
        end = time.monotonic() + 20
        status = 200
        while status == 200 and time.monotonic() < end:
            line.send(asked)
            status, _ = line.told()
    assert status == 401
