"""Sub-tasks: sessions of their own, budgets that add up, side by side, stopped with the task."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from pathlib import Path

from quire.agent.budget import Budget, Spent, least, left
from quire.agent.parallel import batches
from quire.agent.projection import Profile
from quire.agent.session import Session
from quire.agent.snapshots import Snapshots
from quire.agent.subtasks import Delegating
from quire.agent.task import Means, perform, resume
from quire.agent.verify import Unverified
from quire.errors import UpstreamError
from quire.models.metered import metered
from quire.models.script import Answer, FunctionWish
from quire.protocol import items
from quire.protocol.events import Event
from quire.protocol.items import FunctionCall, FunctionCallOutput, Message, ShellCallOutput
from quire.protocol.narration import narrate
from quire.protocol.records import Exhausted, ItemAdded, Receipt, TaskEnded, TaskStarted, TaskStep
from quire.protocol.requests import Request
from quire.protocol.responses import Usage
from quire.store.listing import latest, listed
from quire.tools.toolbox import Toolbox
from tests.agent.staging import ORDER, Stage, drawn, receipt_of, stage

USED = Usage(input_tokens=10, output_tokens=5, total_tokens=15, cost=0.01)
SAID = Answer(text="All done.", usage=USED)


class Working:
    """A model without a memory: it runs each line of its order, then says so."""

    async def respond(self, request: Request) -> AsyncIterator[Event]:
        """Answer by what the request holds."""
        orders = [item for item in request.input if isinstance(item, Message)]
        lines = items.text_of(orders[-1].content).split("\n")
        done = sum(isinstance(item, ShellCallOutput) for item in request.input)
        if lines[0] == "fail":
            raise UpstreamError("The upstream is gone.", retryable=False)
        output: items.Item = Message(role="assistant", content=(items.output_text("Part done."),))
        if done < len(lines):
            action = items.ShellAction(commands=(lines[done],))
            output = items.ShellCall(call_id=f"call_{done}", action=action, status="completed")
        for event in narrate((output,), model="working", usage=USED):
            yield event


def delegating(on: Stage, most: int = 8) -> Means:
    """Return the means of a stage with the tool that starts sub-tasks."""

    @asynccontextmanager
    async def opened(name: str, budget: Budget) -> AsyncIterator[tuple[Session, Means]]:
        if name:
            session = Session.load(on.data, name, None, budget)
        else:
            profile = Profile(model="working")
            within = on.session.id
            session = Session.create(on.data, on.session.workspace, profile, budget, within=within)
        assert isinstance(on.means.tools, Toolbox)
        toolbox = on.means.tools.apart(session.folder / "outputs")
        snapshots = Snapshots(session.folder, session.workspace)
        try:
            yield session, replace(
                on.means, model=metered(Working()), tools=toolbox, verifier=Unverified(),
                snapshots=snapshots, keep=True, stop=asyncio.Event(),
            )  # fmt: skip
        finally:
            await toolbox.end_commands()
            session.close()

    tools = Delegating(on.means.tools, on.session, opened, most)
    return replace(on.means, tools=tools, verifier=Unverified())


def asking(*tasks: Mapping[str, object]) -> Answer:
    calls = tuple(FunctionWish(name="run_task", arguments={**task}) for task in tasks)
    return Answer(calls=calls, usage=USED)


def outputs(events: list[Event]) -> list[str]:
    """Return what the model was told of its sub-tasks."""
    added = [event.item for event in events if isinstance(event, ItemAdded)]
    return [items.text_of(i.output) for i in added if isinstance(i, FunctionCallOutput)]


def run(
    tmp_path: Path,
    *answers: Answer,
    budget: Budget | None = None,
    most: int = 8,
    check: Callable[[Stage, list[Event]], None],
) -> None:
    async def scene() -> None:
        async with stage(tmp_path, *answers, budget=budget or Budget()) as on:
            events = await drawn(perform(on.session, ORDER, delegating(on, most)))
            check(on, events)

    asyncio.run(scene())


def test_what_a_sub_task_does_and_costs_is_the_tasks(tmp_path: Path) -> None:
    def check(on: Stage, events: list[Event]) -> None:
        (started,) = (event for event in events if isinstance(event, TaskStarted))
        (text,) = outputs(events)
        assert text.splitlines() == [
            f"[Sub-task {started.session}. It ended by itself. "
            "It used 20 tokens in, 10 out, 0.0200 USD.]",
            "Part done.",
        ]
        assert started.limits == {"steps": 5, "dollars": 0.5}
        receipt = receipt_of(events)
        assert (receipt.usage.total_tokens, receipt.usage.cost) == (60, 0.04)
        assert receipt.session_usage == receipt.usage == on.session.usage
        assert [(change.path, change.kind) for change in receipt.files] == [("out", "add")]
        steps = [event.text for event in events if isinstance(event, TaskStep)]
        assert steps == ["$ echo x > out"]
        assert not any(isinstance(event, TaskStep) for event in on.session.events)
        child, parent = sorted(listed(on.data), key=lambda row: row.within is None)
        assert (child.id, child.within, child.prompt) == (started.session, parent.id, task)
        assert child.verdict == "unverified"
        assert latest(on.data).id == parent.id

    task = "echo x > out"
    wish = {"task": task, "steps": 5, "dollars": 0.5}
    run(tmp_path, asking(wish), SAID, check=check)


def test_sub_tasks_of_one_answer_run_side_by_side(tmp_path: Path) -> None:
    meet = "touch {0}; for i in $(seq 600); do [ -e {1} ] && exit 0; sleep 0.1; done; exit 1"

    def check(on: Stage, events: list[Event]) -> None:
        ends = [event.verdict for event in events if isinstance(event, TaskEnded)]
        assert ends == ["unverified", "unverified"]
        assert receipt_of(events).seconds < 60

    both = ({"task": meet.format("x", "y")}, {"task": meet.format("y", "x")})
    run(tmp_path, asking(*both), SAID, check=check)


def test_sub_tasks_and_commands_share_a_group() -> None:
    one = FunctionCall(call_id="1", name="run_task", arguments='{"task":"a"}')
    two = FunctionCall(call_id="2", name="shell", arguments='{"command":"a"}')
    assert batches([one, two]) == ((one, two),)


def test_a_sub_task_ends_with_its_own_budget(tmp_path: Path) -> None:
    def check(on: Stage, events: list[Event]) -> None:
        (text,) = outputs(events)
        assert "Its budget is used up." in text
        assert (on.session.workspace / "out").read_text() == "x\nx\n"
        assert receipt_of(events).verdict == "unverified"

    task = "\n".join(["echo x >> out"] * 5)
    run(tmp_path, asking({"task": task, "steps": "2"}), SAID, check=check)


def test_all_together_have_no_more_than_the_task(tmp_path: Path) -> None:
    def check(on: Stage, events: list[Event]) -> None:
        # One that does it all alone has used up its own share, which was all that was left.
        assert all("is used up." in text for text in outputs(events))
        assert any(isinstance(event, Exhausted) for event in events)
        # The one beside may have asked already when the last of it was used up.
        assert 4 <= on.session.spent().steps <= 5

    task = {"task": "\n".join(["true"] * 20), "steps": 100}
    run(tmp_path, asking(task, task), SAID, budget=Budget(steps=4), check=check)


def test_what_is_left_is_the_most(tmp_path: Path) -> None:
    spent = Spent(steps=3, seconds=20.0, tokens=500, dollars=0.25)
    room = left(Budget(steps=10, seconds=10.0, dollars=1.0), spent)
    assert room == Budget(steps=7, seconds=0.0, dollars=0.75)
    asked = Budget(steps=20, tokens=100, dollars=0.5)
    assert least(asked, room) == Budget(steps=7, seconds=0.0, tokens=100, dollars=0.5)


def test_only_so_many_sub_tasks_may_begin(tmp_path: Path) -> None:
    def check(on: Stage, events: list[Event]) -> None:
        first, second = sorted(outputs(events))
        assert second.startswith("[Sub-task ")
        assert first.startswith("1 sub-tasks were started, which is the most (agent.subtasks).")

    run(tmp_path, asking({"task": "true"}, {"task": "true"}), SAID, most=1, check=check)


def test_a_sub_task_that_fails_is_an_output(tmp_path: Path) -> None:
    def check(on: Stage, events: list[Event]) -> None:
        told, wrong = outputs(events)
        assert told.endswith("The upstream is gone.")
        assert "It failed." in told
        assert wrong.startswith("failed to parse function arguments")

    run(tmp_path, asking({"task": "fail"}), asking({"order": "x"}), SAID, check=check)


def test_a_stop_ends_them_all(tmp_path: Path) -> None:
    async def scene() -> None:
        both = asking({"task": "sleep 600"}, {"task": "sleep 601"})
        async with stage(tmp_path, both) as on:
            means = delegating(on)
            events: list[Event] = []
            async for event in perform(on.session, ORDER, means):
                events.append(event)
                if sum(isinstance(old, TaskStep) for old in events) == 2:
                    means.stop.set()
            assert receipt_of(events).verdict == "stopped"
            children = [row for row in listed(on.data) if row.within]
            assert [row.verdict for row in children] == ["stopped", "stopped"]

    asyncio.run(scene())


def test_a_sub_task_that_was_cut_off_goes_on_and_repeats_nothing(tmp_path: Path) -> None:
    async def scene() -> None:
        task = "\n".join(f"echo {number} >> out" for number in range(4))
        async with stage(tmp_path, asking({"task": task}), SAID) as on:
            async with aclosing(perform(on.session, ORDER, delegating(on))) as work:
                async for event in work:
                    if isinstance(event, TaskStep) and "echo 2" in event.text:
                        break
            events = await drawn(resume(on.session, delegating(on)))
            assert "Part done." in outputs(events)[-1]
            ran = (on.session.workspace / "out").read_text().split()
            assert [line for line in ran if line != "2"] == ["0", "1", "3"]
            assert ran.count("2") <= 1
            assert len([row for row in listed(on.data) if row.within]) == 1
            assert isinstance(events[-1], Receipt)

    asyncio.run(scene())


def test_those_of_before_a_cut_count_and_those_of_another_order_do_not(tmp_path: Path) -> None:
    async def scene() -> None:
        work, more = asking({"task": "true\ntrue"}), asking({"task": "false"})
        async with stage(tmp_path, work, more, SAID, work, SAID) as on:
            async with aclosing(perform(on.session, ORDER, delegating(on, 1))) as begun:
                async for event in begun:
                    if isinstance(event, TaskStep):
                        break
            events = await drawn(resume(on.session, delegating(on, 1)))
            assert outputs(events)[-1].startswith("1 sub-tasks were started, which is the most")
            events = await drawn(perform(on.session, ORDER, delegating(on, 1)))
            assert outputs(events)[-1].startswith("[Sub-task ")

    asyncio.run(scene())
