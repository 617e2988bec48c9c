"""A server that is killed at any moment: what was answered whole is booked, exactly once."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import time
from collections import Counter
from pathlib import Path

import pytest

from quire.models.chat_replies import chat_reply_to
from quire.models.replies import reply_to
from quire.models.script import Answer
from quire.protocol.responses import Usage

from .conftest import Gateway, Start, run_quire
from .test_budgets import rows, until
from .upstreams import ANSWER as WHOLE
from .upstreams import message, quick

MODEL = "gpt-5.1-codex"
COST = round(10 * 1.25 + 20 * 10.0)  # millionths of a dollar
ANSWER = Answer(text="An answer.", usage=Usage(input_tokens=10, output_tokens=20, total_tokens=30))
SAID = [{"role": "user", "content": "hi"}]
WAYS: tuple[tuple[str, dict[str, object]], ...] = (
    ("/v1/responses", {"input": "hi", "max_output_tokens": 100}),
    ("/v1/responses", {"input": "hi", "max_output_tokens": 100, "stream": True}),
    ("/v1/chat/completions", {"messages": SAID, "max_completion_tokens": 100}),
    ("/v1/chat/completions", {"messages": SAID, "max_completion_tokens": 100, "stream": True}),
)
CHAT = {
    "id": "chatcmpl-1", "object": "chat.completion", "model": MODEL,
    "choices": [{"index": 0, "finish_reason": "stop",
                 "message": {"role": "assistant", "content": "An answer."}}],
    "usage": {"prompt_tokens": 10, "completion_tokens": 20, "total_tokens": 30},
}  # fmt: skip


# What the upstream answers, in the Responses API's dialect and in that of chats.
WHOLES = [message("application/json", json.dumps(each).encode()) for each in (WHOLE, CHAT)]
STREAMS = [
    message("text/event-stream", b"".join(reply(ANSWER, turn=1, model=MODEL).pieces))
    for reply in (reply_to, chat_reply_to)
]
CONNECTIONS = 24
ENDS = (b"event: response.completed", b"data: [DONE]")
NAMED = re.compile(rb'"id":\s?"(?:resp_|chatcmpl-)(\w+)"')


async def heard(reader: asyncio.StreamReader) -> str:
    """Hear an answer out, and return its mark, as soon as nothing of it is missing."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    assert b" 200 " in head.split(b"\r\n")[0], await reader.read(2_000)
    if b"content-length:" in head:
        length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
        body = await reader.readexactly(length)
    else:
        body = b""
        while not any(end in body for end in ENDS):
            body += await reader.readuntil(b"\n\n")
    found = NAMED.search(body)
    assert found, body
    return found[1].decode()


async def asking(gateway: Gateway, place: int, whole: list[str]) -> None:
    """Ask in every way in turn, on connections of eight requests, until the server is gone."""
    door = int(gateway.address.split(":")[2].split("/")[0])
    while True:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", door, limit=1 << 20)
        except ConnectionError:
            return
        try:
            for _ in range(8):
                place += 1
                writer.write(question(gateway.key, *WAYS[place % len(WAYS)]))
                whole.append(await heard(reader))
                if "stream" in WAYS[place % len(WAYS)][1]:
                    break  # what follows the last event is not waited for
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.transport.abort()


def question(key: str, path: str, fields: dict[str, object]) -> bytes:
    """Return a request as it is sent."""
    body = json.dumps({"model": MODEL, **fields}).encode()
    return (
        b"POST %b HTTP/1.1\r\nhost: x\r\nauthorization: Bearer %b\r\n"
        b"content-type: application/json\r\ncontent-length: %d\r\n\r\n%b"
        % (path.encode(), key.encode(), len(body), body)
    )


async def reached(tasks: list[asyncio.Task[None]], whole: list[str], answers: int) -> None:
    """Wait for so many answers, while everybody asks."""
    end = time.monotonic() + 30
    while len(whole) < answers:
        assert time.monotonic() < end, len(whole)
        assert not any(task.done() for task in tasks)
        await asyncio.sleep(0.001)


async def killed_midway(gateway: Gateway, answers: int, victim: int) -> list[str]:
    """Ask from many sides, kill a process after so many answers, and return their marks."""
    whole: list[str] = []
    tasks = [asyncio.create_task(asking(gateway, n, whole)) for n in range(CONNECTIONS)]
    await reached(tasks, whole, answers)
    os.kill(victim, signal.SIGKILL)
    if victim != gateway.process.pid:  # the others go on without it
        await reached([], whole, len(whole) + 50)
        for task in tasks:
            task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return whole


def workers_of(supervisor: int) -> list[int]:
    """Return the processes that answer for a supervisor."""
    listed = Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split()
    found = map(int, listed)
    return [pid for pid in found if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def booked(home: Path) -> list[str]:
    """Return the marks of completed answers in the books."""
    query = "select substr(id, 6) from usage where status = 'completed'"
    return [str(row[0]) for row in rows(home, query)]


def left(home: Path) -> list[Path]:
    """Return the journals that nobody has read in, nor deleted."""
    return list((home / "gateway" / "quire.db-journal.d").iterdir())


async def lives(
    start: Start, workers: int, dialects: tuple[str, ...], *database: str
) -> tuple[Gateway, list[str], int]:
    """Kill servers and workers in the midst of their work; return what was heard, and asked."""
    asked: list[str] = []

    def answered(head: bytes, body: bytes) -> bytes:
        wish = json.loads(body)
        asked.append(wish["model"])
        return (STREAMS if wish.get("stream") else WHOLES)[b"/chat/" in head]

    flags = ("--workers", str(workers), *database)
    whole: list[str] = []
    async with quick(answered) as address:
        gateway = start(*flags, upstream=address)
        key = run_quire(gateway.home, "keys", "create", "rich", "--total", "50", *database).strip()
        for life, dialect in enumerate(dialects):
            if life:
                spoken = f"models.dialect={dialect}"
                gateway = start(*flags, "-c", spoken, key=key, upstream=address)
            gateway.key = key
            victims = workers_of(gateway.process.pid)
            victim = victims[0] if victims else gateway.process.pid
            whole += await killed_midway(gateway, 120 + 37 * life, victim)
            if victims:
                gateway.stop()
            else:
                gateway.process.wait()
    return start(*flags, key=key, upstream=address), whole, len(asked)


@pytest.mark.parametrize(
    ("workers", "dialects"), [(1, ("responses", "chat") * 2), (2, ("responses", "chat"))]
)
def test_every_whole_answer_is_booked_exactly_once(
    start: Start, workers: int, dialects: tuple[str, ...]
) -> None:
    gateway, whole, asked = asyncio.run(lives(start, workers, dialects))
    until(gateway.home, "select coalesce(sum(reserved), 0) from spending", (0,))
    gateway.stop()
    found = Counter(booked(gateway.home))
    assert set(found.values()) == {1}
    assert set(whole) <= set(found)
    assert len(whole) == len(set(whole))
    assert len(found) <= asked
    [(spent, paid)] = rows(
        gateway.home, "select (select spent from spending), (select sum(cost) from usage)"
    )
    assert spent == paid
    assert [row[0] for row in rows(gateway.home, "select count(*) from purses")] == [0]
    end = time.monotonic() + 15
    while left(gateway.home):
        assert time.monotonic() < end
        time.sleep(0.05)
