"""WebSocket mode: many answers a connection, lanes, and a memory that lasts as long as it does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.sync.connection import Connection

from .conftest import Gateway, Start, run_quire

MODEL = "quire/standard"
Event = dict[str, object]


@contextmanager
def opened(gateway: Gateway, key: str = "") -> Iterator[Connection]:
    """Connect to the gateway as a client does."""
    address = gateway.address.replace("http:", "ws:") + "/responses"
    headers = {"Authorization": f"Bearer {key or gateway.key}"}
    with connect(address, additional_headers=headers) as socket:
        yield socket


def ask(socket: Connection, **fields: object) -> list[Event]:
    """Send one request, and return the events of its answer."""
    socket.send(json.dumps({"type": "response.create", "model": MODEL, **fields}))
    return answer(socket)


def answer(socket: Connection) -> list[Event]:
    """Return the events up to the last one of an answer."""
    seen: list[Event] = []
    while not seen or seen[-1]["type"] not in ("response.completed", "response.failed", "error"):
        seen.append(json.loads(socket.recv(timeout=10)))
    return seen


def final(events: list[Event]) -> dict[str, object]:
    """Return the response that the events end with."""
    response = events[-1]["response"]
    assert isinstance(response, dict)
    return response


def test_answers_build_on_what_is_not_stored(gateway: Gateway) -> None:
    with opened(gateway) as socket:
        first = ask(socket, input="hello", store=False, stream=True)
        assert [event["sequence_number"] for event in first] == list(range(len(first)))
        second = ask(socket, input="thanks", store=False, previous_response_id=final(first)["id"])
        assert final(second)["previous_response_id"] == final(first)["id"]
        forgotten = ask(socket, input="thanks", previous_response_id=final(first)["id"])
        assert forgotten[-1]["type"] == "error"
        assert forgotten[-1]["status"] == 400
        error = forgotten[-1]["error"]
        assert isinstance(error, dict) and error["code"] == "previous_response_not_found"
        # A turn that failed takes the memory of the lane with it.
        gone = ask(socket, input="thanks", previous_response_id=final(second)["id"])
        assert gone[-1]["type"] == "error"


def test_a_stored_answer_keeps_a_context_that_was_not(gateway: Gateway) -> None:
    client = gateway.client()
    with opened(gateway) as socket:
        first = ask(socket, input="hello", store=False)
        second = ask(socket, input="thanks", previous_response_id=final(first)["id"])
    name = str(final(second)["id"])
    assert len(list(client.responses.input_items.list(name))) == 4
    again = client.responses.create(model=MODEL, input="hello", previous_response_id=name)
    assert again.output_text.startswith("Hello.")


def test_nothing_is_generated_when_the_client_only_warms_up(gateway: Gateway) -> None:
    with opened(gateway) as socket:
        warm = ask(socket, input="hello", generate=False, store=False)
        assert [event["type"] for event in warm] == [
            "response.created",
            "response.in_progress",
            "response.completed",
        ]
        told = ask(socket, input="hello", previous_response_id=final(warm)["id"])
        assert final(told)["status"] == "completed"


def test_lanes_are_named_on_every_event(gateway: Gateway) -> None:
    with opened(gateway) as socket:
        for lane in ("a", "b"):
            socket.send(
                json.dumps(
                    {"type": "response.create", "model": MODEL, "input": "hi", "stream_id": lane}
                )
            )
        seen = [*answer(socket), *answer(socket)]
    lanes = {lane: [e for e in seen if e["stream_id"] == lane] for lane in ("a", "b")}
    assert [len(events) for events in lanes.values()] == [len(seen) // 2] * 2


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("{", "invalid_request"),
        ('{"type":"response.wave"}', "unknown_message_type"),
        ('{"type":"response.create","input":"x"}', "missing_required_parameter"),
        ('{"type":"response.create","background":true}', "unsupported_parameter"),
    ],
)
def test_a_wrong_message_is_told_and_the_connection_lives(
    gateway: Gateway, message: str, code: str
) -> None:
    with opened(gateway) as socket:
        socket.send(message)
        error = answer(socket)[-1]["error"]
        assert isinstance(error, dict) and error["code"] == code
        assert final(ask(socket, input="hello"))["status"] == "completed"


def test_a_key_is_needed(gateway: Gateway) -> None:
    with pytest.raises(InvalidStatus) as caught, opened(gateway, "sk-wrong"):
        pass
    assert caught.value.response.status_code == 401
    assert json.loads(caught.value.response.body or b"")["error"]["code"] == "invalid_api_key"


def test_who_is_turned_away_leaves_no_words_in_the_log(
    capfd: pytest.CaptureFixture[str], start: Start
) -> None:
    gateway = start()
    with pytest.raises(InvalidStatus), opened(gateway, "sk-wrong"):
        pass
    assert gateway.stop() == 0
    assert capfd.readouterr().err == ""


def test_a_connection_ends_when_its_time_is_over(start: Start) -> None:
    gateway = start("-c", "gateway.socket_life=0.3")
    with opened(gateway) as socket:
        error = answer(socket)[-1]["error"]
        assert isinstance(error, dict)
        assert error["code"] == "websocket_connection_limit_reached"


def test_a_key_that_is_disabled_gets_no_further_answer(start: Start) -> None:
    gateway = start()
    key = run_quire(gateway.home, "keys", "create", "guest").strip()
    with opened(gateway, key) as socket:
        assert ask(socket, input="hello")[-1]["type"] == "response.completed"
        run_quire(gateway.home, "keys", "disable", "guest")
        last = ask(socket, input="hello")[-1]
        while last["type"] == "response.completed":  # heeded within a second
            last = ask(socket, input="hello")[-1]
        assert (last["type"], last["status"]) == ("error", 401)
