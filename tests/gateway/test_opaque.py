"""Encrypted reasoning is kept with what is stored, and shown to those who ask for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import openai
import pytest

from .conftest import Script, Start

MODEL = "gpt-5.1-codex"
THOUGHT = {"type": "reasoning", "id": "rs_9", "encrypted_content": "opaque",
           "summary": [{"type": "summary_text", "text": "Hm."}]}  # fmt: skip
SAID = {"type": "message", "role": "assistant", "id": "msg_9", "status": "completed",
        "content": [{"type": "output_text", "text": "Hi.", "annotations": []}]}  # fmt: skip
ASKED: Any = {"include": ["reasoning.encrypted_content"]}


@pytest.fixture
def client(start: Start, script: Script) -> openai.OpenAI:
    """A client of a gateway whose upstream thinks in secret."""
    return start(upstream=script({"items": [THOUGHT, SAID], "times": 3})).client()


def secrets(items: Iterable[object]) -> list[str | None]:
    """Return the encrypted part of each item that has one or could have."""
    thoughts = (each for each in items if getattr(each, "type", "") == "reasoning")
    return [getattr(each, "encrypted_content", None) for each in thoughts]


def test_a_stored_answer_shows_it_when_asked(client: openai.OpenAI) -> None:
    made = client.responses.create(model=MODEL, input="hi")
    assert secrets(made.output) == [None]
    assert client.responses.retrieve(made.id) == made
    whole = client.responses.retrieve(made.id, **ASKED)
    assert secrets(whole.output) == ["opaque"]
    assert whole.output_text == made.output_text


def test_input_items_show_it_when_asked(client: openai.OpenAI) -> None:
    given: Any = [
        {"role": "user", "content": "hi"},
        THOUGHT,
        SAID,
        {"role": "user", "content": "?"},
    ]
    made = client.responses.create(model=MODEL, input=given)
    plain = client.responses.input_items.list(made.id)
    assert secrets(plain) == [None]
    assert secrets(client.responses.input_items.list(made.id, **ASKED)) == ["opaque"]


def test_conversations_show_it_when_asked(client: openai.OpenAI) -> None:
    talk = client.conversations.create()
    client.responses.create(model=MODEL, input="hi", conversation=talk.id)
    items = client.conversations.items
    assert secrets(items.list(talk.id)) == [None]
    assert secrets(items.list(talk.id, **ASKED)) == ["opaque"]
    one: Any = {"item_id": "rs_9", "conversation_id": talk.id}
    assert secrets([items.retrieve(**one)]) == [None]
    assert secrets([items.retrieve(**one, **ASKED)]) == ["opaque"]
