"""Whole tasks: a scripted model, real tools behind real walls, and a verdict."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from quire.agent.approvals import Decision, Never, Wanted
from quire.agent.budget import UNLIMITED, Budget
from quire.agent.projection import Profile
from quire.agent.session import Session
from quire.agent.snapshots import Snapshots
from quire.agent.task import Means, perform, resume
from quire.agent.verify import When
from quire.errors import UpstreamError, UsageError
from quire.models.metered import metered
from quire.models.retried import retried
from quire.models.script import Answer, FaultKind, Script, output_of
from quire.models.scripted import Scripted
from quire.protocol import records
from quire.protocol.events import Event
from quire.protocol.items import Call, Message, ShellCallOutput, developer, text_of, user
from quire.protocol.narration import narrate
from quire.protocol.records import (
    CommandRun,
    CommandStarted,
    Exhausted,
    Receipt,
    Retrying,
)
from quire.protocol.requests import Request
from quire.sandbox.policy import Policy
from quire.sandbox.runner import Sandbox
from quire.store.log import FILE
from quire.tools.settings import Settings
from quire.tools.toolbox import Toolbox

ORDER = user("fix the failing test")


@dataclass
class Tests:
    """A Verifier that runs no program: test `a` passes when a.txt says so, `b` always."""

    __test__ = False
    workspace: Path
    problem: str = ""
    flaky: bool = False
    asked: list[When] = field(default_factory=list)

    async def verify(self, when: When) -> records.TestsRun:
        """Look at the workspace."""
        self.asked.append(when)
        if self.problem:
            return records.TestsRun(when=when, problem=self.problem)
        good = (self.workspace / "a.txt").read_text() == "good\n"
        good = good and not (self.flaky and when == "repeat")
        return records.TestsRun(
            when=when,
            command="check",
            exit_code=0 if good else 1,
            passed=("b", "a") if good else ("b",),
            failed=() if good else ("a",),
        )


@dataclass(frozen=True)
class Stage:
    """A workspace with a bug, and everything a task needs."""

    data: Path
    session: Session
    means: Means
    tests: Tests
    model: Scripted

    @property
    def bug(self) -> Path:
        """The file that is wrong."""
        return self.tests.workspace / "a.txt"


@asynccontextmanager
async def stage(
    tmp_path: Path, *answers: Answer, budget: Budget = UNLIMITED
) -> AsyncIterator[Stage]:
    """Set up a workspace, walls and a model that gives `answers`."""
    workspace = tmp_path / "work"
    workspace.mkdir()
    (workspace / "a.txt").write_text("bad\n")
    data = tmp_path / "data"
    session = Session.create(data, workspace, Profile(model="scripted"), budget)
    model = Scripted(Script(answer=answers))
    async with await Sandbox.open(Policy(workspace)) as sandbox:
        toolbox = Toolbox(sandbox, workspace, session.folder / "outputs", Settings())
        tests = Tests(workspace)
        means = Means(
            model=metered(model),
            tools=toolbox,
            approver=Never(),
            verifier=tests,
            snapshots=Snapshots(session.folder, workspace),
            context=(developer("Be brief."),),
        )
        yield Stage(data, session, means, tests, model)
        await toolbox.close()
    session.close()


async def drawn(events: AsyncIterator[Event]) -> list[Event]:
    """Return all events."""
    return [event async for event in events]


def receipt_of(events: Sequence[Event]) -> Receipt:
    """Return the receipt that ends the events."""
    last = events[-1]
    assert isinstance(last, Receipt)
    return last


GOOD = Answer(shell=("echo good > a.txt",))
USELESS = Answer(shell=("echo worse > a.txt; echo x > new.txt",))
SAID = Answer(text="Done.")


def told(receipt: Receipt) -> tuple[str, str]:
    """Return what a receipt says in words."""
    return receipt.verdict, receipt.summary


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


def test_a_fix_that_does_not_last_is_no_fix(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path, GOOD, SAID) as on:
            on.tests.flaky = True
            receipt = receipt_of(await drawn(perform(on.session, ORDER, on.means)))
            assert told(receipt) == ("not_fixed", "A second run disagrees about a.")
            assert on.bug.read_text() == "bad\n"

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


class OwnTests:
    """A Verifier whose one test lives in the workspace: it passes when its file says `pass`."""

    def __init__(self, workspace: Path) -> None:
        """Look at the tests of `workspace`."""
        self._test = workspace / "test_a.py"

    async def verify(self, when: When) -> records.TestsRun:
        """Look at the test's file."""
        good = self._test.read_text() == "pass\n"
        name = ("test_a.py::test",)
        return records.TestsRun(
            when=when,
            exit_code=0 if good else 1,
            passed=name if good else (),
            failed=() if good else name,
        )


