"""Budgets under load: ten thousand requests at once over several workers, and workers that die."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import httpx2
import openai
import pytest

from .conftest import Gateway, Script, Start, run_quire
from .upstreams import ANSWER, canned, message, quick

MODEL = "gpt-5.1-codex"
COST = round(10 * 1.25 + 20 * 10.0)  # millionths of a dollar, of ANSWER
REQUESTS, CONNECTIONS = 10_000, 500
BUDGET = 400_000
CHATTED = {
    "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": MODEL,
    "choices": [{"index": 0, "finish_reason": "stop",
                 "message": {"role": "assistant", "content": "An answer."}}],
    "usage": {"prompt_tokens": 10, "completion_tokens": 20, "total_tokens": 30},
}  # fmt: skip
Bodies = tuple[tuple[str, dict[str, object]], ...]
BODIES: Bodies = (
    ("/v1/responses", {"input": "hi", "max_output_tokens": 100, "store": False}),
    ("/v1/responses", {"input": "hi", "max_output_tokens": 100, "store": False, "stream": True}),
    ("/v1/chat/completions", {"messages": [{"role": "user", "content": "hi"}],
                              "max_completion_tokens": 100}),
)  # fmt: skip
# The upstream's dialect, its answer, and what is asked: the last passes without a task.
LOADS: dict[str, tuple[Mapping[str, object], Bodies]] = {
    "responses": (ANSWER, BODIES),
    "chat": (CHATTED, BODIES[2:]),
}


async def ended(reader: asyncio.StreamReader) -> str:
    """Read one answer of the gateway; return how it ended."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if b"content-length:" in head:
        length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
        body = await reader.readexactly(length)
    else:
        body = await reader.readuntil(b"0\r\n\r\n")
    if b"200 ok" in head:
        return "completed" if b"An answer." in body else "broken"
    return str(json.loads(body)["error"]["code"])


async def asking(port: int, key: str, bodies: Bodies, seen: Counter[str]) -> None:
    """Ask one after the other over one connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for number in range(REQUESTS // CONNECTIONS):
        path, fields = bodies[number % len(bodies)]
        body = json.dumps({"model": MODEL, **fields}).encode()
        writer.write(
            b"POST %b HTTP/1.1\r\nhost: x\r\nauthorization: Bearer %b\r\n"
            b"content-type: application/json\r\ncontent-length: %d\r\n\r\n%b"
            % (path.encode(), key.encode(), len(body), body)
        )
        seen[await ended(reader)] += 1
    writer.close()
    await writer.wait_closed()


async def all_at_once(
    start: Start, key: Callable[[Gateway], str], dialect: str
) -> tuple[Gateway, Counter[str]]:
    """Serve over an upstream of a dialect, and ask with a key from every side."""
    seen: Counter[str] = Counter()
    answer, bodies = LOADS[dialect]
    whole = message("application/json", json.dumps(answer).encode())
    async with quick(lambda head, body: whole) as upstream:
        gateway = start("--workers", "3", "-c", f"models.dialect={dialect}", upstream=upstream)
        secret, door = key(gateway), int(gateway.address.split(":")[2].split("/")[0])
        await asyncio.gather(*(asking(door, secret, bodies, seen) for _ in range(CONNECTIONS)))
    return gateway, seen


def poor_key(gateway: Gateway) -> str:
    """Return a key that may spend BUDGET."""
    return run_quire(gateway.home, "keys", "create", "poor", "--total", str(BUDGET / 1e6)).strip()


def rows(home: Path, query: str) -> list[tuple[int, ...]]:
    """Return what a query finds in the gateway's database."""
    with closing(sqlite3.connect(home / "gateway" / "quire.db", timeout=20)) as database:
        return database.execute(query).fetchall()


def until(home: Path, query: str, wanted: tuple[int, ...]) -> None:
    """Wait until a query finds what is wanted."""
    end = time.monotonic() + 15
    while rows(home, query) != [wanted]:
        assert time.monotonic() < end, rows(home, query)
        time.sleep(0.1)


@pytest.mark.parametrize("dialect", LOADS)
def test_ten_thousand_requests_overspend_by_nothing(start: Start, dialect: str) -> None:
    gateway, seen = asyncio.run(all_at_once(start, poor_key, dialect))
    gateway.stop()
    assert set(seen) == {"completed", "insufficient_quota"}
    assert seen.total() == REQUESTS
    [(answers, cost)] = rows(gateway.home, "select count(*), sum(cost) from usage where cost > 0")
    assert (answers, cost) == (seen["completed"], seen["completed"] * COST)
    assert 0.9 * BUDGET < cost <= BUDGET
    assert rows(gateway.home, "select spent, reserved from spending") == [(cost, 0)]


