"""The ladder: a rung is climbed only after the one below did not achieve the order."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from quire.agent import ladder
from quire.agent.budget import Budget
from quire.agent.ladder import Rung
from quire.agent.projection import Profile
from quire.agent.task import perform, resume
from quire.errors import UpstreamError
from quire.models.metered import metered
from quire.models.script import Answer, Script
from quire.models.scripted import Scripted
from quire.protocol.events import Event
from quire.protocol.items import Json, Message, ShellCall, text_of, user
from quire.protocol.records import Receipt, RungEnded, RungRun, RungStarted
from tests.agent.staging import GOOD, ORDER, SAID, USELESS, Stage, drawn, receipt_of, stage

LOW, HIGH = Profile(model="low"), Profile(model="high", instructions="Think.")
DECLINED: Json = {
    "type": "message",
    "role": "assistant",
    "status": "completed",
    "content": [{"type": "refusal", "refusal": "Beyond me: a model could."}],
}
REFUSES = Answer(items=(DECLINED,))


def rungs(*scripts: tuple[Profile, Sequence[Answer]]) -> tuple[tuple[Rung, ...], list[Scripted]]:
    models = [Scripted(Script(answer=tuple(answers))) for _, answers in scripts]
    made = zip(scripts, models, strict=True)
    return tuple(Rung(profile=p, model=metered(model)) for (p, _), model in made), models


async def climbed(
    on: Stage, *scripts: tuple[Profile, Sequence[Answer]], prompt: str = ""
) -> tuple[list[Event], list[Scripted]]:
    made, models = rungs(*scripts)
    means = replace(on.means, rungs=made)
    return await drawn(perform(on.session, user(prompt) if prompt else ORDER, means)), models


def taken(receipt: Receipt) -> list[tuple[str, str]]:
    return [(rung.model, rung.verdict) for rung in receipt.rungs]


def test_the_lowest_rung_that_achieves_it_is_the_last(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path) as on:
            events, models = await climbed(on, (LOW, [GOOD, SAID]), (HIGH, [GOOD, SAID]))
            receipt = receipt_of(events)
            assert (receipt.verdict, taken(receipt)) == ("fixed", [("low", "fixed")])
            assert [len(model.requests) for model in models] == [2, 0]

    asyncio.run(scene())


def test_an_unproven_rung_hands_on_what_it_learned(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path) as on:
            tried = (LOW, [USELESS, Answer(text="I suspect a.txt.")])
            events, models = await climbed(on, tried, (HIGH, [GOOD, SAID]))
            receipt = receipt_of(events)
            assert receipt.verdict == "fixed"
            assert taken(receipt) == [("low", "not_fixed"), ("high", "fixed")]
            assert [change.path for change in receipt.files] == ["a.txt"]
            assert on.bug.read_text() == "good\n"
            first = models[1].requests[0]
            assert (first.model, first.instructions) == ("high", "Think.")
            assert not [item for item in first.input if isinstance(item, ShellCall)]
            told = [text_of(item.content) for item in first.input if isinstance(item, Message)]
            brief, order, lesson = told
            assert (brief, order) == ("Be brief.", "fix the failing test")
            assert lesson.startswith("low was asked before you and did not achieve this")
            assert "I suspect a.txt." in lesson
            assert "Failing tests:\na" in lesson
            _, _, changes = lesson.partition("\n\nChanges that did not hold:\n")
            assert "-bad\n+worse\n" in changes  # made by a command, not by a patch
            assert "+++ b/new.txt" in changes
            assert [(e.number, e.model) for e in events if isinstance(e, RungStarted)] == [
                (0, "low"),
                (1, "high"),
            ]

    asyncio.run(scene())


def test_what_is_declined_goes_up_at_once(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path) as on:
            events, _ = await climbed(on, (LOW, [REFUSES]), (HIGH, [GOOD, SAID]))
            assert taken(receipt_of(events)) == [("low", "refused"), ("high", "fixed")]
            assert on.tests.asked == ["before", "after", "repeat"]

    asyncio.run(scene())


def test_what_is_declined_in_words_goes_up_too(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path) as on:
            low = (LOW, [Answer(text="I looked at it. This is beyond me.")])
            high = (HIGH, [Answer(shell=("echo x > poem.txt",)), SAID])
            events, _ = await climbed(on, low, high, prompt="write a haiku into poem.txt")
            assert taken(receipt_of(events)) == [("low", "refused"), ("high", "done")]

    asyncio.run(scene())


def test_an_answer_to_a_question_goes_no_further(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path) as on:
            low = (LOW, [Answer(text="Nobody knows: I can't find out.")])
            events, _ = await climbed(on, low, (HIGH, [SAID]), prompt="what is this for?")
            assert taken(receipt_of(events)) == [("low", "answered")]

    asyncio.run(scene())


def test_the_top_fails_in_its_own_words(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path) as on:
            events, _ = await climbed(on, (LOW, [USELESS, SAID]), (HIGH, [USELESS, SAID]))
            receipt = receipt_of(events)
            assert (receipt.verdict, receipt.restored) == ("not_fixed", True)
            assert taken(receipt) == [("low", "not_fixed"), ("high", "not_fixed")]
            assert on.bug.read_text() == "bad\n"

    asyncio.run(scene())


def test_work_on_security_begins_at_the_top(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path) as on:
            prompt = "fix the SQL injection that the failing test shows"
            events, models = await climbed(
                on, (LOW, [GOOD, SAID]), (HIGH, [GOOD, SAID]), prompt=prompt
            )
            assert taken(receipt_of(events)) == [("high", "fixed")]
            assert models[0].requests == []

    asyncio.run(scene())


def test_the_money_of_an_order_is_that_of_all_rungs(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path, budget=Budget(steps=2)) as on:
            events, models = await climbed(on, (LOW, [USELESS, SAID]), (HIGH, [GOOD, SAID]))
            assert taken(receipt_of(events)) == [("low", "not_fixed")]
            assert models[1].requests == []

    asyncio.run(scene())


def test_an_upstream_that_fails_is_passed_by(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path) as on:
            broken = (LOW, [Answer(fault="server_error")])
            events, _ = await climbed(on, broken, (HIGH, [GOOD, SAID]))
            assert taken(receipt_of(events)) == [("low", "failed"), ("high", "fixed")]

    asyncio.run(scene())


def test_the_last_upstream_that_fails_is_told(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path) as on:
            with pytest.raises(UpstreamError):
                await climbed(on, (LOW, [REFUSES]), (HIGH, [Answer(fault="server_error")]))
            turn = on.session.turn_events()
            [left] = [event for event in turn if isinstance(event, RungEnded)]
            receipt = receipt_of(turn)
            assert receipt.verdict == "failed"
            assert receipt.rungs[0] == RungRun(
                model="low", verdict="refused", seconds=left.seconds, usage=left.usage
            )

    asyncio.run(scene())


def test_a_stopped_climb_goes_on_from_its_rung(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path) as on:
            made, models = rungs((LOW, [USELESS, SAID]), (HIGH, [GOOD, GOOD, SAID]))
            means = replace(on.means, rungs=made)
            async for event in perform(on.session, ORDER, means):
                if isinstance(event, RungStarted) and event.number == 1:
                    means.stop.set()
            assert taken(receipt_of(on.session.events)) == [
                ("low", "not_fixed"),
                ("high", "stopped"),
            ]
            events = await drawn(resume(on.session, replace(means, stop=asyncio.Event())))
            assert taken(receipt_of(events)) == [("low", "not_fixed"), ("high", "fixed")]
            assert len(models[0].requests) == 2

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("order", "rung"),
    [
        ("make the tests pass", 0),
        ("rename total to sum", 0),
        ("close the security hole in the upload", 3),
        ("redesign the storage layer", 3),
    ],
)
def test_where_a_climb_begins(order: str, rung: int) -> None:
    assert ladder.first(order, 4) == rung
