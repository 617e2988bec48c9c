"""How tasks end early: dead upstreams, limits, refusals, stops, and going on after them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from quire.agent.approvals import Decision, Never, Wanted
from quire.agent.budget import Budget
from quire.agent.task import perform, resume
from quire.errors import UpstreamError, UsageError
from quire.models.metered import metered
from quire.models.retried import retried
from quire.models.script import Answer, FaultKind
from quire.protocol.events import Event
from quire.protocol.items import Call, ShellCallOutput, user
from quire.protocol.records import (
    CommandStarted,
    Exhausted,
    Retrying,
)
from tests.agent.staging import (
    GOOD,
    ORDER,
    SAID,
    USELESS,
    drawn,
    receipt_of,
    stage,
    told,
)

FAULTS = ("server_error", "unauthorized", "cut", "garbage", "html", "empty_body", "silent")


@pytest.mark.parametrize("fault", FAULTS)
def test_a_dead_upstream_is_a_failure_in_its_own_words(tmp_path: Path, fault: FaultKind) -> None:
    async def scene() -> None:
        async with stage(tmp_path, USELESS, Answer(fault=fault)) as on:
            events: list[Event] = []
            with pytest.raises(UpstreamError) as caught:
                async for event in perform(on.session, ORDER, on.means):
                    events.append(event)
            receipt = receipt_of(events)
            assert receipt.verdict == "failed"
            assert receipt.summary == " ".join(caught.value.message.split())
            assert on.bug.read_text() == "bad\n"

    asyncio.run(scene())


@pytest.mark.parametrize("fault", ["failed", "incomplete", "error_event", "empty", "unfinished"])
def test_an_answer_without_a_last_word_is_never_a_success(tmp_path: Path, fault: FaultKind) -> None:
    async def scene() -> None:
        async with stage(tmp_path, Answer(fault=fault)) as on:
            events: list[Event] = []
            try:
                async for event in perform(on.session, user("hello"), on.means):
                    events.append(event)
            except UpstreamError as error:
                assert error.message
            assert receipt_of(events).verdict == "failed"

    asyncio.run(scene())


def test_a_limit_is_said(tmp_path: Path) -> None:
    async def scene() -> None:
        looping = Answer(shell=("true",), times=9)
        async with stage(tmp_path, looping, budget=Budget(steps=3)) as on:
            events = await drawn(perform(on.session, user("go on"), on.means))
            limits = [event for event in events if isinstance(event, Exhausted)]
            number = limits[0].sequence_number
            assert limits == [
                Exhausted(sequence_number=number, limit="steps", allowed=3.0, used=3.0)
            ]
            assert told(receipt_of(events)) == (
                "stopped",
                "The budget of 3 steps is used up before there was an answer.",
            )
            assert len(on.model.requests) == 3

    asyncio.run(scene())


def test_the_time_limit_stops_a_command_that_runs(tmp_path: Path) -> None:
    async def scene() -> None:
        slow = Answer(shell=("echo begun > b.txt; sleep 60; echo late > b.txt",))
        async with stage(tmp_path, slow, budget=Budget(seconds=1.5)) as on:
            events = await drawn(perform(on.session, user("go on"), on.means))
            limits = [event.limit for event in events if isinstance(event, Exhausted)]
            assert limits == ["seconds"]
            assert receipt_of(events).verdict == "stopped"
            assert (tmp_path / "work" / "b.txt").read_text() == "begun\n"

    asyncio.run(scene())


class Nobody(Never):
    """Refuses every call."""

    async def decide(self, call: Call, wanted: Wanted = "") -> Decision:
        """Refuse `call`."""
        return Decision(allowed=False, reason="not today")


def test_a_refused_call_is_told_to_the_model(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path, GOOD, SAID) as on:
            means = replace(on.means, approver=Nobody())
            receipt = receipt_of(await drawn(perform(on.session, ORDER, means)))
            assert told(receipt) == ("not_fixed", "Nothing was changed. Still failing: a.")
            output = on.model.requests[1].input[-1]
            assert isinstance(output, ShellCallOutput)
            assert "not today" in output.output[0].stderr + output.output[0].stdout
            assert receipt.commands == ()

    asyncio.run(scene())


def test_stopping_ends_the_command_and_keeps_the_session(tmp_path: Path) -> None:
    async def scene() -> None:
        slow = Answer(shell=("echo begun > b.txt; sleep 60; echo late > b.txt",))
        async with stage(tmp_path, slow, SAID) as on:
            begun = on.bug.with_name("b.txt")

            async def stop_when_begun() -> None:
                while not begun.exists():
                    await asyncio.sleep(0.01)
                on.means.stop.set()

            watcher = asyncio.create_task(stop_when_begun())
            receipt = receipt_of(await drawn(perform(on.session, ORDER, on.means)))
            await watcher
            assert told(receipt) == (
                "stopped",
                "Stopped before the end. The changes so far are kept.",
            )
            assert begun.read_text() == "begun\n"
            assert on.session.open_turn() is not None

            means = replace(on.means, stop=asyncio.Event())
            receipt = receipt_of(await drawn(resume(on.session, means)))
            assert receipt.verdict == "not_fixed"
            output = on.model.requests[1].input[-1]
            assert isinstance(output, ShellCallOutput)
            assert "interrupted" in output.output[0].stderr + output.output[0].stdout
            assert on.tests.asked == ["before", "after"]

    asyncio.run(scene())


def test_a_new_order_after_a_stop_does_not_run_what_was_left(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path, GOOD, SAID) as on:
            means = replace(on.means, approver=Stopping(on.means.stop))
            receipt = receipt_of(await drawn(perform(on.session, ORDER, means)))
            assert receipt.verdict == "stopped"
            means = replace(on.means, stop=asyncio.Event())
            receipt = receipt_of(await drawn(perform(on.session, user("never mind"), means)))
            assert receipt.verdict == "answered"
            assert on.bug.read_text() == "bad\n"

    asyncio.run(scene())


@dataclass(frozen=True)
class Stopping(Never):
    """Never decides: somebody presses Ctrl-C at the question."""

    stop: asyncio.Event

    async def decide(self, call: Call, wanted: Wanted = "") -> Decision:
        """Stop the task."""
        self.stop.set()
        await asyncio.sleep(60)
        return Decision(allowed=True)


def test_a_failed_task_can_go_on_when_the_upstream_is_back(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path, Answer(fault="server_error"), GOOD, SAID) as on:
            with pytest.raises(UpstreamError):
                await drawn(perform(on.session, ORDER, on.means))
            receipt = receipt_of(await drawn(resume(on.session, on.means)))
            assert receipt.verdict == "fixed"
            with pytest.raises(UsageError, match="is finished"):
                await drawn(resume(on.session, on.means))

    asyncio.run(scene())


def test_a_retried_answer_is_said_and_done_once(tmp_path: Path) -> None:
    async def scene() -> None:
        answers = (Answer(fault="rate_limit", retry_after=0.0), GOOD, Answer(fault="cut"), SAID)
        async with stage(tmp_path, *answers) as on:
            means = replace(on.means, model=metered(retried(on.model, sleep=asyncio.sleep)))
            events = await drawn(perform(on.session, ORDER, means))
            assert receipt_of(events).verdict == "fixed"
            assert sum(isinstance(event, CommandStarted) for event in events) == 1
            assert sum(isinstance(event, Retrying) for event in events) == 2

    asyncio.run(scene())
