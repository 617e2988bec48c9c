"""An upstream that keeps the state is sent only what is new, and everything when it forgot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest

from quire.errors import UpstreamError
from quire.models.chained import chained
from quire.protocol.events import Completed, Event, OutputItemDone
from quire.protocol.items import Item, Message, output_text, user
from quire.protocol.model import Model
from quire.protocol.requests import Request
from quire.protocol.responses import Response


class Keeping:
    """An upstream with a memory that can be lost; `asked` is what it was sent."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, str | None, bool | None]] = []
        self.known: set[str] = set()
        self.fails = ""

    async def respond(self, request: Request) -> AsyncIterator[Event]:
        self.asked.append((len(request.input), request.previous_response_id, request.store))
        if self.fails:
            raise UpstreamError("Broken.", code=self.fails)
        if request.previous_response_id not in (None, *self.known):
            raise UpstreamError("Not found.", code="previous_response_not_found", status=400)
        name = f"resp_{len(self.asked)}"
        self.known.add(name)
        item = said(name)
        yield OutputItemDone(output_index=0, item=item)
        yield Completed(response=Response(id=name, status="completed", model="m", output=(item,)))


def said(text: str) -> Message:
    return Message(role="assistant", content=(output_text(text),))


def ask(model: Model, conversation: Sequence[Item]) -> tuple[Item, ...]:
    async def answered() -> tuple[Item, ...]:
        request = Request(model="m", input=tuple(conversation), store=False)
        events = [event async for event in model.respond(request)]
        return tuple(event.item for event in events if isinstance(event, OutputItemDone))

    return (*conversation, *asyncio.run(answered()))


def test_only_new_items_are_sent() -> None:
    upstream = Keeping()
    model = chained(upstream)
    conversation: tuple[Item, ...] = ()
    for turn in range(3):
        conversation = ask(model, (*conversation, user(f"order {turn}")))
    assert upstream.asked == [(1, None, True), (1, "resp_1", True), (1, "resp_2", True)]


def test_everything_is_sent_when_the_upstream_forgot() -> None:
    upstream = Keeping()
    model = chained(upstream)
    conversation = ask(model, (user("one"),))
    upstream.known.clear()
    conversation = ask(model, (*conversation, user("two")))
    ask(model, (*conversation, user("three")))
    assert upstream.asked[1:] == [(1, "resp_1", True), (3, None, True), (1, "resp_3", True)]


def test_another_conversation_begins_anew() -> None:
    upstream = Keeping()
    model = chained(upstream)
    ask(model, (user("one"),))
    ask(model, (user("a summary"), user("two")))
    assert upstream.asked[1] == (2, None, True)


def test_other_failures_are_raised_and_the_chain_holds() -> None:
    upstream = Keeping()
    model = chained(upstream)
    conversation = ask(model, (user("one"),))
    upstream.fails = "server_error"
    with pytest.raises(UpstreamError, match=r"Broken\."):
        ask(model, (*conversation, user("two")))
    upstream.fails = ""
    ask(model, (*conversation, user("two")))
    assert upstream.asked[1:] == [(1, "resp_1", True)] * 2
