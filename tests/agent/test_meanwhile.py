"""What others do in the folder while a task is worked on is not told as its work, and stays."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from pathlib import Path

from quire.agent.session import Session
from quire.agent.snapshots import Snapshots
from quire.agent.task import perform, resume
from quire.agent.undo import undo
from quire.models.script import Answer
from quire.protocol.events import Event
from quire.protocol.items import user
from quire.protocol.model import Model
from quire.protocol.records import Receipt
from quire.protocol.requests import Request
from tests.agent.staging import GOOD, ORDER, SAID, USELESS, Stage, drawn, receipt_of, stage

LINGERS = Answer(shell=("echo worse > a.txt; sleep 0.3; echo mine > log.txt",))


@dataclass(frozen=True)
class Beside:
    """A model beside which a person works: `deed` is done while it thinks about its last word."""

    model: Model
    deed: Callable[[], None]
    asked: list[Request]

    async def respond(self, request: Request) -> AsyncIterator[Event]:
        self.asked.append(request)
        if len(self.asked) == 2:
            self.deed()
        async for event in self.model.respond(request):
            yield event


def beside(on: Stage, deed: Callable[[Path], None]) -> Stage:
    workspace = on.tests.workspace
    model = Beside(on.means.model, lambda: deed(workspace), [])
    return replace(on, means=replace(on.means, model=model))


async def worked(on: Stage, deed: Callable[[Path], None]) -> tuple[Stage, Receipt]:
    """Let the task be worked on while a person does the deed."""
    both = beside(on, deed)
    return both, receipt_of(await drawn(perform(both.session, ORDER, both.means)))


def notes(workspace: Path) -> None:
    (workspace / "notes.txt").write_text("mine\n")
    (workspace / "sub").mkdir()
    (workspace / "sub" / "ünew.txt").write_text("mine too\n")


def mended(workspace: Path) -> None:
    (workspace / "a.txt").write_text("good\n")


def lengthened(workspace: Path) -> None:
    (workspace / "new.txt").write_text("more\n")


def test_what_a_person_writes_meanwhile_stays_when_the_task_is_put_back(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path, USELESS, SAID) as plain:
            on, receipt = await worked(plain, notes)
            assert (receipt.verdict, receipt.restored) == ("not_fixed", True)
            assert [change.path for change in receipt.files] == ["a.txt", "new.txt"]
            assert on.bug.read_text() == "bad\n"
            assert sorted(p.name for p in on.tests.workspace.rglob("*")) == [
                "a.txt", "notes.txt", "sub", "ünew.txt",
            ]  # fmt: skip

    asyncio.run(scene())


def test_a_file_that_a_person_changed_stays_changed(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path, USELESS, SAID) as plain:
            (plain.tests.workspace / "notes.txt").write_text("before\n")
            on, receipt = await worked(plain, lambda work: (work / "notes.txt").unlink())
            assert [change.path for change in receipt.files] == ["a.txt", "new.txt"]
            assert not (on.tests.workspace / "notes.txt").exists()

    asyncio.run(scene())


def test_what_another_mended_is_not_told_as_mended_by_the_task(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path, Answer(shell=("true",)), SAID) as plain:
            on, receipt = await worked(plain, mended)
            assert (receipt.verdict, receipt.files) == ("not_fixed", ())
            assert on.bug.read_text() == "good\n"

    asyncio.run(scene())


def test_a_file_that_the_task_had_changed_before_is_put_back(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path, USELESS, SAID) as plain:
            on, receipt = await worked(plain, lengthened)
            assert [change.path for change in receipt.files] == ["a.txt", "new.txt"]
            assert not (on.tests.workspace / "new.txt").exists()

    asyncio.run(scene())


def test_undo_leaves_what_a_person_wrote_meanwhile(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path, GOOD, SAID) as plain:
            on, receipt = await worked(plain, notes)
            assert [change.path for change in receipt.files] == ["a.txt"]
            await undo(on.session, Snapshots(on.session.folder, on.tests.workspace))
            assert on.bug.read_text() == "bad\n"
            assert (on.tests.workspace / "notes.txt").read_text() == "mine\n"

    asyncio.run(scene())


def test_a_second_undo_goes_behind_the_turn_before(tmp_path: Path) -> None:
    async def scene() -> None:
        again = Answer(shell=("echo third > c.txt",))
        async with stage(tmp_path, GOOD, SAID, again, SAID) as on:
            await drawn(perform(on.session, ORDER, on.means))
            await drawn(perform(on.session, user("write c.txt"), on.means))
            snapshots = Snapshots(on.session.folder, on.tests.workspace)
            await undo(on.session, snapshots)
            assert [p.name for p in on.tests.workspace.iterdir()] == ["a.txt"]
            assert on.bug.read_text() == "good\n"
            await undo(on.session, snapshots)
            assert on.bug.read_text() == "bad\n"

    asyncio.run(scene())


def test_what_a_person_does_between_a_stop_and_going_on_stays(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path, USELESS, SAID, SAID) as plain:
            on = beside(plain, lambda _: plain.means.stop.set())
            stopped = receipt_of(await drawn(perform(on.session, ORDER, on.means)))
            assert stopped.verdict == "stopped"
            notes(on.tests.workspace)
            on.session.close()
            session = Session.load(on.data, on.session.id)
            snapshots = Snapshots(session.folder, on.tests.workspace)
            means = replace(plain.means, snapshots=snapshots, stop=asyncio.Event())
            receipt = receipt_of(await drawn(resume(session, means)))
            assert receipt.verdict == "not_fixed"
            assert on.bug.read_text() == "bad\n"
            assert not (on.tests.workspace / "new.txt").exists()
            assert (on.tests.workspace / "notes.txt").read_text() == "mine\n"
            session.close()

    asyncio.run(scene())


def test_all_that_changes_while_a_command_runs_is_the_tasks_own(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path, LINGERS, SAID) as on:
            receipt = receipt_of(await drawn(perform(on.session, ORDER, on.means)))
            assert [change.path for change in receipt.files] == ["a.txt", "log.txt"]
            assert [p.name for p in on.tests.workspace.iterdir()] == ["a.txt"]

    asyncio.run(scene())