def test_money_of_a_killed_server_is_free_after_its_lease(
    start: Start, script: Script, tmp_path: Path
) -> None:
    quick = ("-c", "gateway.purse_lease=1.0")
    upstream = script({"fault": "silent"}, {"text": "An answer.", "times": 2})
    first = start(*quick, upstream=upstream)
    key = poor_key(first)
    waiting = threading.Thread(target=left_alone, args=(first, key))
    waiting.start()
    until(first.home, "select count(*) from spending where reserved > 0", (1,))
    end = time.monotonic() + 15
    while not (tmp_path / "asked.jsonl").exists():  # else the second server meets the silence
        assert time.monotonic() < end
        time.sleep(0.05)
    first.kill()
    waiting.join()
    second = start(*quick, key=key, upstream=upstream)
    until(second.home, "select reserved from spending", (0,))
    until(second.home, "select count(*) from purses", (0,))
    dear = {"model": MODEL, "input": "hi", "max_output_tokens": BUDGET // 10 - 100}
    answer = second.client(key).post("/responses", body=dear, cast_to=httpx2.Response)
    assert answer.status_code == 200


def left_alone(gateway: Gateway, key: str) -> None:
    """Ask for an answer that never comes."""
    with pytest.raises(openai.APIConnectionError):
        gateway.client(key).responses.create(model=MODEL, input="hi", max_output_tokens=100)


CHAT = {"model": MODEL, "messages": [{"role": "user", "content": "hi"}], "stream": True,
        "max_tokens": 50}  # fmt: skip
ASKED: dict[str, tuple[str, dict[str, object], dict[str, str]]] = {
    "responses": ("/v1/responses", {"model": MODEL, "input": "hi", "stream": True,
                                    "max_output_tokens": 50}, {}),
    "chat": ("/v1/chat/completions", CHAT, {}),
    "openrouter": ("/api/v1/chat/completions", CHAT, {}),
    "vercel": ("/v3/ai/language-model",
               {"prompt": [{"role": "user", "content": [{"type": "text", "text": "hi"}]}],
                "maxOutputTokens": 50},
               {"ai-language-model-id": MODEL, "ai-language-model-streaming": "true"}),
}  # fmt: skip
ENDINGS: dict[str, dict[str, object]] = {
    "cut": {"text": "An answer. " * 9, "fault": "cut", "after": 6},
    "failed": {"text": "An answer.", "fault": "failed"},
    "server_error": {"fault": "server_error", "times": 2},
    "left": {"text": "An answer.", "pause": 0.4},
}


def test_every_api_and_every_end_settles(start: Start, script: Script) -> None:
    upstream = script(*(ending for ending in ENDINGS.values() for _ in ASKED))
    gateway = start(upstream=upstream)
    key, door = poor_key(gateway), gateway.address.removesuffix("/v1")
    with httpx2.Client(timeout=20) as client:
        for ending in ENDINGS:
            for path, body, headers in ASKED.values():
                told = {**headers, "authorization": f"Bearer {key}"}
                with client.stream("POST", door + path, json=body, headers=told) as answer:
                    for _ in answer.iter_raw():
                        if ending == "left":
                            break
    until(gateway.home, "select count(*) from usage", (len(ENDINGS) * len(ASKED),))
    until(gateway.home, "select reserved from spending", (0,))
    gateway.stop()
    counted = "select status = 'left', count(*) from usage group by status order by 1"
    assert rows(gateway.home, counted) == [(0, 12), (1, 4)]
    [(spent,)] = rows(gateway.home, "select spent from spending")
    assert rows(gateway.home, "select sum(cost) from usage") == [(spent,)]
    assert spent > 0


PRICED = """
[models.providers.chatty]
base_url = "{address}"
dialect = "chat"
serves = ["chatty/*"]
prices = {{ "chatty/m" = {{ input = 0.0, output = 1000.0, cached = 0.0 }} }}

[models.providers.plain]
base_url = "{address}"
serves = ["plain/*"]
prices = {{ "plain/m" = {{ input = 0.0, output = 1000.0, cached = 0.0 }} }}
"""


def test_what_is_left_or_cut_is_paid_at_the_price_of_whoever_gave_it(
    start: Start, script: Script, tmp_path: Path
) -> None:
    endings = [ENDINGS["cut"], {"text": "An answer. " * 40, "pause": 0.05}]
    asked = [(path, body, headers) for path, body, headers in ASKED.values()]
    models = ("chatty/m", "plain/m")
    upstream = script(*(each for each in endings for _ in models for _ in asked))
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "config.toml").write_text(PRICED.format(address=upstream))
    gateway = start()
    door = gateway.address.removesuffix("/v1")
    with httpx2.Client(timeout=20) as client:
        for ending in endings:
            for model in models:
                for path, body, headers in asked:
                    told = {**headers, "authorization": f"Bearer {gateway.key}"}
                    told |= {"ai-language-model-id": model} if headers else {}
                    whole = body if headers else {**body, "model": model}
                    with client.stream("POST", door + path, json=whole, headers=told) as answer:
                        for piece in answer.iter_raw():
                            if "pause" in ending and b"An" in piece:
                                break
    until(gateway.home, "select count(*) from usage", (len(endings) * len(models) * len(asked),))
    gateway.stop()
    query = "select provider || status, count(*) from usage where cost = 1000 * output_tokens"
    paid = rows(gateway.home, f"{query} and cost > 0 group by provider, status")
    wanted = {"chattyfailed": 4, "chattyleft": 4, "plainfailed": 4, "plainleft": 4}
    assert {str(name): count for name, count in paid} == wanted