def test_a_test_that_was_made_to_pass_proves_nothing(tmp_path: Path) -> None:
    async def scene() -> None:
        cheat = Answer(shell=("echo pass > test_a.py; echo x > b.txt",))
        async with stage(tmp_path, cheat, SAID) as on:
            test = on.bug.with_name("test_a.py")
            test.write_text("fail\n")
            means = replace(on.means, verifier=OwnTests(on.bug.parent), keep=True)
            receipt = receipt_of(await drawn(perform(on.session, ORDER, means)))
            assert told(receipt) == (
                "not_fixed",
                "With the test files as they were found: test_a.py::test fails.",
            )
            assert test.read_text() == "pass\n"
            assert on.bug.with_name("b.txt").exists()

    asyncio.run(scene())


class Documented:
    """A Verifier whose one test is the example in m.py: it passes when `f` gives what it says."""

    def __init__(self, workspace: Path) -> None:
        """Look at the module of `workspace`."""
        self._module = workspace / "m.py"

    async def verify(self, when: When) -> records.TestsRun:
        """Hold the example against the code."""
        text = self._module.read_text()
        good = text.partition("    return ")[2].strip() == text.split()[5]
        name = ("m.py::m.f",)
        return records.TestsRun(
            when=when,
            exit_code=0 if good else 1,
            passed=name if good else (),
            failed=() if good else name,
        )


_MODULE = 'def f():\n    """Say.\n\n    >>> f()\n    {said}\n    """\n    return {given}\n'


@pytest.mark.parametrize(
    ("said", "given", "verdict"), [(1, 1, "fixed"), (2, 2, "not_fixed"), (0, 0, "not_fixed")]
)
def test_code_may_be_repaired_around_its_own_example(
    tmp_path: Path, said: int, given: int, verdict: str
) -> None:
    async def scene() -> None:
        new = _MODULE.format(said=said, given=given)
        change = Answer(shell=(f"cat > m.py <<'END'\n{new}END\n",))
        async with stage(tmp_path, change, SAID) as on:
            module = on.bug.with_name("m.py")
            module.write_text(_MODULE.format(said=1, given=0))
            means = replace(on.means, verifier=Documented(on.bug.parent), keep=True)
            assert told(receipt_of(await drawn(perform(on.session, ORDER, means))))[0] == verdict
            assert module.read_text() == new

    asyncio.run(scene())


class Growing:
    """A Verifier whose tests are files: each passes when a.txt says so."""

    def __init__(self, workspace: Path) -> None:
        """Look at the tests of `workspace`."""
        self._folder = workspace
        self.asked: list[When] = []

    async def verify(self, when: When) -> records.TestsRun:
        """Run every file that is a test."""
        self.asked.append(when)
        names = tuple(f"{path.name}::t" for path in sorted(self._folder.glob("test_*.py")))
        if not names:
            return records.TestsRun(when=when, problem="no tests were found")
        good = (self._folder / "a.txt").read_text() == "good\n"
        return records.TestsRun(
            when=when, command="check", exit_code=0 if good else 1,
            passed=names if good else (), failed=() if good else names,
        )  # fmt: skip


def test_a_repair_is_proven_by_a_test_that_fails_without_it(tmp_path: Path) -> None:
    async def scene() -> None:
        work = Answer(shell=("echo x > test_n.py; echo good > a.txt",))
        async with stage(tmp_path, work, SAID) as on:
            tests = Growing(on.bug.parent)
            means = replace(on.means, verifier=tests)
            receipt = receipt_of(await drawn(perform(on.session, ORDER, means)))
            assert tests.asked == ["before", "after", "unfixed", "repeat"]
            assert (receipt.verdict, receipt.fixed) == ("fixed", ("test_n.py::t",))
            assert on.bug.read_text() == "good\n"

    asyncio.run(scene())


def test_a_new_test_alone_proves_no_repair(tmp_path: Path) -> None:
    async def scene() -> None:
        work = Answer(shell=("echo x > test_n.py",))
        async with stage(tmp_path, work, SAID) as on:
            on.bug.write_text("good\n")
            tests = Growing(on.bug.parent)
            means = replace(on.means, verifier=tests)
            receipt = receipt_of(await drawn(perform(on.session, ORDER, means)))
            assert tests.asked == ["before", "after"]
            assert receipt.verdict == "done"

    asyncio.run(scene())


def test_a_question_is_answered_without_another_run(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path, SAID) as on:
            receipt = receipt_of(await drawn(perform(on.session, user("what is it?"), on.means)))
            assert receipt.verdict == "answered"
            assert on.tests.asked == ["before"]

    asyncio.run(scene())


def test_without_tests_a_change_is_unverified_and_kept(tmp_path: Path) -> None:
    async def scene() -> None:
        async with stage(tmp_path, GOOD, SAID) as on:
            on.tests.problem = "no tests were found"
            receipt = receipt_of(await drawn(perform(on.session, ORDER, on.means)))
            assert told(receipt) == (
                "unverified",
                "The change is not proven: no tests could be run: no tests were found.",
            )
            assert on.bug.read_text() == "good\n"

    asyncio.run(scene())


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
                "The budget was used up before there was an answer.",
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
