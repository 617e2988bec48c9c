"""Background answers: they outlive their client and their server, and lose no event."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import openai
import pytest
from openai.types.responses import Response, ResponseStreamEvent

from .conftest import Gateway, Script, Start, asked

MODEL = "quire/standard"
# Long enough to be caught in the middle, short enough to wait for; seconds between two events.
SLOW = {"text": "A slow answer.", "pause": 0.25}
SILENT = {"fault": "silent"}


def until(client: openai.OpenAI, name: str, wanted: Callable[[Response], bool]) -> Response:
    """Poll a response until it is as wanted; fail when it is not within ten seconds."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        found = client.responses.retrieve(name)
        if wanted(found):
            return found
        time.sleep(0.05)
    raise AssertionError(f"It is still {found.status}.")


def ended(response: Response) -> bool:
    """Return whether a response will change no more."""
    return response.status not in ("queued", "in_progress")


def numbers(events: list[ResponseStreamEvent]) -> list[int]:
    """Return the numbers of events."""
    return [event.sequence_number for event in events]


def test_an_answer_is_made_while_nobody_listens(gateway: Gateway) -> None:
    client = gateway.client()
    queued = client.responses.create(model=MODEL, input="hello", background=True)
    assert (queued.status, queued.output, queued.background) == ("queued", [], True)
    done = until(client, queued.id, ended)
    assert done.status == "completed"
    assert done.output_text.startswith("Hello.")
    built = client.responses.create(model=MODEL, input="thanks", previous_response_id=done.id)
    assert built.output_text == "You are welcome."
    assert client.responses.cancel(done.id) == done


def test_a_stream_can_be_left_and_joined_again(gateway: Gateway) -> None:
    client = gateway.client()
    stream = client.responses.create(model=MODEL, input="hello", background=True, stream=True)
    first = next(iter(stream))
    stream.close()
    assert first.type == "response.created"
    name = first.response.id
    whole = list(client.responses.retrieve(name, stream=True))
    assert numbers(whole) == list(range(len(whole)))
    assert [event.type for event in whole[:3]] == [
        "response.created",
        "response.queued",
        "response.in_progress",
    ]
    assert whole[-1].type == "response.completed"
    rest = list(client.responses.retrieve(name, stream=True, starting_after=4))
    assert rest == whole[5:]
    with client.responses.stream(response_id=name, starting_after=4) as helper:
        assert numbers(list(helper)) == numbers(rest)


def test_only_background_answers_can_be_followed_or_cancelled(gateway: Gateway) -> None:
    client = gateway.client()
    made = client.responses.create(model=MODEL, input="hello")
    with pytest.raises(openai.NotFoundError, match="not made in the background"):
        client.responses.retrieve(made.id, stream=True)
    with pytest.raises(openai.BadRequestError, match="Cannot cancel a synchronous response"):
        client.responses.cancel(made.id)
    with pytest.raises(openai.BadRequestError, match="must be stored"):
        client.responses.create(model=MODEL, input="hello", background=True, store=False)


def test_an_answer_can_be_cancelled(start: Start, script: Script) -> None:
    client = start(upstream=script(SLOW)).client()
    made = client.responses.create(model="m", input="hello", background=True)
    until(client, made.id, lambda response: response.status == "in_progress")
    cancelled = client.responses.cancel(made.id)
    assert cancelled.status == "cancelled"
    assert client.responses.cancel(made.id) == cancelled
    told = list(client.responses.retrieve(made.id, stream=True))
    assert numbers(told) == list(range(len(told)))
    assert told[-1].type == "response.incomplete"


def test_an_answer_that_is_being_made_can_be_deleted(start: Start, script: Script) -> None:
    client = start("--workers", "2", upstream=script(SLOW)).client()
    made = client.responses.create(model="m", input="hello", background=True)
    until(client, made.id, lambda response: response.status == "in_progress")
    client.responses.delete(made.id)
    with pytest.raises(openai.NotFoundError):
        client.responses.retrieve(made.id)
    with pytest.raises(openai.NotFoundError):
        client.responses.delete(made.id)


def test_an_answer_that_was_not_begun_goes_on_after_a_crash(
    start: Start, script: Script, tmp_path: Path
) -> None:
    upstream = script(SILENT, {"text": "Here it is."})
    first = start(upstream=upstream)
    stream = first.client().responses.create(model="m", input="hi", background=True, stream=True)
    opening = [next(stream) for _ in range(3)]
    until_asked(tmp_path)
    first.kill()
    client = start(upstream=upstream, key=first.key).client()
    created = opening[0]
    assert created.type == "response.created"
    done = until(client, created.response.id, ended)
    assert (done.status, done.output_text) == ("completed", "Here it is.")
    rest = list(client.responses.retrieve(done.id, stream=True, starting_after=2))
    assert numbers([*opening, *rest]) == list(range(len(opening) + len(rest)))


def until_asked(folder: Path) -> None:
    """Wait until the scripted upstream has a request."""
    end = time.monotonic() + 10
    while not (folder / "asked.jsonl").exists():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_an_answer_that_was_begun_is_reported_failed_after_a_crash(
    start: Start, script: Script
) -> None:
    upstream = script({**SLOW, "pause": 0.5})
    first = start(upstream=upstream)
    stream = first.client().responses.create(model="m", input="hi", background=True, stream=True)
    seen = [next(stream)]
    while seen[-1].type != "response.output_item.added":
        seen.append(next(stream))
    first.kill()
    second = start(upstream=upstream, key=first.key)
    client = second.client()
    created = seen[0]
    assert created.type == "response.created"
    done = until(client, created.response.id, ended)
    assert done.status == "failed"
    assert done.error is not None and "restarted" in done.error.message
    told = told_again(client, done.id)
    assert numbers(told) == list(range(len(told)))
    assert told[: len(seen)] == seen
    last = client.responses.retrieve(done.id, stream=True, starting_after=len(told))
    assert [event.type for event in last] == ["response.failed"]
    second.stop()
    assert booked(first.home) == [(done.id, "failed", 1)]


def booked(home: Path) -> list[tuple[str, str, int]]:
    """Return each answer in the books: its id, how it ended, and whether it used anything."""
    with closing(sqlite3.connect(home / "gateway" / "quire.db")) as database:
        return database.execute("select id, status, input_tokens > 0 from usage").fetchall()


def told_again(client: openai.OpenAI, name: str) -> list[ResponseStreamEvent]:
    """Return the events of an answer up to its error, which the client raises."""
    told = []
    with pytest.raises(openai.APIError, match="restarted"):
        for event in client.responses.retrieve(name, stream=True):
            told.append(event)
    return told


def test_an_answer_is_left_in_order_when_the_server_stops(
    start: Start, script: Script, tmp_path: Path
) -> None:
    usage = {"input_tokens": 10, "output_tokens": 20, "total_tokens": 30}
    upstream = script(SILENT, {"text": "Here it is.", "usage": usage})
    first = start(upstream=upstream)
    made = first.client().responses.create(model="m", input="hi", background=True)
    until_asked(tmp_path)
    assert first.stop() == 0
    assert booked(first.home) == [(made.id, "left", 0)]
    second = start(upstream=upstream, key=first.key)
    assert until(second.client(), made.id, ended).output_text == "Here it is."
    assert len(asked(tmp_path)) == 2
    second.stop()
    assert booked(first.home) == [(made.id, "completed", 1)]
