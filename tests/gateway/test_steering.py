"""Steering over WebSocket: an answer ends behind a whole item and goes on with what is said."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from websockets.sync.connection import Connection

from quire.models.replies import reply_to
from quire.models.script import Answer

from .conftest import Gateway, Start
from .test_sockets import opened

MODEL = "gpt-5.1-codex"
IN_WORDS, SAID = 5, 8  # pieces of an answer: up to its first words, up to the end of its item


class Held(ThreadingHTTPServer):
    """Holds its first answer back after some pieces, until `go_on` is set; gives others whole."""

    daemon_threads = True

    def __init__(self, pieces: int, answer: Answer) -> None:
        super().__init__(("127.0.0.1", 0), _Page)
        self.pieces, self.answer = pieces, answer
        self.bodies: list[dict[str, Any]] = []
        self.go_on, self.left = threading.Event(), threading.Event()


class _Page(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Held

    def do_POST(self) -> None:
        self.server.bodies.append(
            json.loads(self.rfile.read(int(self.headers["content-length"])))
        )  # fmt: skip
        turn = len(self.server.bodies)
        answer = self.server.answer if turn == 1 else Answer(text="As you say.")
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        try:
            for number, piece in enumerate(reply_to(answer, turn=turn, model=MODEL).pieces):
                if (turn, number) == (1, self.server.pieces):
                    self._hold()
                self.wfile.write(piece)
                self.wfile.flush()
        except ConnectionError:
            self.server.left.set()
        self.close_connection = True

    def _hold(self) -> None:
        """Wait until the test lets go, or the gateway leaves."""
        self.connection.settimeout(0.05)
        while not self.server.go_on.is_set():
            try:
                if not self.connection.recv(1):
                    raise ConnectionResetError
            except TimeoutError:
                continue
        self.connection.settimeout(20)

    def log_message(self, *told: object) -> None:
        """Say nothing."""


@contextmanager
def holding(pieces: int, answer: Answer | None = None) -> Iterator[Held]:
    """Serve such answers on loopback."""
    server = Held(pieces, answer or Answer(text="One. Two."))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server
    finally:
        server.go_on.set()
        server.shutdown()
        thread.join()
        server.server_close()


def address(server: Held) -> str:
    """Return where an upstream is."""
    return f"http://127.0.0.1:{server.server_port}/v1"


def read(socket: Connection, last: str) -> list[dict[str, Any]]:
    """Return the messages up to one of a type."""
    seen: list[dict[str, Any]] = []
    while not seen or seen[-1]["type"] != last:
        seen.append(json.loads(socket.recv(timeout=20)))
    return seen


def steer(socket: Connection, name: object, words: str, **more: object) -> None:
    """Steer an answer."""
    said = {"type": "response.steer", "previous_response_id": name, "input": words}
    socket.send(json.dumps({**said, **more}))


def create(socket: Connection, **fields: object) -> None:
    """Ask for an answer."""
    socket.send(json.dumps({"type": "response.create", "model": MODEL, "input": "Go.", **fields}))


@pytest.mark.parametrize("store", [True, False])
def test_an_item_is_finished_first(start: Start, store: bool) -> None:
    with holding(IN_WORDS) as upstream:
        gateway = start(upstream=address(upstream))
        with opened(gateway) as socket:
            create(socket, store=store)
            first = read(socket, "response.output_text.delta")
            name = first[0]["response"]["id"]
            steer(socket, name, "Rather not.")
            assert read(socket, "response.steer.pending")[-1]["previous_response_id"] == name
            steer(socket, name, "Nor that.")
            assert read(socket, "response.steer.failed")[-1]["error"]["code"] == (
                "response_not_steerable"
            )
            upstream.go_on.set()
            ended = read(socket, "response.incomplete")
            second = read(socket, "response.completed")
    *_, done, accepted, last = ended
    assert (done["type"], accepted["type"]) == (
        "response.output_item.done",
        "response.steer.accepted",
    )
    response = last["response"]
    assert (response["id"], response["status"]) == (name, "incomplete")
    assert response["incomplete_details"] == {"reason": "steered"}
    assert [item["content"][0]["text"] for item in response["output"]] == ["One. Two."]
    numbers = [event["sequence_number"] for event in (*first, *ended) if "sequence_number" in event]
    assert numbers == list(range(len(numbers)))
    assert second[0]["response"]["previous_response_id"] == name
    assert second[-1]["response"]["output_text"] == "As you say."
    assert [item["role"] for item in upstream.bodies[1]["input"]] == ["user", "assistant", "user"]


def test_an_answer_between_two_items_ends_at_once(start: Start) -> None:
    with holding(SAID) as upstream:
        gateway = start(upstream=address(upstream))
        with opened(gateway) as socket:
            create(socket, stream_id="a")
            name = read(socket, "response.output_item.done")[0]["response"]["id"]
            steer(socket, name, "Rather not.", stream_id="a")
            ended = read(socket, "response.incomplete")
            second = read(socket, "response.completed")
            assert upstream.left.wait(timeout=20)
        assert gateway.client().responses.retrieve(name).status == "incomplete"
    assert [event["type"] for event in ended] == ["response.steer.accepted", "response.incomplete"]
    assert {event["stream_id"] for event in (*ended, *second)} == {"a"}
    assert [item["role"] for item in upstream.bodies[1]["input"]] == ["user", "assistant", "user"]


def test_reasoning_is_not_left_without_what_follows(start: Start) -> None:
    thought = Answer(reasoning="Hm.", text="One.")
    with holding(8, thought) as upstream:
        gateway = start(upstream=address(upstream))
        with opened(gateway) as socket:
            create(socket)
            first = read(socket, "response.output_item.done")
            steer(socket, first[0]["response"]["id"], "Rather not.")
            read(socket, "response.steer.pending")
            upstream.go_on.set()
            ended = read(socket, "response.incomplete")
            read(socket, "response.completed")
    kinds = [item["type"] for item in ended[-1]["response"]["output"]]
    assert kinds == ["reasoning", "message"]


def test_an_answer_that_is_over_cannot_be_steered(gateway: Gateway) -> None:
    with opened(gateway) as socket:
        create(socket, model="quire/mini")
        over = read(socket, "response.completed")[-1]["response"]["id"]
        for name in (over, "resp_nobody"):
            steer(socket, name, "Rather not.")
            error = read(socket, "response.steer.failed")[-1]["error"]
            assert (error["code"], error["param"]) == (
                "response_not_steerable", "previous_response_id",
            )  # fmt: skip
        create(socket, model="quire/mini", previous_response_id=over)
        assert read(socket, "response.completed")
