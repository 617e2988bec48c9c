"""What a log means."""

from __future__ import annotations

import pytest

from quire.agent import projection
from quire.protocol import items
from quire.protocol.events import (
    Completed,
    Created,
    ErrorEvent,
    Event,
    Failed,
    Incomplete,
    OutputItemAdded,
    OutputItemDone,
    TextDelta,
)
from quire.protocol.items import Item, Reasoning, ShellAction, ShellCall, user
from quire.protocol.records import (
    CommandEnded,
    CommandOutput,
    CommandStarted,
    ItemAdded,
    Notice,
    PatchStarted,
    TurnStarted,
    Undone,
)
from quire.protocol.responses import Response

RESPONSE = Response(id="r", status="completed")
CALL = ShellCall(call_id="c", action=ShellAction(commands=("ls",)))
OUTPUT = items.ShellCallOutput(call_id="c", output=())


def thought(number: int) -> Reasoning:
    """Return a reasoning item."""
    return Reasoning(id=f"rs_{number}", summary=(), encrypted_content="x")


def answer(*output: Item) -> list[Event]:
    """Return the items of one answer."""
    return [OutputItemDone(output_index=place, item=item) for place, item in enumerate(output)]


NOW, SOON, LATER, NEVER = "now", "soon", "later", "never"


@pytest.mark.parametrize(
    ("event", "kept"),
    [
        (TextDelta(item_id="i", output_index=0, content_index=0, delta="x"), NEVER),
        (Created(response=RESPONSE), NEVER),
        (Completed(response=RESPONSE), NEVER),
        (OutputItemAdded(item=CALL), NEVER),
        (CommandOutput(call_id="c", index=0, stream="stdout", text="x"), NEVER),
        (OutputItemDone(item=CALL), LATER),
        (OutputItemDone(item=items.Message(role="assistant", content="a")), SOON),
        (ItemAdded(item=OUTPUT), SOON),
        (CommandStarted(call_id="c", index=0, command="ls"), NOW),
        (PatchStarted(call_id="c", changes=()), NOW),
        (TurnStarted(turn=1, prompt="p"), SOON),
        (Failed(response=RESPONSE), LATER),
        (Incomplete(response=RESPONSE), LATER),
        (ErrorEvent(message="m"), LATER),
        (Notice(level="info", text="t"), LATER),
    ],
)
def test_what_is_kept_and_when_it_is_on_the_disk(event: Event, kept: str) -> None:
    facts = (
        projection.is_logged(event),
        projection.is_durable(event),
        projection.is_wanted_soon(event),
    )
    assert facts == (kept != NEVER, kept == NOW, kept == SOON)


def test_undone_turns_do_not_count() -> None:
    turns: list[Event] = [TurnStarted(turn=number, prompt="p") for number in (1, 2, 3)]
    notice = Notice(level="info", text="t")
    assert projection.live([notice, *turns, Undone(turn=2)]) == (notice, turns[0])
    assert projection.live([*turns, Undone(turn=1), notice]) == (notice,)
    later = TurnStarted(turn=4, prompt="p")
    assert projection.live([*turns, Undone(turn=3), later, Undone(turn=2)]) == (turns[0],)


def test_reasoning_of_a_cut_answer_is_not_sent_again() -> None:
    cut, whole = thought(1), thought(2)
    events = [ItemAdded(item=user("p")), *answer(cut), *answer(whole, CALL), ItemAdded(item=OUTPUT)]
    assert projection.conversation(events) == (user("p"), whole, CALL, OUTPUT)
    assert projection.conversation([*events, *answer(cut)]) == (user("p"), whole, CALL, OUTPUT)
    both = answer(cut, whole, CALL)
    assert projection.conversation(both) == (cut, whole, CALL)
    assert projection.conversation([]) == ()


def test_what_a_call_left_counts_from_its_last_output() -> None:
    start = CommandStarted(call_id="c", index=0, command="ls")
    end = CommandEnded(
        call_id="c", index=0, command="ls", exit_code=0, timed_out=False, seconds=0.0
    )
    other = CommandStarted(call_id="d", index=0, command="rm")
    events: list[Event] = [start, end, other]
    assert projection.begun(events, CALL) == (start, end)
    events += [ItemAdded(item=OUTPUT)]
    assert projection.begun(events, CALL) == ()
    assert projection.begun([*events, start], CALL) == (start,)
