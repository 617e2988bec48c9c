"""What a narrated answer shows of its items: ids, statuses, whole parts, unknown fields."""

from __future__ import annotations

import msgspec
import pytest

from quire.protocol import events, items
from quire.protocol.events import type_of
from quire.protocol.items import Item, read_item
from quire.protocol.narration import PREFIXES, finished, narrate, new_id


def test_the_story_of_a_refusal() -> None:
    refusal = items.Part(type="refusal", refusal="no")
    answer = items.Message(id="msg_1", role="assistant", content=(refusal,), status="completed")
    told = list(narrate((answer,), model="m", response_id="resp_1"))
    where = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
    assert [msgspec.json.decode(event.wire()) for event in told[3:7]] == [
        {
            "type": "response.content_part.added",
            "sequence_number": 3,
            **where,
            "part": {"type": "refusal", "refusal": ""},
        },
        {"type": "response.refusal.delta", "sequence_number": 4, **where, "delta": "no"},
        {"type": "response.refusal.done", "sequence_number": 5, **where, "refusal": "no"},
        {
            "type": "response.content_part.done",
            "sequence_number": 6,
            **where,
            "part": {"type": "refusal", "refusal": "no"},
        },
    ]
    assert [event.sequence_number for event in told] == list(range(len(told)))


def test_the_story_of_a_shell_call() -> None:
    call = items.ShellCall(call_id="c", action=items.ShellAction(commands=("a", "b")))
    told = list(narrate((call,), model="m"))
    assert [type_of(event).removeprefix("response.") for event in told] == [
        "created",
        "in_progress",
        "output_item.added",
        *("shell_call_command.added", "shell_call_command.delta", "shell_call_command.done") * 2,
        "output_item.done",
        "completed",
    ]
    added, done = told[2], told[-2]
    assert isinstance(added, events.OutputItemAdded)
    assert isinstance(done, events.OutputItemDone)
    assert added.item == items.ShellCall(
        id=done.item.id,
        call_id="c",
        action=items.ShellAction(commands=()),
        status="in_progress",
    )


@pytest.mark.parametrize(
    ("item", "shown"),
    [
        (
            items.Message(id="m", role="assistant", content="hi"),
            items.Message(
                id="m", role="assistant", content=(items.output_text("hi"),), status="completed"
            ),
        ),
        (
            items.FunctionCall(id="f", call_id="c", name="f", arguments="", status="incomplete"),
            items.FunctionCall(id="f", call_id="c", name="f", arguments="", status="incomplete"),
        ),
        (items.Reasoning(id="r", summary=()), items.Reasoning(id="r", summary=())),
    ],
)
def test_a_finished_item_is_whole(item: Item, shown: Item) -> None:
    assert finished(item) == shown


@pytest.mark.parametrize("kind", ["of_next_year", "function_call"])
def test_an_item_that_gets_an_id_keeps_its_unknown_fields(kind: str) -> None:
    fields = {"type": kind, "later": [1], "call_id": "c", "name": "f", "arguments": "{}"}
    item = finished(read_item(msgspec.json.encode(fields)))
    whole = msgspec.json.decode(item.wire())
    assert str(item.id).startswith(PREFIXES.get(kind, "item_"))
    assert {**whole, "id": None} == {
        **fields,
        "id": None,
        **({"status": "completed"} if kind == "function_call" else {}),
    }


def test_ids_are_never_the_same() -> None:
    made = [new_id("x_") for _ in range(1_000)]
    assert (len(set(made)), {len(each) for each in made}) == (1_000, {34})
