"""Answers that end where the client says: at a text, or at a number of tokens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import openai
import pytest

from quire.gateway.cutting import cut
from quire.protocol.events import Event, TextDelta
from quire.protocol.fold import fold
from quire.protocol.items import Message, Reasoning
from quire.protocol.model import Model
from quire.protocol.narration import narrate
from quire.protocol.order import Order
from quire.protocol.requests import Request
from quire.protocol.responses import answer_text

from .conftest import Gateway, Script, Start, asked

WORDS = "One. Two. STOP Three."


def chat(client: openai.OpenAI, model: str, **fields: object) -> tuple[str, str | None, str]:
    """Ask in both ways; return the text, why it ended, and the text of the stream."""
    wish: Any = {"model": model, "messages": [{"role": "user", "content": "hello"}], **fields}
    choice = client.chat.completions.create(**wish).choices[0]
    chunks = client.chat.completions.create(**wish, stream=True)
    pieces = [each.delta.content or "" for chunk in chunks for each in chunk.choices]
    return choice.message.content or "", choice.finish_reason, "".join(pieces)


def test_the_engine_stops_at_a_text(gateway: Gateway) -> None:
    text = "Hello. I am quire/standard, the "
    told = chat(gateway.client(), "quire/standard", stop=["engine inside", "never"])
    assert told == (text, "stop", text)


def test_an_upstream_is_left_at_a_stop(start: Start, script: Script, tmp_path: Path) -> None:
    client = start(upstream=script({"text": WORDS, "times": 3})).client()
    wish: Any = {"model": "m", "input": "hello", "extra_body": {"stop": ["STOP"]}}
    with client.responses.stream(**wish) as stream:
        assert stream.until_done().get_final_response().output_text == "One. Two. "
    assert chat(client, "m", stop="STOP") == ("One. Two. ", "stop", "One. Two. ")
    assert all("stop" not in body for body in asked(tmp_path))


def test_the_engine_keeps_a_limit_of_tokens(gateway: Gateway) -> None:
    client = gateway.client()
    made = client.responses.create(model="quire/standard", input="hello", max_output_tokens=16)
    assert (made.status, len(made.output_text)) == ("incomplete", 64)
    assert made.incomplete_details is not None
    assert made.incomplete_details.reason == "max_output_tokens"
    assert client.responses.retrieve(made.id) == made
    text, reason, streamed = chat(client, "quire/standard", max_completion_tokens=20)
    assert (len(text), reason, streamed) == (80, "length", text)


class Pieces:
    """A Model whose text comes in pieces of one size, and which knows whether it was left."""

    def __init__(self, size: int) -> None:
        """Tell `WORDS` in pieces of `size` characters."""
        self._size = size
        self.left = True

    async def respond(self, request: Request) -> AsyncIterator[Event]:
        """Yield the events of the answer."""
        message = Message(role="assistant", content=WORDS)
        for event in narrate((Reasoning(summary=()), message), model=request.model):
            if not isinstance(event, TextDelta):
                yield event
                continue
            for start in range(0, len(WORDS), self._size):
                yield msgspec.structs.replace(event, delta=WORDS[start : start + self._size])
        self.left = False


async def told(model: Model, request: Request) -> list[Event]:
    """Return the events of an answer, numbered."""
    return [event.numbered(n) for n, event in enumerate([e async for e in model.respond(request)])]


@pytest.mark.parametrize("size", range(1, 9))
@pytest.mark.parametrize(
    ("stop", "text"),
    [("STOP", "One. Two. "), (["TO", "o."], "One. Tw"), ("O", ""), ("never", WORDS)],
)
def test_a_stop_is_found_however_the_text_comes(size: int, stop: object, text: str) -> None:
    request = Request(model="m", rest={"stop": stop})
    model = Pieces(size)
    events = asyncio.run(told(cut(model, request), request))
    order = Order()
    for event in events:
        order.accept(event)
    response = fold(events)
    assert (response.status, answer_text(response)) == ("completed", text)
    assert "".join(event.delta for event in events if isinstance(event, TextDelta)) == text
    assert model.left == (text != WORDS)
