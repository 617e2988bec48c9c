"""A session is its log: what is created, loaded, forked and undone."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from quire.agent.budget import UNLIMITED, Budget
from quire.agent.projection import Profile, Turn
from quire.agent.session import Session
from quire.agent.snapshots import Snapshots
from quire.agent.undo import undo
from quire.errors import RefusedError, StoreError, UsageError
from quire.protocol import items
from quire.protocol.events import OutputItemDone, TextDelta
from quire.protocol.items import Item, ShellAction, ShellCall, user
from quire.protocol.records import (
    Answered,
    CommandOutput,
    Exhausted,
    ItemAdded,
    Receipt,
    Repaired,
    SessionStarted,
    TurnStarted,
    Undone,
)
from quire.protocol.requests import Request, Thinking
from quire.protocol.responses import Usage
from quire.store.log import FILE

PROFILE = Profile(
    model="m",
    instructions="Be good.",
    tools=({"type": "shell"},),
    effort="high",
    text={"format": {"type": "text"}},
)
CALL = ShellCall(call_id="c1", action=ShellAction(commands=("ls",)))
OUTPUT = items.ShellCallOutput(call_id="c1", output=())
SPENT = Answered(response_id="r", model="m", usage=Usage(input_tokens=5, cost=0.25), seconds=1.0)


def said(text: str) -> Item:
    """Return a model's message."""
    return items.Message(role="assistant", content=(items.output_text(text),))


def begun(tmp_path: Path, budget: Budget = UNLIMITED) -> Session:
    """Return a new session in an empty workspace."""
    workspace = tmp_path / "work"
    workspace.mkdir(exist_ok=True)
    return Session.create(tmp_path, workspace, PROFILE, budget)


def turn(session: Session, prompt: str, *answer: Item, tree: str | None = None) -> None:
    """Record a finished turn."""
    session.record(TurnStarted(turn=session.next_turn(), prompt=prompt, tree=tree))
    session.record(ItemAdded(item=user(prompt)))
    for place, item in enumerate(answer):
        session.record(OutputItemDone(output_index=place, item=item))
    session.record(Receipt(verdict="answered", summary=""))


def test_a_request_is_the_conversation_and_the_profile(tmp_path: Path) -> None:
    session = begun(tmp_path)
    turn(session, "hello", said("hi"))
    assert session.request() == Request(
        model="m",
        input=(user("hello"), said("hi")),
        instructions="Be good.",
        tools=({"type": "shell"},),
        tool_choice="auto",
        parallel_tool_calls=False,
        reasoning=Thinking(effort="high", summary="auto"),
        text={"format": {"type": "text"}},
        include=("reasoning.encrypted_content",),
        store=False,
        stream=True,
        prompt_cache_key=session.id,
    )


def test_the_profile_is_kept_in_the_log_and_can_be_changed(tmp_path: Path) -> None:
    session = begun(tmp_path)
    with pytest.raises(StoreError, match="open in another process"):
        Session.load(tmp_path, session.id)
    session.close()
    again = Session.load(tmp_path, session.id)
    assert again.profile == PROFILE
    again.close()
    other = Session.load(tmp_path, session.id, Profile(model="other"))
    assert other.request().model == "other"


def test_deltas_are_numbered_and_not_kept(tmp_path: Path) -> None:
    session = begun(tmp_path)
    delta = TextDelta(item_id="i", output_index=0, content_index=0, delta="h")
    output = CommandOutput(call_id="c", index=0, stream="stdout", text="x")
    numbers = [session.record(event).sequence_number for event in (delta, output, delta)]
    assert numbers == [1, 2, 3]
    assert len(session.events) == 1
    session.close()
    again = Session.load(tmp_path, session.id)
    assert again.record(Receipt(verdict="done", summary="")).sequence_number == 1


def test_pending_calls_are_computed(tmp_path: Path) -> None:
    session = begun(tmp_path)
    turn(session, "list", CALL)
    assert session.pending() == (CALL,)
    session.close()
    session = Session.load(tmp_path, session.id)
    assert session.pending() == (CALL,)
    session.record(ItemAdded(item=OUTPUT))
    assert session.pending() == ()


def test_a_torn_line_is_repaired_and_said(tmp_path: Path) -> None:
    session = begun(tmp_path)
    turn(session, "hello")
    session.close()
    path = session.folder / FILE
    size = path.stat().st_size
    with path.open("ab") as file:
        file.write(b'{"at":"2026')
    session = Session.load(tmp_path, session.id)
    (repaired,) = session.unsaid()
    assert isinstance(repaired, Repaired)
    assert repaired.dropped_bytes == 11
    assert path.stat().st_size > size
    assert session.events[-1] == repaired
    assert session.unsaid() == []


def test_what_opens_a_session_is_said_once(tmp_path: Path) -> None:
    session = begun(tmp_path)
    assert session.unsaid() == [session.start]
    assert session.unsaid() == []
    assert session.workspace == tmp_path / "work"