def test_an_answer_whose_use_is_not_told_is_paid_by_its_size(start: Start) -> None:
    with canned() as upstream:
        upstream.answer = (200, {**ANSWER, "usage": None})
        gateway = start(upstream=upstream.address)
        client = gateway.client(poor_key(gateway))
        assert client.responses.create(model=MODEL, input="hi", max_output_tokens=50).usage is None
        gateway.stop()
    (paid,) = rows(gateway.home, "select input_tokens > 0, output_tokens, cost > 0 from usage")
    assert paid == (1, 3, 1)  # ten characters at four a token


TOLD: list[dict[str, object]] = [
    {"input_tokens": -5, "output_tokens": -7, "total_tokens": -12},
    {"input_tokens": 10, "output_tokens": 20, "total_tokens": 30, "cost": -9.0},
    {"input_tokens": 10, "output_tokens": 20, "total_tokens": 30, "cost": 1e308},
    {"input_tokens": 10**30, "output_tokens": 20, "total_tokens": 30},
]


@pytest.mark.parametrize("tools", [[], [{"type": "shell"}]])
@pytest.mark.parametrize("output", [[], [{"type": "reasoning", "id": "rs_1", "summary": []}]])
def test_an_answer_with_nothing_in_it_is_an_answer_and_paid(
    start: Start, output: list[object], tools: list[object]
) -> None:
    with canned() as upstream:
        upstream.answer = (200, {**ANSWER, "output": output})
        gateway = start(upstream=upstream.address)
        body = {"model": MODEL, "input": "hi", "max_output_tokens": 50, "tools": tools}
        client = gateway.client(poor_key(gateway))
        made = client.post("/responses", body=body, cast_to=httpx2.Response)
        assert json.loads(made.text)["status"] == "completed"
        assert json.loads(made.text)["output"] == output
        assert len(upstream.bodies) == 1
        gateway.stop()
    assert rows(gateway.home, "select cost from usage where status = 'completed'") == [(COST,)]


def test_no_number_of_an_upstream_breaks_the_books(start: Start) -> None:
    with canned() as upstream:
        gateway = start(upstream=upstream.address)
        client = gateway.client(poor_key(gateway))
        for usage in TOLD:
            upstream.answer = (200, {**ANSWER, "usage": usage})
            if "cost" in usage or usage["input_tokens"] == 10**30:
                client = gateway.client()  # it may have spent a budget of any size
            client.responses.create(model=MODEL, input="hi", max_output_tokens=50)
        gateway.stop()
    counted = rows(gateway.home, "select input_tokens, output_tokens, cost from usage order by at")
    assert counted == [(0, 0, 0), (10, 20, 0), (10, 20, 2**53), (2**53, 20, 2**53)]
    assert rows(gateway.home, "select spent, reserved from spending") == [(0, 0)]


def test_no_limit_of_a_chat_is_below_nothing(start: Start) -> None:
    with canned() as upstream:
        gateway = start("-c", "models.dialect=chat", upstream=upstream.address)
        client = gateway.client(poor_key(gateway))
        chat = {"model": MODEL, "messages": [{"role": "user", "content": "hi"}]}
        for limits in ({"max_tokens": -(10**9)}, {"max_completion_tokens": 1, "max_tokens": 10**9}):
            with pytest.raises(openai.RateLimitError, match="budget"):
                client.post("/chat/completions", body={**chat, **limits}, cast_to=object)
        assert upstream.bodies == []


def test_a_socket_and_the_background_settle(start: Start, script: Script) -> None:
    gateway = start(upstream=script({"fault": "silent"}, {"text": "An answer.", "times": 9}))
    key = poor_key(gateway)
    client = gateway.client(key)
    slow = client.responses.create(model=MODEL, input="hi", background=True, max_output_tokens=50)
    until(gateway.home, "select count(*) from spending where reserved > 0", (1,))
    client.responses.cancel(slow.id)
    with client.responses.connect() as connection:
        connection.response.create(model=MODEL, input="hi", max_output_tokens=50)
        for event in connection:
            if event.type == "response.completed":
                break
    until(gateway.home, "select count(*) from usage", (2,))
    until(gateway.home, "select reserved from spending", (0,))
