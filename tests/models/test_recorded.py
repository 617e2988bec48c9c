"""Cassettes play back what was recorded, without secrets, and say where a request differs."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec
import pytest

from quire.errors import ContextTooLong, StoreError, UpstreamError
from quire.models.recorded import Recorded, differences, recording
from quire.models.script import Answer, Script
from quire.models.scripted import Scripted
from quire.models.settings import Secret
from quire.protocol.events import Event
from quire.protocol.items import user
from quire.protocol.model import Model
from quire.protocol.requests import Request

FIRST = Request(model="scripted", input=(user("Fix it."),), prompt_cache_key="one")
SECOND = Request(model="scripted", input=(user("And now?"),))


def asked(model: Model, request: Request) -> list[Event]:
    async def run() -> list[Event]:
        return [event async for event in model.respond(request)]

    return asyncio.run(run())


def recorded(path: Path, *answers: Answer, requests: tuple[Request, ...]) -> list[list[Event]]:
    model = recording(Scripted(Script(answer=answers)), path, secrets=[Secret("hush-hush")])
    return [asked(model, request) for request in requests]


def test_a_cassette_plays_back_what_was_recorded_in_any_order(tmp_path: Path) -> None:
    path = tmp_path / "cassette.jsonl"
    answers = (Answer(reasoning="Look.", shell=("ls",)), Answer(text="Done."))
    one, two = recorded(path, *answers, requests=(FIRST, SECOND))
    model = Recorded(path)
    again = msgspec.structs.replace(FIRST, prompt_cache_key="two")
    assert (asked(model, SECOND), asked(model, again)) == (two, one)


def test_a_recorded_failure_fails_again(tmp_path: Path) -> None:
    path = tmp_path / "cassette.jsonl"
    with pytest.raises(ContextTooLong):
        recorded(path, Answer(fault="context_length", message="Too much."), requests=(FIRST,))
    with pytest.raises(ContextTooLong) as raised:
        asked(Recorded(path), FIRST)
    assert raised.value.message == "The script answered 400: Too much."


def test_another_request_is_refused_with_the_first_field_that_differs(tmp_path: Path) -> None:
    path = tmp_path / "cassette.jsonl"
    recorded(path, Answer(text="Done."), requests=(FIRST,))
    with pytest.raises(UpstreamError) as raised:
        asked(Recorded(path), SECOND)
    assert raised.value.message == (
        f"The cassette {path} has no answer to this request: "
        'input[0].content[0].text was "Fix it.", is "And now?".'
    )
    assert raised.value.retryable is False


def test_an_exchange_is_played_once(tmp_path: Path) -> None:
    path = tmp_path / "cassette.jsonl"
    recorded(path, Answer(text="Done."), requests=(FIRST,))
    model = Recorded(path)
    asked(model, FIRST)
    with pytest.raises(UpstreamError, match="every exchange in it was played"):
        asked(model, FIRST)


def test_secrets_are_not_written(tmp_path: Path) -> None:
    path = tmp_path / "cassette.jsonl"
    keys = "hush-hush sk-proj-0123456789abcdefXYZ ghp_0123456789abcdefghijKLMN"
    request = msgspec.structs.replace(FIRST, input=(user(f"Use {keys} please"),))
    recorded(path, Answer(text="I used hush-hush."), requests=(request,))
    text = path.read_text()
    assert [key in text for key in keys.split()] == [False] * 3
    assert "Use [key] [key] [key] please" in text


def test_a_broken_cassette_is_said(tmp_path: Path) -> None:
    path = tmp_path / "cassette.jsonl"
    path.write_text("{")
    with pytest.raises(StoreError):
        Recorded(path)


def test_differences_name_their_field() -> None:
    one = {"a": [1, {"b": 2}], "c": 3}
    other = {"a": [1, {"b": 4}, 5], "d": 6}
    assert list(differences(one, other)) == [
        ("a[1].b", 2, 4),
        ("a[2]", None, 5),
        ("c", 3, None),
        ("d", None, 6),
    ]
