"""What an answer used, cost and took is told after it."""

from __future__ import annotations

import asyncio

import msgspec
import pytest

from quire.errors import UpstreamError
from quire.models.metered import metered
from quire.models.script import Answer, Script
from quire.models.scripted import Scripted
from quire.protocol.events import Completed, Event, Incomplete
from quire.protocol.items import user
from quire.protocol.records import Answered
from quire.protocol.requests import Request
from quire.protocol.responses import InputDetails, Usage

REQUEST = Request(model="gpt-5.1-codex", input=(user("Fix it."),))
USAGE = Usage(
    input_tokens=1_000_000,
    input_tokens_details=InputDetails(cached_tokens=200_000),
    output_tokens=100_000,
    total_tokens=1_100_000,
)


class Ticking:
    """A clock that moves on by one second each time it is looked at."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1.0
        return self.now


async def told(answer: Answer, model: str = "gpt-5.1-codex-2025-11-13") -> list[Event]:
    script = Scripted(Script(answer=(answer,), model=model))
    seen: list[Event] = []
    try:
        async for event in metered(script, clock=Ticking()).respond(REQUEST):
            seen.append(event)
    except UpstreamError:
        return seen
    return seen


def test_an_answer_is_followed_by_what_it_used() -> None:
    events = asyncio.run(told(Answer(text="Done.", usage=USAGE)))
    assert isinstance(events[-2], Completed)
    assert events[-1] == Answered(
        sequence_number=9,
        response_id="resp_1",
        model="gpt-5.1-codex-2025-11-13",
        usage=msgspec.structs.replace(USAGE, cost=0.8 * 1.25 + 0.2 * 0.125 + 0.1 * 10),
        seconds=2.0,
        first_token=1.0,
    )


@pytest.mark.parametrize(
    ("usage", "model", "cost"),
    [
        (USAGE, "openai/gpt-5.1-codex-mini", 0.8 * 0.25 + 0.2 * 0.025 + 0.1 * 2),
        (msgspec.structs.replace(USAGE, cost=7.0), "gpt-5.1-codex", 7.0),
        (USAGE, "quire/standard", 0.0),
    ],
)
def test_the_upstreams_own_cost_goes_before_the_catalogues(
    usage: Usage, model: str, cost: float
) -> None:
    answered = asyncio.run(told(Answer(text="Done.", usage=usage), model))[-1]
    assert isinstance(answered, Answered)
    assert answered.usage.cost == pytest.approx(cost)


def test_an_answer_that_ended_early_is_metered_too() -> None:
    events = asyncio.run(told(Answer(text="Half", usage=USAGE, fault="incomplete")))
    assert [type(event) for event in events[-2:]] == [Incomplete, Answered]


def test_an_answer_that_broke_is_not_metered() -> None:
    events = asyncio.run(told(Answer(text="Half", fault="cut")))
    assert not any(isinstance(event, Answered) for event in events)
