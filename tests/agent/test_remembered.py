"""What a session keeps in memory of its log: two conversations, and of the rest what notes need."""

from __future__ import annotations

from pathlib import Path

from quire.agent.compaction import Reason
from quire.agent.compaction_past import MOST, thinned
from quire.agent.compaction_record import RECORD, keep_record
from quire.agent.projection import Profile
from quire.agent.remembered import Remembered
from quire.agent.session import Session
from quire.protocol import items
from quire.protocol.events import Event, OutputItemDone
from quire.protocol.items import FunctionCall, FunctionCallOutput, Item, user
from quire.protocol.records import (
    Answered,
    CommandEnded,
    CommandStarted,
    Compacted,
    ItemAdded,
    Notice,
    SessionStarted,
    TurnStarted,
    Undone,
)
from quire.protocol.responses import Usage
from quire.store.log import Log

START = SessionStarted(id="s", created="", workspace="/w", model="m", version="0", settings={})


SPENT = Answered(response_id="r", model="m", usage=Usage(), seconds=1.0)


def written(log: Log, events: list[Event]) -> list[Event]:
    """Number events, write them, and return them."""
    numbered = [event.numbered(number) for number, event in enumerate(events)]
    for event in numbered:
        log.append(event)
    return numbered


def shortened(through: int, reason: Reason = "window", before: int = 900) -> Compacted:
    """Return the record of a compaction."""
    item = {"type": "message", "role": "user", "content": f"notes up to {through}"}
    return Compacted(items=(item,), through=through, reason=reason, before=before, after=10)


def said(text: str) -> OutputItemDone:
    """Return a model's word."""
    return OutputItemDone(item=items.Message(role="assistant", content=(items.output_text(text),)))


def story() -> list[Event]:
    """Return an order during which the conversation was compacted three times."""
    events: list[Event] = [START, TurnStarted(turn=1, prompt="go"), ItemAdded(item=user("go"))]
    for number in range(3):
        events += [said(f"step {number}"), shortened(len(events))]
    return [*events, said("the last")]


def test_only_two_conversations_are_at_hand_and_the_log_holds_the_rest(tmp_path: Path) -> None:
    log = Log.create(tmp_path, "s")
    events = written(log, story())
    loaded, live = Remembered(log, events), Remembered(log, ())
    for event in events:
        live.add(event)
    for known in (loaded, live):
        assert known.recent == events[6:]
        assert known.earlier == [events[1], events[2], events[3], events[5]]
        assert list(known.all()) == events
        assert list(known.turn()) == events[1:]
        assert known.start == START
    spent = log.append(SPENT.numbered(len(events))).event
    loaded.add(spent)
    assert list(loaded.all()) == [*events, spent]


def test_what_was_undone_is_forgotten(tmp_path: Path) -> None:
    log = Log.create(tmp_path, "s")
    notice = Notice(level="info", text="known")
    before = [START, notice, TurnStarted(turn=1, prompt="a"), ItemAdded(item=user("a"))]
    events = written(log, [*before, *story()[1:], Undone(turn=1)])
    known = Remembered(log, events[:-1])
    assert known.earlier
    known.forget()
    assert (known.recent, known.earlier) == (events[:2], [])
    assert (known.knows("known"), known.knows("unknown")) == (True, False)


def test_the_size_that_an_upstream_refused_is_not_forgotten(tmp_path: Path) -> None:
    log = Log.create(tmp_path, "s")
    told = (shortened(0, "too_long", 700), shortened(1, "too_long", 800), *map(shortened, (2, 3)))
    events = written(log, [START, *told])
    known = Remembered(log, events)
    assert known.recent == events[3:]
    assert known.refused == 700


def test_of_the_past_the_newest_are_kept_and_every_word_of_the_person() -> None:
    def ran(number: int) -> list[Event]:
        call = FunctionCall(call_id=f"c{number}", name="shell", arguments="{}")
        start = CommandStarted(call_id=call.call_id, index=0, command=f"echo {number}")
        end = CommandEnded(
            call_id=call.call_id, index=0, command=start.command, exit_code=0,
            timed_out=False, seconds=0.0,
        )  # fmt: skip
        output: Item = FunctionCallOutput(call_id=call.call_id, output="x" * 999)
        return [OutputItemDone(item=call), start, end, ItemAdded(item=output)]

    words: list[Event] = [ItemAdded(item=user(f"wish {number}")) for number in range(MOST + 1)]
    runs = [event for number in range(MOST + 5) for event in ran(number)]
    kept = thinned([*words, *runs])
    assert kept == [*words, *(event for event in runs[20:] if isinstance(event, CommandEnded))]


def test_a_word_before_a_call_is_not_taken_for_the_last_one() -> None:
    call = FunctionCall(call_id="c", name="shell", arguments="{}")
    start = CommandStarted(call_id="c", index=0, command="ls")
    end = CommandEnded(
        call_id="c", index=0, command="ls", exit_code=0, timed_out=False, seconds=0.0
    )
    kept = thinned([said("now I look"), OutputItemDone(item=call), start, end])
    assert kept == [said("now I look"), OutputItemDone(item=items.Reasoning(summary=())), end]


def test_the_text_of_the_past_is_added_to_and_never_in_the_file_of_a_fork(tmp_path: Path) -> None:
    path = tmp_path / "outputs" / RECORD
    keep_record(path.parent, [ItemAdded(item=user("one"), sequence_number=1)])
    keep_record(path.parent, [ItemAdded(item=user("two"), sequence_number=2)], more=True)
    first = "## 1 user\none\n\n## 2 user\ntwo\n\n"
    assert path.read_text() == first
    (tmp_path / "fork").hardlink_to(path)
    keep_record(path.parent, [ItemAdded(item=user("three"), sequence_number=3)], more=True)
    assert path.read_text() == f"{first}## 3 user\nthree\n\n"
    assert (tmp_path / "fork").read_text() == first


def test_a_session_that_was_compacted_often_adds_each_word_once(tmp_path: Path) -> None:
    session = Session.create(tmp_path, tmp_path, Profile(model="m"))
    session.record(TurnStarted(turn=1, prompt="go"))
    session.record(ItemAdded(item=user("go")))
    for number in range(40):
        session.record(said(f"word {number}. " + "It is so. " * 200))
        if number % 10 == 9:
            assert session.compact_now() is not None
    text = (session.folder / "outputs" / RECORD).read_text()
    assert [text.count(f"word {number}.") for number in range(40)] == [1] * 40
    session.close()
