"""Whole tasks: a scripted model, real tools behind real walls, and a verdict."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from quire.agent.session import Session
from quire.agent.task import perform, resume
from quire.agent.verify import When
from quire.models.metered import metered
from quire.models.script import Answer, output_of
from quire.models.scripted import Scripted
from quire.protocol import records
from quire.protocol.events import Event
from quire.protocol.items import Message, ShellCallOutput, text_of, user
from quire.protocol.narration import narrate
from quire.protocol.records import (
    CommandRun,
    CommandStarted,
    Receipt,
)
from quire.protocol.requests import Request
from quire.store.log import FILE
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


def test_a_bug_is_fixed_and_proven(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path, GOOD, SAID) as on:
            events = await drawn(perform(on.session, ORDER, on.means))
            receipt = receipt_of(events)
            (change,) = receipt.files
            assert (change.path, change.kind) == ("a.txt", "update")
            assert receipt == Receipt(
                sequence_number=events[-1].sequence_number,
                verdict="fixed",
                summary="1 failing test passes now, none broke, and a second run agrees.",
                fixed=("a",),
                passed_before=1,
                passed_after=2,
                commands=(CommandRun("echo good > a.txt", 0),),
                files=receipt.files,
                seconds=receipt.seconds,
            )
            assert on.tests.asked == ["before", "after", "repeat"]
            assert on.bug.read_text() == "good\n"
            assert [event.sequence_number for event in events] == list(range(len(events)))

    asyncio.run(scene())


def test_each_request_begins_with_the_one_before(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path, GOOD, SAID, SAID) as on:
            await drawn(perform(on.session, ORDER, on.means))
            await drawn(perform(on.session, user("thank you"), on.means))
            first, second, third = (request.input for request in on.model.requests)
            assert second[: len(first)] == first
            assert third[: len(second)] == second
            roles = [item.role for item in third if isinstance(item, Message)]
            assert roles == ["developer", "user", "assistant", "user"]

    asyncio.run(scene())


def test_the_tests_are_run_before_the_first_call_is(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path, GOOD, SAID) as on:
            events = await drawn(perform(on.session, ORDER, on.means))
            kinds = [type(event).__name__ for event in events]
            assert kinds.index("TestsRun") < kinds.index("CommandStarted")

    asyncio.run(scene())


def test_a_useless_change_is_taken_back_and_said(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path, USELESS, SAID) as on:
            receipt = receipt_of(await drawn(perform(on.session, ORDER, on.means)))
            assert told(receipt) == ("not_fixed", "Still failing: a.")
            assert receipt.restored
            assert {path.name for path in on.bug.parent.iterdir()} == {"a.txt"}
            assert on.bug.read_text() == "bad\n"
            note = on.session.request().input[-1]
            assert isinstance(note, Message)
            assert "put back as it was" in text_of(note.content)

    asyncio.run(scene())


def test_a_useless_change_is_kept_on_demand(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path, USELESS, SAID) as on:
            means = replace(on.means, keep=True)
            receipt = receipt_of(await drawn(perform(on.session, ORDER, means)))
            assert (receipt.verdict, receipt.restored) == ("not_fixed", False)
            assert on.bug.read_text() == "worse\n"

    asyncio.run(scene())


class Endless:
    """A Verifier that never comes to an end."""

    async def verify(self, when: When) -> records.TestsRun:
        """Wait."""
        await asyncio.sleep(3600)
        return records.TestsRun(when=when)


def test_a_mere_answer_does_not_wait_for_the_tests(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path, SAID) as on:
            means = replace(on.means, verifier=Endless())
            receipt = receipt_of(await drawn(perform(on.session, user("what is it?"), means)))
            assert receipt.verdict == "answered"

    asyncio.run(scene())


def test_a_question_is_answered_without_another_run(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path, SAID) as on:
            receipt = receipt_of(await drawn(perform(on.session, user("what is it?"), on.means)))
            assert receipt.verdict == "answered"
            assert on.tests.asked == ["before"]

    asyncio.run(scene())


def test_the_log_replays_to_the_same_session(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path, GOOD, SAID) as on:
            await drawn(perform(on.session, ORDER, on.means))
            request, turns, events = (
                on.session.request(),
                on.session.turns(),
                tuple(on.session.events),
            )
            on.session.close()
            again = Session.load(on.data, on.session.id)
            assert again.request() == request
            assert again.turns() == turns
            assert tuple(again.events) == events
            again.close()

    asyncio.run(scene())


class Repairing:
    """A model without a memory: it repairs once, then says that it is done."""

    async def respond(self, request: Request) -> AsyncIterator[Event]:
        """Answer by what the request holds."""
        assert any(isinstance(item, Message) and item.role == "user" for item in request.input)
        done = any(isinstance(item, ShellCallOutput) for item in request.input)
        answer = SAID if done else GOOD
        for event in narrate(output_of(answer, 1), model=request.model):
            yield event


def test_a_session_goes_on_from_any_line_of_its_log(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path) as on:
            means = replace(on.means, model=metered(Repairing()))
            await drawn(perform(on.session, ORDER, means))
            on.session.close()
            path = on.session.folder / FILE
            lines = path.read_bytes().splitlines(keepends=True)
            begun = next(n for n, line in enumerate(lines) if b"command.started" in line)
            for kept in range(2, len(lines)):
                path.write_bytes(b"".join(lines[:kept]) + lines[kept][:9])
                on.bug.write_text("bad\n" if kept <= begun else "good\n")
                session = Session.load(on.data, on.session.id)
                receipt = receipt_of(await drawn(resume(session, means)))
                session.close()
                assert (kept, receipt.verdict) == (kept, "fixed")

    asyncio.run(scene())


def test_a_reader_who_goes_away_leaves_a_receipt(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path, Answer(shell=("sleep 60",)), SAID) as on:
            task = asyncio.create_task(drawn(perform(on.session, ORDER, on.means)))
            while not any(isinstance(event, CommandStarted) for event in on.session.events):
                await asyncio.sleep(0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert receipt_of(on.session.events).verdict == "stopped"

    asyncio.run(scene())


@dataclass(frozen=True)
class Interrupted:
    """A model during whose answers a person types."""

    model: Scripted
    session: Session
    words: tuple[str, ...]

    async def respond(self, request: Request) -> AsyncIterator[Event]:
        """Answer as the other one."""
        async for event in self.model.respond(request):
            yield event
        for words in self.words[len(self.model.requests) - 1 :][:1]:
            self.session.steer(words)


def test_words_typed_meanwhile_reach_the_model_before_its_next_request(tmp_path: Path) -> None:
    async def told() -> tuple[Sequence[Request], Sequence[Event]]:
        answers = (Answer(shell=("true",)), Answer(text="Well."), Answer(text="Bien."))
        async with stage(tmp_path, *answers) as scene:
            model = Interrupted(scene.model, scene.session, ("Be brief.", "In French, please."))
            means = replace(scene.means, model=model)
            _ = [event async for event in perform(scene.session, ORDER, means)]
            return scene.model.requests, scene.session.events

    requests, events = asyncio.run(told())
    assert [
        [text_of(item.content) for item in request.input if isinstance(item, Message)][2:]
        for request in requests
    ] == [[], ["Be brief."], ["Be brief.", "Well.", "In French, please."]]
    assert [event.item for event in events if isinstance(event, records.Steered)] == [
        user("Be brief."),
        user("In French, please."),
    ]