def test_an_empty_log_is_no_session(tmp_path: Path) -> None:
    session = begun(tmp_path)
    session.close()
    (session.folder / FILE).write_bytes(b"")
    with pytest.raises(StoreError, match="holds nothing"):
        Session.load(tmp_path, session.id)


def test_a_fork_goes_its_own_way(tmp_path: Path) -> None:
    session = begun(tmp_path)
    turn(session, "hello", said("hi"))
    (session.folder / "outputs").mkdir()
    (session.folder / "outputs" / "1.out").write_text("long")
    fork = Session.fork(tmp_path, session.id)
    assert (fork.folder / "outputs" / "1.out").read_text() == "long"
    assert fork.start.parent == session.id
    assert fork.request().input == session.request().input
    turn(fork, "on", said("and on"))
    assert session.request().input == (user("hello"), said("hi"))
    assert [each.turn for each in fork.turns()] == [1, 2]
    fork.close()
    again = Session.load(tmp_path, fork.id)
    assert again.turns() == fork.turns()


@pytest.mark.parametrize(
    ("budget", "limit", "allowed", "used"),
    [
        (Budget(steps=2), "steps", 2.0, 2.0),
        (Budget(dollars=0.5), "dollars", 0.5, 0.5),
    ],
)
def test_a_budget_is_counted_an_order(
    tmp_path: Path, budget: Budget, limit: str, allowed: float, used: float
) -> None:
    session = begun(tmp_path, budget)
    session.record(TurnStarted(turn=1, prompt="a"))
    session.record(SPENT)
    assert not session.over_budget()
    session.record(SPENT)
    assert session.over_budget()
    exhausted = session.exhausted()
    assert exhausted == Exhausted(limit=exhausted.limit, allowed=allowed, used=used)
    assert exhausted.limit == limit
    session.record(TurnStarted(turn=2, prompt="b"))
    assert not session.over_budget()


def test_a_time_budget_is_counted_from_the_order(tmp_path: Path) -> None:
    session = begun(tmp_path, Budget(seconds=0.0))
    session.record(TurnStarted(turn=1, prompt="a"))
    assert session.over_budget()
    assert session.exhausted().limit == "seconds"


def test_undo_puts_back_code_and_conversation(tmp_path: Path) -> None:
    async def scene() -> None:
        session = begun(tmp_path)
        snapshots = Snapshots(session.folder, session.workspace)
        file = session.workspace / "a"
        for number in (1, 2, 3):
            tree = await snapshots.take()
            file.write_text(f"after {number}")
            turn(session, f"order {number}", said("ok"), tree=tree)
            snapshots.remember(await snapshots.take())
        assert await undo(session, snapshots) == Undone(sequence_number=13, turn=3)
        assert file.read_text() == "after 2"
        await undo(session, snapshots, 1)
        assert not file.exists()
        assert session.request().input == ()
        assert session.turns() == ()
        assert session.next_turn() == 4
        session.close()
        assert Session.load(tmp_path, session.id).request().input == ()

    asyncio.run(scene())


def test_undo_refuses_to_lose_the_persons_own_changes(tmp_path: Path) -> None:
    async def scene() -> None:
        session = begun(tmp_path)
        snapshots = Snapshots(session.folder, session.workspace)
        tree = await snapshots.take()
        turn(session, "order", said("ok"), tree=tree)
        snapshots.remember(await snapshots.take())
        (session.workspace / "mine").write_text("precious")
        with pytest.raises(RefusedError, match="since the last turn ended: mine"):
            await undo(session, snapshots)
        await undo(session, snapshots, force=True)
        assert not (session.workspace / "mine").exists()

    asyncio.run(scene())


def test_undo_of_a_turn_that_is_not_there_is_said(tmp_path: Path) -> None:
    async def scene() -> None:
        session = begun(tmp_path)
        snapshots = Snapshots(session.folder, session.workspace)
        with pytest.raises(UsageError, match="no turn 7"):
            await undo(session, snapshots, 7)
        with pytest.raises(UsageError, match="nothing left to undo"):
            await undo(session, snapshots)
        turn(session, "order")
        with pytest.raises(RefusedError, match="has no snapshot"):
            await undo(session, snapshots)

    asyncio.run(scene())


def test_turns_are_listed_with_their_verdicts(tmp_path: Path) -> None:
    session = begun(tmp_path)
    turn(session, "one")
    session.record(TurnStarted(turn=2, prompt="two", tree="t"))
    assert session.turns() == (
        Turn(turn=1, prompt="one", tree=None, verdict="answered"),
        Turn(turn=2, prompt="two", tree="t", verdict=""),
    )
    assert session.open_turn() == TurnStarted(sequence_number=4, turn=2, prompt="two", tree="t")


def test_five_thousand_items_come_back(tmp_path: Path) -> None:
    session = begun(tmp_path)
    for number in range(2_500):
        session.record(OutputItemDone(item=said(f"number {number} " * 20)))
        session.record(ItemAdded(item=user("go on")))
    session.close()
    again = Session.load(tmp_path, session.id)
    assert len(again.request().input) == 5_000
    assert isinstance(again.events[0], SessionStarted)
