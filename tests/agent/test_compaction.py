"""What a conversation becomes when it outgrows its model."""

from __future__ import annotations

import asyncio
import itertools
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from quire.agent import projection
from quire.agent.compaction import Window, compacted, is_due
from quire.agent.compaction_record import RECORD
from quire.agent.compaction_sizes import tokens
from quire.agent.projection import Profile
from quire.agent.session import Session
from quire.models.script import Script
from quire.models.scripted import Scripted
from quire.protocol import items, records
from quire.protocol.events import Event, ItemEvent, OutputItemDone
from quire.protocol.items import FunctionCall, FunctionCallOutput, Item, developer, text_of, user
from quire.protocol.pairing import check_pairs
from quire.protocol.records import (
    Answered,
    Change,
    Compacted,
    ItemAdded,
    PatchEnded,
    Receipt,
    TurnStarted,
    Undone,
)
from quire.protocol.responses import Usage
from quire.tools.outputs import Outputs

PROFILE = Profile(model="m", instructions="Be good.", tools=({"name": "read_output"},))
SMALL = Window(tokens=4_000)
LINES = "a line of output\n" * 60


def numbered(events: list[Event]) -> list[Event]:
    """Return events as a log numbers them."""
    return [event.numbered(number) for number, event in enumerate(events)]


def step(number: int, output: str = LINES) -> list[Event]:
    """Return one call, with thoughts before it, and its output."""
    call = FunctionCall(id=f"fc_{number}", call_id=f"c{number}", name="look", arguments="{}")
    thought = items.Reasoning(id=f"rs_{number}", summary=(), encrypted_content="x" * 40)
    return [
        OutputItemDone(output_index=0, item=thought),
        OutputItemDone(output_index=1, item=call),
        ItemAdded(item=FunctionCallOutput(call_id=call.call_id, output=output)),
    ]


def order(number: int, *context: str, words: str = "") -> list[Event]:
    """Return the records that begin a turn."""
    words = words or f"order {number}"
    told = [ItemAdded(item=developer(text)) for text in context]
    return [TurnStarted(turn=number, prompt=words), *told, ItemAdded(item=user(words))]


def shown(events: list[Event]) -> str:
    """Return what a model would be shown, as text."""
    return b"\n".join(item.wire() for item in projection.conversation(events)).decode()


def filled(tmp_path: Path, steps: int = 12) -> Session:
    """Return a session with one order and some steps."""
    session = Session.create(tmp_path, tmp_path, PROFILE)
    for event in order(1, "Rules:\nbe brief"):
        session.record(event)
    for number in range(steps):
        for event in step(number):
            session.record(event)
    return session


def test_a_conversation_within_its_window_is_left_alone(tmp_path: Path) -> None:
    events = numbered([*order(1), *step(1)])
    assert not is_due(events, PROFILE, SMALL)
    assert not is_due(events, PROFILE, Window())
    assert compacted(events, PROFILE, SMALL) is None
    assert compacted([], PROFILE, SMALL) is None
    session = filled(tmp_path, steps=1)
    assert session.compact_now() is None


def test_the_share_of_the_window_decides() -> None:
    events = numbered([*order(1), *(event for n in range(9) for event in step(n))])
    count = tokens(events, PROFILE)
    assert is_due(events, PROFILE, Window(tokens=count, share=1.0))
    assert not is_due(events, PROFILE, Window(tokens=count + 1, share=1.0))
    assert is_due(events, PROFILE, Window(tokens=count + 1))


def test_a_report_of_the_upstream_corrects_the_estimate() -> None:
    events = numbered([*order(1), *step(1)])
    count = tokens(events, PROFILE)
    usage = Usage(input_tokens=2 * count - 10, output_tokens=10)
    answered = Answered(response_id="r", model="m", usage=usage, seconds=1.0)
    assert tokens([*events, answered], PROFILE) == 2 * count
    assert is_due([*events, answered], PROFILE, Window(tokens=2 * count, share=1.0))
    assert not is_due([*events, answered], PROFILE, Window(tokens=2 * count + 1, share=1.0))
    assert not is_due(events, PROFILE, Window(tokens=2 * count, share=1.0))
    wild = Answered(response_id="r", model="m", usage=Usage(input_tokens=10**9), seconds=1.0)
    assert tokens([*events, wild], PROFILE) in range(3 * count - 2, 3 * count + 3)
    assert not is_due([*events, wild], PROFILE, Window(tokens=3 * count + 3, share=1.0))
    silent = Answered(response_id="r", model="m", usage=Usage(), seconds=1.0)
    assert tokens([*events, silent], PROFILE) == count


