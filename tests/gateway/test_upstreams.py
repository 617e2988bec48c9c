"""Faults between gateway and upstream: every answer still ends in good order."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import httpx2
import openai
import pytest

from quire.models.script import Answer, Script
from quire.models.scripted_server import ScriptedServer

from .conftest import Script as Scripts
from .conftest import Start, asked

TEXT = {"text": "An answer."}
EVENTS = 9  # of a text answer: created … completed
OPENING = 2  # before the first output: created and in_progress
KEYS_OF_STATE = {"previous_response_id", "conversation", "background", "stream_options"}


def test_an_upstream_answers_through_the_door(
    start: Start, script: Scripts, tmp_path: Path
) -> None:
    client = start(upstream=script({**TEXT, "times": 2})).client()
    made = client.responses.create(
        model="m", input="hi", extra_body={"of_next_year": [1], "input_extra": {"a": 1}}
    )
    assert made.output_text == "An answer."
    client.responses.create(model="m", input="more", previous_response_id=made.id)
    one, two = asked(tmp_path)
    assert (one["of_next_year"], one["store"]) == ([1], False)
    assert set(two) & KEYS_OF_STATE == set()
    assert [item["role"] for item in two["input"]] == ["user", "assistant", "user"]  # type: ignore[attr-defined]


def test_an_answer_cut_at_any_event_ends_in_order(start: Start, script: Scripts) -> None:
    cuts = [
        {**TEXT, "fault": "cut", "after": after, "times": 1 if after > OPENING else 2}
        for after in range(EVENTS - 1)
    ]
    client = start(upstream=script(*cuts)).client()
    for cut in cuts:
        failure: openai.APIError | None = None
        seen = []
        try:
            for event in client.responses.create(model="m", input="hi", stream=True):
                seen.append(event)
        except openai.APIError as error:
            failure = error
        assert failure is not None
        assert len(seen) == (cut["after"] if cut["times"] == 1 else 0)
        if not seen:  # asked twice and nothing was told, so it is an error of HTTP
            assert isinstance(failure, openai.InternalServerError)
            continue
        first = seen[0]
        assert first.type == "response.created"
        stored = client.responses.retrieve(first.response.id)
        assert stored.status == "failed"
        assert stored.error is not None


FAILURES = {
    "rate_limit": (429, "rate_limit_exceeded"),
    "quota": (429, "insufficient_quota"),
    "server_error": (502, "server_error"),
    "context_length": (400, "context_length_exceeded"),
    "unauthorized": (502, "invalid_api_key"),
    "html_error": (502, "server_error"),
    "garbage": (502, "stream_broken"),
    "html": (502, "not_an_answer"),
    "empty_body": (502, "stream_broken"),
    "error_event": (502, "server_error"),
    "failed": (502, "server_error"),
    "unfinished": (502, "stream_broken"),
}


BEGUN = {"error_event", "failed", "unfinished"}
ASKED_ONCE = {"rate_limit", "quota", "context_length", "unauthorized", *BEGUN}


def test_a_failing_upstream_is_an_error_of_http(start: Start, script: Scripts) -> None:
    faults = [
        {"fault": fault, "retry_after": 3, "times": 1 if fault in ASKED_ONCE else 2}
        for fault in FAILURES
    ]
    client = start(upstream=script(*faults)).client()
    seen = {}
    for fault in FAILURES:
        with pytest.raises(openai.APIStatusError) as caught:
            client.responses.create(model="m", input="hi")
        seen[fault] = (caught.value.status_code, caught.value.code)
        if fault == "rate_limit":
            assert caught.value.response.headers["retry-after-ms"] == "3000"
            assert "Please try again in 3s." in str(caught.value)
    assert seen == FAILURES


def test_an_incomplete_answer_is_an_answer(start: Start, script: Scripts) -> None:
    client = start(upstream=script({**TEXT, "fault": "incomplete"})).client()
    made = client.responses.create(model="m", input="hi")
    assert made.status == "incomplete"
    assert made.incomplete_details is not None
    assert made.incomplete_details.reason == "max_output_tokens"
    assert client.responses.retrieve(made.id) == made


def test_pieces_are_whole_events_that_carry_their_types(start: Start, script: Scripts) -> None:
    gateway = start(upstream=script({**TEXT, "pause": 0.02}))
    body = {"model": "m", "input": "hi", "stream": True}
    headers = {"authorization": f"Bearer {gateway.key}"}
    with httpx2.stream("POST", f"{gateway.address}/responses", json=body, headers=headers) as got:
        pieces = [piece.decode() for piece in got.iter_raw() if piece]
    assert pieces[-1].endswith("\n\ndata: [DONE]\n\n")
    *frames, _ = "".join(pieces).removesuffix("data: [DONE]\n\n").split("\n\n")
    for frame in frames:
        name, data = frame.split("\n")
        assert name == f"event: {json.loads(data.removeprefix('data: '))['type']}"
    ends = [piece[-2:] for piece in pieces]
    assert ends == ["\n\n"] * len(ends)
    assert len(ends) > 3  # what comes apart leaves apart


def test_a_large_body_passes(start: Start, script: Scripts, tmp_path: Path) -> None:
    client = start(upstream=script(TEXT)).client()
    image = "data:image/png;base64," + "A" * 15_000_000
    part = {"type": "input_image", "image_url": image, "detail": "auto"}
    words = [{"role": "user", "content": [part, part, part]}]
    assert client.responses.create(model="m", input=words, store=False).output_text  # type: ignore[arg-type]
    assert len(json.dumps(asked(tmp_path)[0])) > 45_000_000


def test_a_body_beyond_the_limit_is_refused(start: Start) -> None:
    client = start("-c", "gateway.largest_body=1000").client()
    with pytest.raises(openai.APIStatusError, match="larger than 1000 bytes") as caught:
        client.responses.create(model="quire/mini", input="x" * 2000)
    assert caught.value.status_code == 413


def test_a_client_that_leaves_takes_its_answer_with_it(start: Start) -> None:
    asyncio.run(leave(start, stream=True))


def test_a_client_that_leaves_before_its_answer_stops_it(start: Start) -> None:
    asyncio.run(leave(start, stream=False))


async def leave(start: Start, *, stream: bool) -> None:
    """Ask a slow upstream through the gateway, leave, and see the upstream left too."""
    slow = Answer(text="An answer.", pause=0.2, times=2)
    async with ScriptedServer(Script(answer=(slow,))) as upstream:
        gateway = await asyncio.to_thread(start, upstream=upstream.address)
        headers = {"authorization": f"Bearer {gateway.key}"}
        body = {"model": "m", "input": "hi", "stream": stream}
        async with httpx2.AsyncClient(headers=headers) as client:
            asking = asyncio.create_task(
                client.post(f"{gateway.address}/responses", json=body, timeout=10)
            )
            while not upstream.received:
                await asyncio.sleep(0.01)
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
        async with asyncio.timeout(5):
            await upstream.idle()
        assert upstream.broken == 1
