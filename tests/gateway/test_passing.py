"""A chat client whose upstream speaks chat: bytes pass, and are checked and charged as ever."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import httpx2
import openai
import pytest

from .conftest import Gateway, Script, Start, asked

CHAT = ("-c", "models.dialect=chat")
ASKED = {"model": "tiny", "messages": [{"role": "user", "content": "hi"}], "new_field": {"a": [1]}}
USAGE = {"input_tokens": 9, "output_tokens": 2, "total_tokens": 11}


def posted(gateway: Gateway, **fields: object) -> httpx2.Response:
    headers = {"authorization": f"Bearer {gateway.key}"}
    return httpx2.post(
        f"{gateway.address}/chat/completions", json={**ASKED, **fields}, headers=headers, timeout=20
    )


def used(home: Path) -> list[tuple[object, ...]]:
    """Return what the ledger holds of each answer, the oldest first."""
    [file] = home.rglob("quire.db")
    with sqlite3.connect(file) as database:
        query = "select id, status, input_tokens, output_tokens from usage order by at"
        found = database.execute(query).fetchall()
    database.close()
    return found


def test_a_chat_passes_both_ways(start: Start, script: Script, tmp_path: Path) -> None:
    gateway = start(*CHAT, upstream=script({"text": "Hi.", "usage": USAGE, "times": 2}))
    whole = posted(gateway).json()
    told = posted(gateway, stream=True).text.split("\n\n")
    assert asked(tmp_path) == [
        ASKED,
        {**ASKED, "stream": True, "stream_options": {"include_usage": True}},
    ]
    assert whole["choices"][0]["message"]["content"] == "Hi."
    assert told[-2:] == ["data: [DONE]", ""]
    assert not any('"usage":{' in frame for frame in told)
    name = told[0].partition('"id":"')[2].partition('"')[0]
    gateway.stop()
    assert used(gateway.home) == [
        (each.replace("chatcmpl-", "resp_"), "completed", 9, 2) for each in (whole["id"], name)
    ]


def test_the_official_client_reads_what_passes(start: Start, script: Script) -> None:
    gateway = start(*CHAT, upstream=script({"text": "Hi.", "usage": USAGE}))
    stream = gateway.client().chat.completions.create(
        model="tiny",
        messages=[{"role": "user", "content": "x"}],
        stream=True,
        stream_options={"include_usage": True},
    )
    chunks = list(stream)
    assert "".join(c.choices[0].delta.content or "" for c in chunks if c.choices) == "Hi."
    assert chunks[-1].usage is not None
    assert chunks[-1].usage.total_tokens == 11
    assert len({chunk.id for chunk in chunks}) == 1


def test_a_failure_before_the_first_output_is_asked_again(start: Start, script: Script) -> None:
    upstream = script({"fault": "unfinished", "after": 1}, {"text": "Hi."})
    gateway = start(*CHAT, upstream=upstream)
    assert posted(gateway, stream=True).text.count('"content":"Hi."') == 1


def test_a_failure_after_it_ends_the_stream(start: Start, script: Script) -> None:
    gateway = start(*CHAT, upstream=script({"fault": "cut", "after": 3, "text": "Half. An."}))
    *_, last, done, empty = posted(gateway, stream=True).text.split("\n\n")
    assert '"finish_reason":"error"' in last
    assert "broke: the server closed it before the end" in last
    assert (done, empty) == ("data: [DONE]", "")
    gateway.stop()
    [(_, status, given, told)] = used(gateway.home)
    assert status == "failed"
    assert isinstance(given, int)
    assert isinstance(told, int)
    assert (given > 0, told > 0) == (True, True)


def test_the_upstreams_refusal_is_told(start: Start, script: Script) -> None:
    gateway = start(*CHAT, upstream=script({"fault": "context_length"}))
    with pytest.raises(openai.BadRequestError) as raised:
        gateway.client().chat.completions.create(
            model="tiny", messages=[{"role": "user", "content": "x"}]
        )
    assert raised.value.code == "context_length_exceeded"


TRANSLATED: dict[str, dict[str, object]] = {
    "an effort": {"reasoning_effort": "low"},
    "a role that local templates lack": {"messages": [{"role": "developer", "content": "x"}]},
    "a route": {"provider": {"allow_fallbacks": False}},
}


@pytest.mark.parametrize("fields", TRANSLATED.values(), ids=TRANSLATED)
def test_what_needs_translation_does_not_pass(
    start: Start, script: Script, tmp_path: Path, fields: dict[str, object]
) -> None:
    gateway = start(*CHAT, upstream=script({"text": "Hi."}))
    assert posted(gateway, **fields).json()["choices"][0]["message"]["content"] == "Hi."
    [body] = asked(tmp_path)
    assert "new_field" not in body