def test_the_catalogue_knows_the_window(tmp_path: Path) -> None:
    profile = Profile(model="gpt-5.1-codex")
    session = Session.create(tmp_path, tmp_path, profile)
    for event in [*order(1), *step(1, "x" * 920_000), *step(2)]:
        session.record(event)

    async def compactions() -> list[Event]:
        return [event async for event in session.compact(Scripted(Script(answer=())))]

    assert asyncio.run(compactions()) == []
    session.record(ItemAdded(item=user("y" * 12_000)))
    (record,) = asyncio.run(compactions())
    assert isinstance(record, Compacted)
    assert record.before > 0.85 * 272_000 > record.after


def test_old_steps_become_notes_and_the_last_ones_stay_whole(tmp_path: Path) -> None:
    session = filled(tmp_path)
    before = session.request()
    made = session.compact_now()
    assert made is not None
    assert made.reason == "asked"
    after = session.request()
    assert after.input[:2] == before.input[:2]
    whole = [item for item in after.input[2:] if item in before.input]
    assert whole == list(before.input[-len(whole) :])
    assert len(whole) >= 3
    assert tokens(session.events, PROFILE) == made.after < made.before
    session.record(ItemAdded(item=user("and now?")))
    assert session.request().input == (*after.input, user("and now?"))


def test_the_whole_past_can_be_read_by_pages(tmp_path: Path) -> None:
    session = filled(tmp_path)
    session.record(ItemAdded(item=user("remember the milk")))
    assert session.compact_now() is not None
    assert RECORD in shown(list(session.events))
    outputs = Outputs(session.folder / "outputs", 8_000)
    pages = [outputs.page(RECORD, number) for number in (1, 2)]
    assert "1 of 2" in pages[0]
    assert "be brief" in pages[0]
    assert "remember the milk" in pages[1]
    whole = (session.folder / "outputs" / RECORD).read_text()
    assert whole.count("a line of output") == 12 * 60


def test_a_model_without_pages_is_told_of_none() -> None:
    events = numbered([*order(1), *(event for n in range(12) for event in step(n))])
    record = compacted(events, Profile(model="m"), SMALL)
    assert record is not None
    assert RECORD not in shown([*events, record])


def test_one_step_that_is_too_large_is_cut_in_the_middle() -> None:
    huge = "first words\n" + "x" * 60_000 + "\nlast words"
    events = numbered([*order(1), *step(1), *step(2, huge)])
    record = compacted(events, PROFILE, SMALL)
    assert record is not None
    assert record.after < 4_000
    output = projection.conversation([*events, record])[-1]
    assert isinstance(output, FunctionCallOutput)
    text = text_of(output.output) if not isinstance(output.output, str) else output.output
    assert text.startswith("first words")
    assert text.endswith("last words")
    assert "characters left out" in text
    check_pairs(projection.conversation([*events, record]))


def test_an_order_that_is_too_large_is_cut_and_an_image_goes() -> None:
    picture = items.Part(type="input_image", image_url="data:image/png;base64," + "A" * 90_000)
    words = items.Part(type="input_text", text="begin " + "y" * 90_000 + " end")
    message = items.Message(role="user", content=(words, picture))
    events = numbered([TurnStarted(turn=1, prompt="p"), ItemAdded(item=message)])
    record = compacted(events, PROFILE, SMALL)
    assert record is not None
    assert record.before < 30_000  # an image does not count by the size of its file
    text = shown([*events, record])
    assert "begin yy" in text
    assert "yy end" in text
    assert "[an image, left out]" in text


