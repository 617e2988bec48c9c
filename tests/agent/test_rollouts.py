"""Rollouts of the Codex CLI: samples of every age are read, and ours come back byte for byte."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quire.agent import projection
from quire.agent.rollouts import Rollout, read
from quire.agent.rollouts_write import place_of, written
from quire.errors import UsageError
from quire.protocol import items
from quire.protocol.events import Event, ItemEvent, OutputItemDone
from quire.protocol.items import Item, read_item
from quire.protocol.records import Compacted, ItemAdded, Receipt, SessionStarted, TurnStarted
from quire.store.log import Entry

AT = "2026-11-21T08:04:04.829Z"
START = SessionStarted(
    id="01a1fd22-485b-7192-b4ae-2f11dc0eccde", created=AT, workspace="/srv/shop",
    model="gpt-5.1-codex", version="0.1.0", settings={},
)  # fmt: skip


def message(role: str, text: str) -> dict[str, object]:
    """Return a message as Codex writes it."""
    kind = "output_text" if role == "assistant" else "input_text"
    return {"type": "message", "role": role, "content": [{"type": kind, "text": text}]}


def line(kind: str, payload: object, **more: object) -> bytes:
    """Return a line of a rollout."""
    return json.dumps({"timestamp": AT, "type": kind, "payload": payload, **more}).encode()


def said(text: str) -> bytes:
    """Return the event of a person's words."""
    return line("event_msg", {"type": "user_message", "message": text, "images": []})


HEAD = line("session_meta", {"id": "s-1", "timestamp": AT, "cwd": "/srv/shop", "git": None})
CONTEXT = line("turn_context", {"cwd": "/srv/shop", "model": "gpt-5.1-codex", "effort": "medium"})
CALL = {"type": "function_call", "name": "shell", "arguments": '{"command":["ls"]}',
        "call_id": "call_1"}  # fmt: skip
OUTPUT = {"type": "function_call_output", "call_id": "call_1", "output": "Exit code: 0"}
REASONING = {"type": "reasoning", "summary": [], "encrypted_content": "gAAAA="}
SURROUNDINGS = message("user", "<environment_context>\n  <cwd>/srv/shop</cwd>\n")


def item(payload: object, **more: object) -> bytes:
    """Return the line of an item."""
    return line("response_item", payload, **more)


def told(rollout: Rollout) -> list[object]:
    """Return what a rollout became: the names of records, and the items as JSON."""
    return [_shown(entry.event) for entry in rollout.entries]


def _shown(event: Event) -> object:
    if isinstance(event, ItemEvent):
        return json.loads(event.item.wire())
    return type(event).__name__


def test_a_session_of_the_launch_is_read() -> None:
    lines = (
        HEAD, item(SURROUNDINGS), CONTEXT, item(message("user", "list it")), said("list it"),
        item(REASONING), item(CALL), item(OUTPUT),
        item({"type": "ghost_snapshot", "ghost_commit": {"id": "abc"}}),
        line("event_msg", {"type": "token_count", "info": None}),
        item(message("assistant", "Done.")), line("event_msg", {"type": "agent_message"}),
    )  # fmt: skip
    rollout = read(b"\n".join(lines) + b"\n")
    assert (rollout.head.id, rollout.head.cwd, rollout.model) == (
        "s-1", "/srv/shop", "gpt-5.1-codex",
    )  # fmt: skip
    assert told(rollout) == [
        "TurnStarted", SURROUNDINGS, message("user", "list it"), REASONING, CALL, OUTPUT,
        message("assistant", "Done."), "Receipt",
    ]  # fmt: skip
    places = [e.event.output_index for e in rollout.entries if isinstance(e.event, OutputItemDone)]
    assert places == [0, 1, 0]
    assert rollout.skipped == 4


def test_a_session_of_today_is_read() -> None:
    own = {"internal_chat_message_metadata_passthrough": {"turn_id": "t"}}
    user = {"type": "UserMessage", "content": [{"type": "text", "text": "list it"}]}
    lines = (
        line("session_meta", {"id": "s-1", "session_id": "s-1", "cwd": "/srv/shop"}, ordinal=0),
        item({**message("developer", "skills"), **own}, ordinal=1, metadata={}),
        line("world_state", {"full": True, "state": {}}, ordinal=2),
        item({**message("user", "list it"), **own}, ordinal=3),
        line("event_msg", {"type": "item_completed", "item": user}),
        item({**CALL, **own}), line("token_usage_record", {"usage": {}}),
        item({**OUTPUT, **own}), item({"type": "of_tomorrow", "x": 1}),
    )  # fmt: skip
    rollout = read(b"\n".join(lines))
    assert told(rollout) == [
        "TurnStarted", message("developer", "skills"), message("user", "list it"), CALL, OUTPUT,
        {"type": "of_tomorrow", "x": 1},
    ]  # fmt: skip


