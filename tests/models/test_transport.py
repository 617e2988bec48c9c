"""The transport against raw servers on loopback: kept lines, broken ones, slow readers."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable

import pytest

from quire.models.line import Line, Silent, Unanswered
from quire.models.transport import Address, Lines, address_of

REQUEST = b"POST /v1/x HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n"
WHOLE = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
Work = Callable[[Lines], Awaitable[object]]


async def used(serve: Serve, work: Work, idle: float = 5.0) -> tuple[object, int]:
    """Let `work` use lines to a server; return its result and how many connections were made."""
    made = 0

    async def taken(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal made
        made += 1
        try:
            await serve(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()

    server = await asyncio.start_server(taken, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    lines = Lines(Address("127.0.0.1", port, False, "x"), idle=idle, connect=5.0)
    try:
        async with server:
            found = await work(lines)
            await lines.aclose()
            return found, made
    finally:
        await lines.aclose()


def sending(*answers: bytes) -> Serve:
    """Return a server that gives one answer a request, and then closes."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for answer in answers:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(answer)
            await writer.drain()

    return serve


async def body_of(lines: Lines) -> tuple[int, bytes]:
    line = await lines.ask(REQUEST)
    whole = b""
    try:
        while piece := await line.piece():
            whole += piece
        return line.status, whole
    finally:
        line.leave()


async def twice(lines: Lines) -> list[tuple[int, bytes]]:
    first = await body_of(lines)
    await asyncio.sleep(0.05)
    return [first, await body_of(lines)]


def test_an_address_is_read_from_a_url() -> None:
    assert [address_of(url) for url in ("https://a.b/v1/x", "http://[::1]:8000/a b?c=d")] == [
        (Address("a.b", 443, True, "a.b"), "/v1/x"),
        (Address("::1", 8000, False, "[::1]:8000"), "/a%20b?c=d"),
    ]


def test_a_line_is_used_again() -> None:
    assert asyncio.run(used(sending(WHOLE, WHOLE), twice)) == ([(200, b"ok")] * 2, 1)


def test_a_line_that_the_server_closed_is_replaced() -> None:
    assert asyncio.run(used(sending(WHOLE), twice)) == ([(200, b"ok")] * 2, 2)


def test_a_line_that_is_to_be_closed_is_not_kept() -> None:
    closing = WHOLE.replace(b"\r\n\r\n", b"\r\nconnection: close\r\n\r\n")
    assert asyncio.run(used(sending(closing, WHOLE), twice)) == ([(200, b"ok")] * 2, 2)


ANSWERS = {
    "chunks": b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n",
    "to the end": b"HTTP/1.0 200 OK\r\n\r\nok",
    "after a hundred": b"HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n" + WHOLE,
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_an_answer_is_read_however_it_is_framed(answer: bytes) -> None:
    assert asyncio.run(used(sending(answer), body_of)) == ((200, b"ok"), 1)


BROKEN = {
    b"": "the server closed it before the end",
    b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nok": "the server closed it before the end",
    b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n": "what came is not HTTP: ",
    b"SSH-2.0-OpenSSH_9.6\r\n": "what came is not HTTP: ",
    b"HTTP/1.1 200 OK\r\nx: " + b"y" * 140_000: "the head is larger than 131072 bytes",
}


@pytest.mark.parametrize(("answer", "words"), BROKEN.items(), ids=range(len(BROKEN)))
def test_a_broken_answer_is_told(answer: bytes, words: str) -> None:
    with pytest.raises(Unanswered) as raised:
        asyncio.run(used(sending(answer), body_of))
    assert str(raised.value).startswith(words)


async def never(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()


def test_silence_breaks_an_answer() -> None:
    with pytest.raises(Silent):
        asyncio.run(used(never, body_of, idle=0.05))


def test_a_reader_who_leaves_closes_the_line() -> None:
    gone = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf")
        await reader.read()
        gone.set()

    async def work(lines: Lines) -> bytes:
        line = await lines.ask(REQUEST)
        half = await line.piece()
        line.leave()
        await asyncio.wait_for(gone.wait(), 5)
        return half

    assert asyncio.run(used(serve, work)) == (b"half", 1)


def test_a_cancelled_request_closes_its_line() -> None:
    gone = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        gone.set()

    async def work(lines: Lines) -> None:
        asking = asyncio.create_task(lines.ask(REQUEST))
        await asyncio.sleep(0.05)
        asking.cancel()
        await asyncio.wait_for(gone.wait(), 5)

    assert asyncio.run(used(serve, work)) == (None, 1)


def test_the_server_waits_for_a_slow_reader() -> None:
    size = 64 * 1024 * 1024
    sent = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % size)
        while sent < size:
            writer.write(bytes(65_536))
            await writer.drain()
            sent += 65_536

    async def work(lines: Lines) -> tuple[bool, int]:
        line = await lines.ask(REQUEST)
        await asyncio.sleep(0.2)
        held = sent < size / 2
        read = 0
        while piece := await line.piece():
            read += len(piece)
        line.leave()
        return held, read

    assert asyncio.run(used(serve, work)) == ((True, size), 1)


def stepwise(*pieces: bytes) -> tuple[Serve, asyncio.Event]:
    """Return a server that sends one piece after the other, and what lets it send the next one."""
    going = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
        for piece in pieces:
            await going.wait()
            going.clear()
            writer.write(b"%x\r\n%b\r\n" % (len(piece), piece))
        await going.wait()

    return serve, going


def test_pieces_are_taken_as_they_come_until_they_are_not() -> None:
    serve, going = stepwise(b"one", b"two", b"three", b"four")
    taken: list[bytes] = []

    def take(piece: bytes) -> bool:
        going.set()
        taken.append(piece)
        return piece != b"two"

    async def work(lines: Lines) -> tuple[bytes, bytes]:
        line = await lines.ask(REQUEST)
        going.set()
        await line.flow(take)
        third = await line.piece()
        going.set()
        fourth = await line.piece()
        going.set()
        await line.flow(take)
        with pytest.raises(Unanswered):
            await line.piece()
        return third, fourth

    assert asyncio.run(used(serve, work)) == ((b"three", b"four"), 1)
    assert taken == [b"one", b"two"]


def test_whoever_takes_pieces_gets_the_faults_of_that() -> None:
    serve, going = stepwise(b"one")

    def take(piece: bytes) -> bool:
        raise ZeroDivisionError(piece)

    async def work(lines: Lines) -> None:
        line = await lines.ask(REQUEST)
        going.set()
        with pytest.raises(ZeroDivisionError):
            await line.flow(take)
        line.leave()

    assert asyncio.run(used(serve, work)) == (None, 1)


def test_small_pieces_leave_at_once() -> None:
    async def work(lines: Lines) -> int:
        line: Line = await lines.ask(REQUEST)
        held = line.transport.get_extra_info("socket")
        line.leave()
        return int(held.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    assert asyncio.run(used(sending(WHOLE), work)) == (1, 1)