def test_words_of_the_person_are_cut_from_the_oldest_but_the_first_and_the_last_stay() -> None:
    turns = [event for n in range(1, 60) for event in order(n, words=f"wish {n}: " + "please " * 9)]
    events = numbered([*turns, *(event for n in range(30) for event in step(n))])
    record = compacted(events, PROFILE, SMALL)
    assert record is not None
    told = projection.conversation([*events, record])
    first, marker, *others = [
        text_of(item.content) for item in told if isinstance(item, items.Message)
    ]
    assert first.startswith("wish 1: ")
    assert "messages that came here" in marker
    assert others[-2].startswith("wish 59: ")
    assert others[-1].startswith("<session_notes>")
    assert others[0] not in marker


def test_only_the_last_version_of_the_surroundings_stays() -> None:
    first = order(1, "Rules:\nold", "<environment_context>\nmonday")
    second = order(2, "<environment_context>\ntuesday")
    events = numbered([*first, *step(1), *second, *(e for n in range(2, 12) for e in step(n))])
    record = compacted(events, PROFILE, SMALL)
    assert record is not None
    text = shown([*events, record])
    assert "monday" not in text
    assert text.index("Rules:") < text.index("tuesday") < text.index("order 1")


def test_calls_without_records_are_noted_and_so_is_that_something_is_gone() -> None:
    events = numbered([*order(1), *(event for n in range(12) for event in step(n))])
    record = compacted(events, PROFILE, SMALL)
    assert record is not None
    text = shown([*events, record])
    gone = 12 - text.count("function_call_output")
    assert gone > 5
    assert f"look {{}} ({gone} times)" in text


def test_a_plan_that_is_still_shown_is_not_noted() -> None:
    arguments = '{"plan":[{"step":"dig deep","status":"in_progress"}]}'
    call = FunctionCall(call_id="p", name="update_plan", arguments=arguments)
    plan: list[Event] = [
        OutputItemDone(item=call),
        ItemAdded(item=FunctionCallOutput(call_id="p", output="Plan updated")),
    ]
    old = [event for n in range(12) for event in step(n)]
    for events in (numbered([*order(1), *old, *plan]), numbered([*order(1), *plan, *old])):
        record = compacted(events, PROFILE, SMALL)
        assert record is not None
        assert shown([*events, record]).count("dig deep") == 1


def patched(path: str, line: str) -> list[Event]:
    """Return the record of a patch that adds a line to a file."""
    diff = f"--- a/{path}\n+++ b/{path}\n@@ -1 +1,2 @@\n one\n+{line}\n"
    change = Change(path, "update")
    return [
        PatchEnded(call_id="p", changes=(change,), status="completed", message="Done!", diff=diff)
    ]


def test_changes_that_were_taken_back_are_told_as_such() -> None:
    both = (Change("gone.py", "update"), Change("new.py", "add"))
    events = numbered(
        [
            *order(1),
            *patched("gone.py", "wrong"),
            Receipt(verdict="not_fixed", summary="Still failing: t.", files=both, restored=True),
            *order(2),
            *patched("kept.py", "right"),
            *patched("kept.py", "and more"),
            Receipt(verdict="done", summary="", files=(Change("by_shell.py", "add"),)),
            *order(3),
            *(event for n in range(20) for event in step(n)),
        ]
    )
    record = compacted(events, PROFILE, SMALL)
    assert record is not None
    notes = shown([*events, record]).replace("\\n", "\n")
    assert "changes of gone.py, new.py taken back: Still failing: t." in notes
    assert "wrong" not in notes
    assert "kept.py (update, +2 -0)\n@@ -1 +1,2 @@\n one\n+right\n@@" in notes
    assert "\nby_shell.py (add)\n" in notes


def test_the_engine_is_never_compacted(tmp_path: Path) -> None:
    session = Session.create(tmp_path, tmp_path, Profile(model="quire/standard"))
    for event in [*order(1), *(event for n in range(20) for event in step(n))]:
        session.record(event)
    session.window = SMALL
    assert session.compact_now() is None
    session.close()


def test_undo_goes_back_across_a_compaction(tmp_path: Path) -> None:
    session = filled(tmp_path)
    before = session.request()
    for event in order(2):
        session.record(event)
    assert session.compact_now() is not None
    assert session.request().input != before.input
    session.record(Undone(turn=2))
    assert session.request() == before
    assert session.compact_now() is not None
    smaller = session.request()
    for event in order(3):
        session.record(event)
    session.record(Undone(turn=3))
    assert session.request() == smaller
    session.close()