def test_a_session_without_a_frame_is_read() -> None:
    lines = ({"id": "s-0", "timestamp": AT, "instructions": None}, SURROUNDINGS,
             message("user", "list it"), message("assistant", "Done."))  # fmt: skip
    rollout = read(b"\n".join(json.dumps(each).encode() for each in lines))
    assert rollout.head.id == "s-0"
    assert told(rollout) == ["TurnStarted", *lines[1:], "Receipt"]


@pytest.mark.parametrize("kept", [True, False])
def test_a_compacted_session_goes_on_from_its_summary(kept: bool) -> None:
    history = [message("user", "one"), message("user", "Summary: all done.")]
    shorter = {"message": "Summary: all done.", "replacement_history": history if kept else None}
    lines = (HEAD, item(message("user", "one")), said("one"), item(message("assistant", "1")),
             line("compacted", shorter), item(message("user", "two")), said("two"))  # fmt: skip
    events = [entry.event for entry in read(b"\n".join(lines)).entries]
    shown = [json.loads(each.wire()) for each in projection.conversation(events)]
    assert shown == [*history, message("user", "two")]


def test_a_call_without_output_is_not_carried_out_again() -> None:
    lines = (HEAD, item(message("user", "go")), said("go"), item(CALL))
    events = [entry.event for entry in read(b"\n".join(lines)).entries]
    conversation = projection.conversation(events)
    assert items.pending_calls(conversation) == ()
    last = conversation[-1]
    assert isinstance(last, items.FunctionCallOutput)
    assert items.text_of(last.output).startswith("[The session was brought over while this call")
    assert not any(isinstance(event, Receipt) for event in events)  # so it can be gone on with


def test_turns_that_were_rolled_back_are_undone() -> None:
    back = line("event_msg", {"type": "thread_rolled_back", "num_turns": 1})
    turns = [(item(message("user", t)), said(t), item(message("assistant", t))) for t in "abc"]
    lines = (HEAD, *turns[0], *turns[1], back, *turns[2])
    events = [entry.event for entry in read(b"\n".join(lines)).entries]
    shown = [json.loads(each.wire()) for each in projection.conversation(projection.live(events))]
    assert shown == [message(role, t) for t in "ac" for role in ("user", "assistant")]


def test_a_torn_last_line_is_left_out_and_another_one_is_named() -> None:
    whole = b"\n".join((HEAD, item(message("user", "go"))))
    assert told(read(whole + b'\n{"timestamp":"20')) == ["TurnStarted", message("user", "go")]
    with pytest.raises(UsageError, match="Line 2 is no JSON object"):
        read(HEAD + b"\n{torn\n" + item(CALL) + b"\n")
    with pytest.raises(UsageError, match="holds no session"):
        read(b"")


def session(turns: Sequence[tuple[str, Sequence[Item]]]) -> list[Entry]:
    """Return the log of a session of these turns: each an order and what follows it."""
    events: list[Event] = [START]
    for number, (prompt, rest) in enumerate(turns, start=1):
        events.append(TurnStarted(turn=number, prompt=prompt))
        events.append(ItemAdded(item=items.developer("<environment_context>")))
        events.append(ItemAdded(item=items.user(prompt)))
        place = 0
        for each in rest:
            if isinstance(each, items.Output):
                place = 0
                events.append(ItemAdded(item=each))
            else:
                events.append(OutputItemDone(output_index=place, item=each))
                place += 1
    return [Entry(at=AT, event=e.numbered(n)) for n, e in enumerate(events)]


TEXT = st.text(max_size=20)
BLANK = st.sampled_from(["", " ", "  "])


