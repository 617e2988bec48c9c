"""Every place where an answer can be cut, or left: the books balance, and nothing stays behind."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import httpx2
import pytest
from websockets.asyncio.client import connect

from quire.models.chat_replies import chat_reply_to
from quire.models.replies import reply_to

from .test_faults import EVENTS, Running, left, running, settled
from .unruly import RICH, Unruly

TOOLS = [{"type": "shell"}, {"type": "custom", "name": "note"},
         {"type": "function", "name": "look", "parameters": {}, "strict": False}]  # fmt: skip
ENDS = ("response.completed", "response.failed")
Told = Counter[str]


async def whole(client: httpx2.AsyncClient, body: dict[str, object]) -> str:
    """Ask over HTTP; return how the answer ended."""
    answer = await client.post("/v1/responses", json=body)
    if answer.status_code != 200:
        return "refused"
    if not body.get("stream"):
        return str(answer.json()["status"])
    frames = [frame for frame in answer.text.split("\n\n") if frame.startswith("event: ")]
    last = json.loads(frames[-1].partition("data: ")[2])
    return str(last["response"]["status"])


async def over_a_socket(gateway: Running, body: dict[str, object], stop: int = 0) -> str:
    """Ask over WebSocket; return how the answer ended, or leave behind so many events."""
    address = gateway.address.replace("http:", "ws:") + "/v1/responses"
    headers = {"Authorization": f"Bearer {gateway.key}"}
    async with connect(address, additional_headers=headers) as socket:
        await socket.send(json.dumps({"type": "response.create", **body}))
        seen = 0
        async for message in socket:
            event, seen = json.loads(message), seen + 1
            if event["type"] in ENDS:
                return str(event["response"]["status"])
            if event["type"] == "error" and "sequence_number" not in event:
                return "refused"
            if seen == stop:
                break
    return "left"


async def cut(gateway: Running, events: int) -> Told:
    """Lose the upstream behind every one of its events, in three ways."""
    models = [f"cut.{after}.rich" for after in range(events)]
    bodies = [{"model": model, "input": "hi", "tools": TOOLS, "store": False} for model in models]
    async with gateway.client() as client:
        told: list[str] = []
        for body in bodies:  # each place in all ways at once
            told += await asyncio.gather(
                whole(client, body), whole(client, {**body, "stream": True}),
                over_a_socket(gateway, body),
            )  # fmt: skip
    return Counter(told)


async def gone(gateway: Running) -> Told:
    """Leave behind every event of an answer, on a stream and on a socket."""
    body = {"model": "slow", "input": "hi", "stream": True, "store": False}

    async def leave(client: httpx2.AsyncClient, events: int) -> str:
        async with client.stream("POST", "/v1/responses", json=body) as answer:
            seen = 0
            async for piece in answer.aiter_raw():
                seen += piece.count(b"event: ")
                if seen >= events:
                    return "left"
        return "read to the end"

    places = range(1, EVENTS - 1)
    async with gateway.client() as client:
        return Counter(
            await asyncio.gather(
                *(leave(client, place) for place in places),
                *(over_a_socket(gateway, body, place) for place in places),
            )
        )


@asynccontextmanager
async def calm(folder: Path, dialect: str) -> AsyncIterator[tuple[Running, tuple[int, int]]]:
    """Run a gateway before an unruly upstream, and count what there is when nothing happens."""
    async with (
        Unruly() as upstream,
        running(folder, upstream.address, f"models.dialect={dialect}") as gateway,
    ):
        async with gateway.client() as client:
            assert await gateway.ask(client, "fine", "plain") == 200
        await asyncio.sleep(0.3)
        yield gateway, left()


async def suffered(folder: Path, dialect: str) -> tuple[Told, Told, dict[str, int]]:
    """Suffer all of it; return how answers ended for the clients, and in the books."""
    before = left()
    rich = chat_reply_to if dialect == "chat" else reply_to
    events = len(rich(RICH, turn=1, model="m").pieces) - 1  # the last one is no event
    async with calm(folder, dialect) as (gateway, quiet):
        seen = await cut(gateway, events)
        assert await settled(quiet) == quiet
        parted = await gone(gateway)
        assert await settled(quiet) == quiet
    assert await settled(before) == before
    assert seen.total() == 3 * events
    with closing(sqlite3.connect(folder / "quire.db")) as database:
        rows = database.execute("select status, count(*) from usage group by status").fetchall()
    return seen, parted, dict(rows)


@pytest.mark.parametrize("dialect", ["responses", "chat"])
def test_nothing_is_lost_wherever_it_is_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dialect: str
) -> None:
    monkeypatch.setenv("QUIRE_HOME", str(tmp_path))
    seen, parted, books = asyncio.run(suffered(tmp_path, dialect))
    assert set(seen) <= {"completed", "failed", "refused"}
    assert seen["failed"] > seen.total() // 3  # nearly all streams, and those of sockets
    assert parted == {"left": 2 * (EVENTS - 2)}
    assert books["failed"] == seen["failed"] + seen["refused"]
    # Who leaves behind the last words may leave a whole answer; one more warmed everything up.
    assert books["completed"] + books["left"] == seen["completed"] + parted["left"] + 1
    assert books["left"] > 0