def test_a_session_and_its_fork_are_loaded_with_their_compaction(tmp_path: Path) -> None:
    session = filled(tmp_path)
    session.compact_now()
    session.close()
    again = Session.load(tmp_path, session.id)
    assert again.request() == session.request()
    fork = Session.fork(tmp_path, session.id)
    assert fork.request().input == session.request().input
    for number in range(20, 40):
        for event in step(number):
            fork.record(event)
    assert fork.compact_now() is not None
    kept = (session.folder / "outputs" / RECORD).read_text()
    assert len(kept) < len((fork.folder / "outputs" / RECORD).read_text())
    fork.close()
    again.close()


@st.composite
def logs(draw: st.DrawFn) -> tuple[list[Event], list[int]]:
    """Draw a log in which every call is answered in the end, and places to compact it at."""
    events: list[Event] = []
    for number in range(draw(st.integers(1, 10))):
        if number == 0 or draw(st.integers(0, 4)) == 0:
            events += order(number + 1, *draw(st.sampled_from([(), ("Rules:\nx",)])))
        events += draw(answers(number))
    return numbered(events), draw(st.lists(st.integers(1, len(events)), max_size=3))


@st.composite
def answers(draw: st.DrawFn, number: int) -> list[Event]:
    """Draw one answer of a model, cut or whole, and the outputs of its calls."""
    thought = items.Reasoning(id=f"rs_{number}", summary=(), encrypted_content="x")
    said = items.Message(role="assistant", content=(items.output_text("so " * 99),))
    calls = [_call(number, place) for place in range(draw(st.integers(0, 3)))]
    parts: list[Item] = [*[thought] * draw(st.integers(0, 1)), *[said] * draw(st.integers(0, 1))]
    told: list[Event] = [
        OutputItemDone(output_index=place, item=item) for place, item in enumerate([*parts, *calls])
    ]
    for call in draw(st.permutations(calls)):
        told.append(records.CommandStarted(call_id=call.call_id, index=0, command="ls"))
        if draw(st.booleans()):
            told.append(ItemAdded(item=user("a word in between " * 20)))
        size = draw(st.sampled_from([1, 60, 600]))
        told.append(ItemAdded(item=_output(call, LINES[: 16 * size])))
    return told


def _call(number: int, place: int) -> items.Call:
    name = f"c{number % 4}_{place}"  # ids that come again, as some upstreams have them
    if place == 1:
        return items.CustomToolCall(call_id=name, name="apply_patch", input="x")
    if place == 2:
        return items.ShellCall(call_id=name, action=items.ShellAction(commands=("ls",)))
    return FunctionCall(call_id=name, name="look", arguments="{}")


def _output(call: items.Call, text: str) -> Item:
    if isinstance(call, items.CustomToolCall):
        return items.CustomToolCallOutput(call_id=call.call_id, output=text)
    if isinstance(call, items.ShellCall):
        result = items.ShellResult(stdout=text, stderr="", outcome=items.Exit(0))
        return items.ShellCallOutput(call_id=call.call_id, output=(result,))
    return FunctionCallOutput(call_id=call.call_id, output=text)


@settings(max_examples=150, deadline=None)
@given(logs())
def test_a_log_compacted_anywhere_gives_requests_that_upstreams_take(
    drawn_log: tuple[list[Event], list[int]],
) -> None:
    events, places = drawn_log
    check_pairs(projection.conversation(events))
    for place in sorted(places, reverse=True):
        record = compacted(events[:place], PROFILE, Window(tokens=1_000))
        if record is not None:
            _check_no_answer_is_torn(events[:place], record.through)
            events = [*events[:place], record, *events[place:]]
    check_pairs(projection.conversation(events))
    for end in range(1, len(events)):
        _check_unless_waiting(projection.conversation(events[:end]))


def _check_unless_waiting(conversation: tuple[Item, ...]) -> None:
    if not items.pending_calls(conversation):
        check_pairs(conversation)


def _check_no_answer_is_torn(events: list[Event], through: int) -> None:
    told = [event for event in events if isinstance(event, ItemEvent)]
    for before, after in itertools.pairwise(told):
        if before.sequence_number <= through < after.sequence_number:
            assert not projection.same_answer(before, after)