@st.composite
def pairs(draw: st.DrawFn) -> list[Item]:
    """Return a call and its output, or a message, in bytes of many forms."""
    name, text, blank = draw(st.uuids()), json.dumps(draw(TEXT)), draw(BLANK)
    kind = draw(st.sampled_from(["message", "function", "custom", "shell", "patch", "thought"]))
    ident = f'"call_id":{blank}"{name}"'
    forms = {
        "message": ['{"type":"message","role":"assistant","content":[{"type":"output_text",'
                    f'"text":{text},"annotations":[],{blank}"logprobs":[]}}],"new_field":{text}}}'],
        "function": [f'{{"type":"function_call",{ident},"name":"f","arguments":{text}}}',
                     f'{{"type":"function_call_output",{ident},"output":{text},"z":[1.0]}}'],
        "custom": [f'{{"type":"custom_tool_call",{ident},"name":"apply_patch","input":{text}}}',
                   f'{{"type":"custom_tool_call_output",{blank}{ident},"output":{text}}}'],
        "shell": [f'{{"type":"shell_call",{ident},"action":{{"commands":[{text}]}}}}',
                  f'{{"type":"shell_call_output",{ident},"output":[{{"stdout":{text},"stderr":"",'
                  '"outcome":{"type":"exit","exit_code":0}}]}'],
        "patch": [f'{{"type":"apply_patch_call",{ident},"operation":{{"type":"create_file",'
                  f'"path":"a","diff":{text}}}}}',
                  f'{{"type":"apply_patch_call_output",{ident},"status":"completed"}}'],
        "thought": [f'{{"type":"reasoning","summary":[],"encrypted_content":{text}}}',
                    '{"type":"message","role":"assistant","content":[]}'],
    }  # fmt: skip
    return [read_item(form.encode()) for form in forms[kind]]


PROMPTS = TEXT.map(lambda text: f"do {text}".strip())
TURNS = st.lists(
    st.tuples(
        PROMPTS, st.lists(pairs(), max_size=4).map(lambda many: list(chain.from_iterable(many)))
    ),
    max_size=4,
)


@given(TURNS)
def test_items_come_back_byte_for_byte(turns: list[tuple[str, list[Item]]]) -> None:
    before = session(turns)
    rollout = read(b"".join(written(before)))
    ours = [e.event for e in before]
    theirs = [e.event for e in rollout.entries]
    assert [e.item.wire() for e in theirs if isinstance(e, ItemEvent)] == [
        e.item.wire() for e in ours if isinstance(e, ItemEvent)
    ]
    assert [i.wire() for i in projection.conversation(theirs)] == [
        i.wire() for i in projection.conversation(ours)
    ]
    assert [t.prompt for t in projection.turns(theirs)] == [prompt for prompt, _ in turns]
    assert rollout.head.id == START.id


def test_codex_is_given_the_forms_that_it_knows() -> None:
    native = [
        '{"type":"shell_call","call_id":"c1","action":{"commands":["ls","pwd"]}}',
        '{"type":"shell_call_output","call_id":"c1","output":[{"stdout":"a","stderr":"b",'
        '"outcome":{"type":"exit","exit_code":2}}]}',
        '{"type":"apply_patch_call","call_id":"c2","operation":{"type":"create_file","path":"a.py",'
        '"diff":"+x = 1\\n"}}',
        '{"type":"apply_patch_call_output","call_id":"c2","status":"completed"}',
        '{"type":"message","role":"user","content":"and now?"}',
    ]
    lines = list(written(session([("go", [read_item(each.encode()) for each in native])])))
    found = [json.loads(each) for each in lines]
    known = [each["payload"] for each in found if "quire" in each]
    patch = "*** Begin Patch\n*** Add File: a.py\n+x = 1\n*** End Patch"
    assert known == [
        {"type": "function_call", "call_id": "c1", "name": "shell_command",
         "arguments": '{"command":"ls\\npwd"}'},
        {"type": "function_call_output", "call_id": "c1", "output": "Exit code: 2\nOutput:\nab"},
        {"type": "custom_tool_call", "call_id": "c2", "name": "apply_patch", "input": patch},
        {"type": "custom_tool_call_output", "call_id": "c2", "output": "completed"},
        message("user", "and now?"),
    ]  # fmt: skip
    name = "2026/11/21/rollout-2026-11-21T08-04-04-01a1fd22-485b-7192-b4ae-2f11dc0eccde.jsonl"
    assert str(place_of(START)) == name


def test_what_was_compacted_stays_so() -> None:
    entries = session([("one", [read_item(json.dumps(message("assistant", "1")).encode())])])
    kept = (message("user", "Summary"),)
    record = Compacted(items=kept, through=2, reason="window", before=9, after=1)
    entries.append(Entry(at=AT, event=record.numbered(len(entries))))
    rollout = read(b"".join(written(entries)))
    values = [
        [json.loads(i.wire()) for i in projection.conversation(e.event for e in each)]
        for each in (entries, rollout.entries)
    ]
    assert values[0] == values[1]
    assert len(values[0]) == 3
