"""Caps that hold: how long an answer may be with what is left of tokens and money."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from quire.agent.budget import Budget
from quire.agent.caps import Room, holding, room
from quire.agent.compaction_sizes import tokens
from quire.agent.projection import Profile
from quire.agent.task import perform
from quire.protocol.events import Completed, Event, Incomplete
from quire.protocol.items import Message, output_text, user
from quire.protocol.narration import narrate
from quire.protocol.records import Answered, Exhausted, ItemAdded, TurnStarted
from quire.protocol.requests import Request
from quire.protocol.responses import InputDetails, Usage
from tests.agent.staging import ORDER, drawn, receipt_of, stage

PROFILE = Profile(model="gpt-5.1-codex")  # 1.25, 0.125 and 10 dollars a million
BEGUN: list[Event] = [TurnStarted(turn=1, prompt="x"), ItemAdded(item=user("x" * 40_000))]
ASKED = tokens(BEGUN, PROFILE)


def test_the_tighter_of_two_caps_decides() -> None:
    assert room(BEGUN, PROFILE, Budget(steps=1, seconds=1.0)) is None
    assert room(BEGUN, PROFILE, Budget(tokens=ASKED + 500)) == Room("tokens", 500)
    money = (ASKED * 1.25 + 300 * 10 + 1) / 1_000_000
    assert room(BEGUN, PROFILE, Budget(dollars=money)) == Room("dollars", 300)
    assert room(BEGUN, PROFILE, Budget(tokens=ASKED + 500, dollars=money)) == Room("dollars", 300)


def test_money_holds_nothing_that_is_free() -> None:
    none = Budget(steps=3, dollars=0.0)
    assert holding(none, PROFILE) == none
    assert holding(none, Profile(model="unknown")) == none
    assert holding(none, Profile(model="quire/standard")) == Budget(steps=3)


def test_what_has_no_price_is_bounded_by_tokens_alone() -> None:
    for model in ("quire/standard", "unknown"):
        assert room(BEGUN, Profile(model=model), Budget(dollars=0.1)) is None
    assert room(BEGUN, Profile(model="quire/standard"), Budget(tokens=1)) is None


def test_what_was_cached_is_cheap_again() -> None:
    used = Usage(input_tokens=ASKED, input_tokens_details=InputDetails(cached_tokens=ASKED))
    answered = Answered(response_id="r", model="m", usage=used, seconds=0.1)
    dear, cheap = (room(events, PROFILE, Budget(dollars=0.1)) for events in (
        BEGUN, [*BEGUN, answered]
    ))  # fmt: skip
    assert dear is not None and cheap is not None
    assert cheap.answer - dear.answer == int(ASKED * 1.125 / 10)


class Cut:
    """A model whose answer ends at its bound; `bounds` are those that it was given."""

    def __init__(self) -> None:
        self.bounds: list[int | None] = []

    async def respond(self, request: Request) -> AsyncIterator[Event]:
        """Say half of what was to be said."""
        self.bounds.append(request.max_output_tokens)
        half = Message(role="assistant", content=(output_text("The first half of"),))
        for event in narrate((half,), model="gpt-5.1-codex"):
            if isinstance(event, Completed):
                why = {"reason": "max_output_tokens"}
                short = msgspec.structs.replace(
                    event.response, status="incomplete", incomplete_details=why
                )
                yield Incomplete(response=short)
            else:
                yield event


@pytest.mark.parametrize(
    ("budget", "end"),
    [
        (Budget(tokens=5_000), Exhausted(limit="tokens", allowed=5_000.0, used=0.0)),
        (Budget(), None),
    ],
)
def test_an_answer_that_was_cut_at_its_bound_is_the_end(
    tmp_path: Path, budget: Budget, end: Exhausted | None
) -> None:
    async def scene() -> None:
        model = Cut()
        async with stage(tmp_path, budget=budget) as on:
            events = await drawn(perform(on.session, ORDER, replace(on.means, model=model)))
        limits = [event for event in events if isinstance(event, Exhausted)]
        assert [msgspec.structs.replace(e, sequence_number=0) for e in limits] == (
            [end] if end else []
        )
        assert len(model.bounds) == 1
        assert (model.bounds[0] is None) == (end is None)
        assert receipt_of(events).verdict == "not_fixed" if end else "failed"

    asyncio.run(scene())
