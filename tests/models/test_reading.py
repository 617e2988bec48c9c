"""Answers that bend the protocol, read from their bytes."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from quire.errors import UpstreamError
from quire.models.reading import Reading
from quire.protocol.events import Completed, Event, OutputItemDone, type_of
from quire.protocol.items import FunctionCall

Frame = dict[str, object]
CALL: Frame = {"type": "function_call", "call_id": "one", "name": "f", "arguments": "{}"}
OTHER: Frame = {**CALL, "call_id": "two"}


def streamed(data: bytes) -> list[Event]:
    """Read `data` one byte at a time, as a network may cut it."""
    reading = Reading("acme")
    events = [
        event for place in range(len(data)) for event in reading.feed(data[place : place + 1])
    ]
    return events if reading.over else [*events, *reading.end()]


def whole(data: bytes) -> list[Event]:
    return list(Reading("acme").whole(data))


def sse(*frames: Frame) -> bytes:
    return b"".join(b"data: " + msgspec.json.encode(frame) + b"\n\n" for frame in frames)


def done(item: Frame, index: int = 0) -> Frame:
    return {"type": "response.output_item.done", "output_index": index, "item": item}


def completed(**response: object) -> Frame:
    return {"type": "response.completed", "response": {"id": "resp_1", **response}}


def calls(events: list[Event]) -> list[str]:
    items = [event.item for event in events if isinstance(event, OutputItemDone)]
    return [item.call_id for item in items if isinstance(item, FunctionCall)]


def test_an_item_that_only_the_last_event_holds_gets_its_event() -> None:
    events = streamed(sse(completed(output=[CALL])))
    assert [type_of(event) for event in events] == [
        "response.output_item.done",
        "response.completed",
    ]
    assert [event.sequence_number for event in events] == [0, 1]


def test_a_last_event_without_items_is_given_those_that_came() -> None:
    last = streamed(sse(done(OTHER, 1), done(CALL, 0), completed()))[-1]
    assert isinstance(last, Completed)
    assert last.response.output == tuple(
        FunctionCall(call_id=name, name="f", arguments="{}") for name in ("one", "two")
    )


def test_a_call_is_told_once_although_indexes_and_ids_are_wrong() -> None:
    last = completed(output=[{**CALL, "id": "late_1"}, {**OTHER, "id": "late_2"}])
    assert calls(streamed(sse(done(CALL), last))) == ["one", "two"]
    assert calls(streamed(sse(done(CALL), done(OTHER), last))) == ["one", "two"]


def test_what_follows_the_last_event_is_not_read() -> None:
    events = streamed(sse(done(CALL), completed(), done(OTHER)) + b"data: rubbish\n\n")
    assert calls(events) == ["one"]


def test_a_last_event_may_lack_its_blank_line() -> None:
    assert calls(streamed(sse(done(CALL), completed()).rstrip(b"\n"))) == ["one"]


def test_comments_keepalives_and_done_are_no_answer() -> None:
    stream = b": hello\n\n" + sse({"type": "keepalive"}) + b"data: [DONE]\n\n"
    with pytest.raises(UpstreamError) as raised:
        streamed(stream)
    assert raised.value.message == "acme ended its answer after 1 events, without a last event."


STATES: list[tuple[Frame, str, str]] = [
    (
        {"status": "failed", "error": {"code": "server_error", "message": "Sorry."}},
        "server_error",
        "acme reported: Sorry.",
    ),
    (
        {"status": "incomplete", "incomplete_details": {"reason": "content_filter"}},
        "incomplete",
        "acme ended its answer early: content_filter.",
    ),
    ({"status": "queued"}, "incomplete", "acme ended its answer early: queued."),
    (
        {"status": "completed"},
        "empty_answer",
        "acme answered with nothing: no text and no call.",
    ),
    (
        {"status": "completed", "output": [{"type": "reasoning", "id": "rs_1", "summary": []}]},
        "empty_answer",
        "acme answered with nothing: no text and no call.",
    ),
]


@pytest.mark.parametrize(("state", "code", "message"), STATES)
def test_the_status_of_an_answer_is_believed_before_its_form(
    state: Frame, code: str, message: str
) -> None:
    last = completed(**state)
    with pytest.raises(UpstreamError) as in_stream:
        streamed(sse(last))
    with pytest.raises(UpstreamError) as in_one:
        whole(msgspec.json.encode(last["response"]))
    told = [(raised.value.code, raised.value.message) for raised in (in_stream, in_one)]
    assert told == [(code, message)] * 2


@pytest.mark.parametrize(
    ("read", "data", "message"),
    [
        (whole, b"", "acme answered 200 with an empty body."),
        (whole, b'{"error":{"code":502,"message":"Down"}}', "acme reported: Down"),
        (streamed, b'data: {"error":{"code":502,"message":"Down"}}\n\n', "acme reported: Down"),
        (streamed, sse({"type": "error", "message": "Flat."}), "acme reported: Flat."),
        (
            streamed,
            sse({"type": "error", "error": {"message": "Nested.", "code": "server_error"}}),
            "acme reported: Nested.",
        ),
        (
            streamed,
            sse({"type": "response.failed", "response": {"id": "r", "error": None}}),
            "acme reported: a failure without words",
        ),
        (
            streamed,
            sse(done({"type": "function_call", "name": "f"})),
            "acme sent something that is not an event: "
            '{"type":"response.output_item.done","output_index":0,'
            '"item":{"type":"function_call","name":"f"}}',
        ),
    ],
)
def test_a_failure_inside_a_good_status_is_told(
    read: Callable[[bytes], list[Event]], data: bytes, message: str
) -> None:
    with pytest.raises(UpstreamError) as raised:
        read(data)
    assert (raised.value.message, raised.value.retryable) == (message, True)
