"""Chats on a connection that is known, over an upstream's that is kept: told as any other."""

from __future__ import annotations

import json
import socket
import socketserver
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import httpx2
import pytest

from .conftest import Gateway, Start, run_quire, serving

CHAT = ("-c", "models.dialect=chat")
USAGE = {"prompt_tokens": 9, "completion_tokens": 2, "total_tokens": 11}
WHOLE: dict[str, object] = {
    "id": "chatcmpl-upstream", "object": "chat.completion", "created": 1, "model": "dated",
    "choices": [{"index": 0, "finish_reason": "stop",
                 "message": {"role": "assistant", "content": "Hi. chatcmpl-upstream"}}],
    "usage": USAGE,
}  # fmt: skip
PRICED = "gpt-5.1-codex-mini"
CUT = [{**cast(list[dict[str, object]], WHOLE["choices"])[0], "finish_reason": "length"}]


def written(fields: object, status: str = "200 OK") -> bytes:
    body = json.dumps(fields).encode()
    head = f"HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {len(body)}"
    return head.encode() + b"\r\n\r\n" + body


# What the upstream writes, piece by piece; it closes the connection after an empty one.
SAID: dict[str, tuple[bytes, ...]] = {
    "whole": (written(WHOLE),),
    "cut short by its limit": (written({**WHOLE, "choices": CUT}),),
    "with a price of its own": (written({**WHOLE, "usage": {**USAGE, "cost": 0.25}}),),
    "in pieces": tuple(written(WHOLE)[at : at + 40] for at in range(0, len(written(WHOLE)), 40)),
    "very long": (written({**WHOLE, "service_tier": "x" * 700_000}),),
    "as a stream": (
        b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 14\r\n\r\n",
        b"data: [DONE]\n\n",
    ),
    "without usage": (written({**WHOLE, "usage": None}),),
    "with a usage that nobody books": (
        written({**WHOLE, "usage": {**USAGE, "completion_tokens": -5}}),
    ),
    "of another id form": (written({**WHOLE, "id": None}),),
    "nothing in it": (written({**WHOLE, "choices": []}),),
    "no JSON": (b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello",),
    "no HTTP": (b"hello hello hello\r\n\r\n", b""),
    "an error within": (written({"error": {"message": "It is full.", "code": "full"}}),),
    "refused": (written({"error": {"message": "Wrong.", "code": "bad"}}, "400 Bad Request"),),
    "half an answer": (written(WHOLE)[:-20], b""),
    "a head alone": (written(WHOLE)[:30], b""),
    "and parts": (written(WHOLE), b""),
    "and nothing": (b"",),
}


class Upstream(socketserver.ThreadingTCPServer):
    """Answers on connections that are kept, as the last message says; `left` is set when one is."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.left = threading.Event()
        self.asked = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class _Connection(socketserver.StreamRequestHandler):
    server: Upstream
    disable_nagle_algorithm = True

    def handle(self) -> None:
        while head := self._head():
            length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
            words = json.loads(self.rfile.read(length))["messages"][-1]["content"]
            if words == "silence":
                self.server.asked.set()
                self.rfile.read(1)
                self.server.left.set()
                return
            for piece in SAID[words]:
                if not piece:
                    return
                self.wfile.write(piece)

    def _head(self) -> bytes:
        lines = iter(self.rfile.readline, b"\r\n")
        try:
            return b"".join(self._until_closed(lines))
        except ConnectionError:
            return b""

    @staticmethod
    def _until_closed(lines: Iterator[bytes]) -> Iterator[bytes]:
        for line in lines:
            if not line:
                return
            yield line


@pytest.fixture(scope="module")
def upstream() -> Iterator[Upstream]:
    """Serve on loopback."""
    with Upstream() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def gateway(upstream: Upstream, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """Run a gateway over it."""
    environment = {"OPENAI_BASE_URL": upstream.address}
    with serving(tmp_path_factory.mktemp("swift"), *CHAT, environment=environment) as started:
        yield started


Ask = Callable[[str], httpx2.Response]


@contextmanager
def asking(gateway: Gateway, key: str = "", model: str = "tiny") -> Iterator[Ask]:
    """Give what asks on one connection."""
    with httpx2.Client(
        headers={"authorization": f"Bearer {key or gateway.key}"}, timeout=20
    ) as client:

        def ask(words: str) -> httpx2.Response:
            fields = {"model": model, "messages": [{"role": "user", "content": words}]}
            return client.post(f"{gateway.address}/chat/completions", json=fields)

        yield ask


def once(gateway: Gateway, words: str) -> httpx2.Response:
    """Ask as the first on a connection, which is read by the server's own parser."""
    with asking(gateway) as ask:
        return ask(words)


def told(answer: httpx2.Response) -> tuple[int, list[str], object]:
    """Return the status, the names of the headers, and the body but for its id."""
    body = answer.json()
    body.pop("id", None)
    return answer.status_code, sorted(answer.headers), body


@pytest.mark.parametrize("words", SAID)
def test_an_answer_is_told_as_on_a_connection_of_its_own(gateway: Gateway, words: str) -> None:
    with asking(gateway) as ask:
        before = [told(ask("whole")), told(ask("whole"))]
        there = told(ask(words))
        after = told(ask("whole"))
    assert there == told(once(gateway, words))
    assert [*before, after] == [told(once(gateway, "whole"))] * 3


def test_an_id_is_replaced_only_where_it_is_one(gateway: Gateway) -> None:
    with asking(gateway) as ask:
        answers = [ask("whole").json() for _ in range(3)]
    assert len({each["id"] for each in answers}) == 3
    assert {each["choices"][0]["message"]["content"] for each in answers} == {
        "Hi. chatcmpl-upstream"
    }


def test_the_ledger_holds_the_same_of_both(start: Start, upstream: Upstream) -> None:
    kinds = ("whole", "with a price of its own", "cut short by its limit", "without usage")
    gateway = start(*CHAT, upstream=upstream.address)
    with asking(gateway) as ask:
        ask("whole")
        names = [ask(kind).json()["id"] for kind in kinds]
    others = [once(gateway, kind).json()["id"] for kind in kinds]
    gateway.stop()
    kept = used(gateway.home)
    assert [kept[name] for name in names] == [kept[name] for name in others]
    assert [row[3] for row in (kept[name] for name in names)] == [None, 250_000, None, None]
    assert len(kept) == 1 + 2 * len(kinds)


def used(home: Path) -> dict[str, tuple[object, ...]]:
    """Return what the ledger holds of each answer that does not depend on the moment."""
    [file] = home.rglob("quire.db")
    with sqlite3.connect(file) as database:
        query = (
            "select id, status, input_tokens, output_tokens, cost, key, asked, model, provider, "
            "entry, streamed, byok from usage"
        )
        found = database.execute(query).fetchall()
    database.close()
    return {str(name).replace("resp_", "chatcmpl-"): tuple(rest) for name, *rest in found}


def test_what_a_limited_key_was_held_for_is_settled(start: Start, upstream: Upstream) -> None:
    gateway = start(*CHAT, upstream=upstream.address)
    limits = ("--total", "5", "--per-minute", "64", "--tokens-per-minute", "6400000")
    key = run_quire(gateway.home, "keys", "create", "limited", *limits).strip()
    with asking(gateway, key, model=PRICED) as ask:
        left = [int(ask("whole").headers["x-ratelimit-remaining-requests"]) for _ in range(3)]
        for words in SAID:
            ask(words)
            assert ask("whole").status_code == 200
    assert max(left) < 64
    gateway.stop()
    [file] = gateway.home.rglob("quire.db")
    with sqlite3.connect(file) as database:
        [spent] = database.execute("select spent, reserved from spending").fetchall()
        [cost] = database.execute("select sum(cost), 0 from usage").fetchall()
    database.close()
    assert spent == cost
    assert spent[0] > 250_000


def test_a_key_that_is_limited_meanwhile_is_refused(gateway: Gateway) -> None:
    made = json.loads(run_quire(gateway.home, "keys", "create", "one", "--json"))
    with asking(gateway, made["key"]) as ask:
        assert [ask("whole").status_code for _ in range(3)] == [200] * 3
        run_quire(gateway.home, "keys", "disable", made["id"])
        while ask("whole").status_code == 200:
            continue
        assert ask("whole").status_code == 401


def test_a_client_that_leaves_ends_what_was_asked(start: Start, upstream: Upstream) -> None:
    upstream.asked.clear()
    upstream.left.clear()
    gateway = start(*CHAT, upstream=upstream.address)
    host, port = gateway.address.removeprefix("http://").removesuffix("/v1").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        for _ in range(2):
            connection.sendall(raw(gateway, "whole"))
            while b"upstream" not in connection.recv(65_536):
                continue
        connection.sendall(raw(gateway, "silence"))
        assert upstream.asked.wait(20)
    assert upstream.left.wait(20)
    gateway.stop()
    statuses = [row[0] for row in used(gateway.home).values()]
    assert sorted(map(str, statuses)) == ["completed", "completed", "left"]


def raw(gateway: Gateway, words: str) -> bytes:
    body = json.dumps({"model": "tiny", "messages": [{"role": "user", "content": words}]})
    return (
        f"POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {gateway.key}\r\n"
        f"content-length: {len(body)}\r\n\r\n{body}"
    ).encode()
