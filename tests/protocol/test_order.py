"""The legal order of events, and the response they fold into."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from quire.errors import StreamBroken
from quire.protocol import events, items
from quire.protocol.events import Event, read_event
from quire.protocol.fold import fold
from quire.protocol.narration import narrate
from quire.protocol.order import Order
from quire.protocol.responses import Response, Usage, read_response

REASONING = items.Reasoning(id="rs_1", summary=(items.Part(type="summary_text", text="because"),))
MESSAGE = items.Message(
    id="msg_1", role="assistant", status="completed", content=(items.output_text("hi"),)
)
CALL = items.FunctionCall(id="fc_1", call_id="call_1", name="f", arguments="{}", status="completed")
SHELL = items.ShellCall(
    id="sh_1",
    call_id="call_2",
    action=items.ShellAction(commands=("ls", "pwd"), timeout_ms=1000),
    status="completed",
)
STORY = tuple(
    narrate(
        (REASONING, MESSAGE, CALL, SHELL),
        model="m",
        response_id="resp_1",
        usage=Usage(input_tokens=1, output_tokens=2, total_tokens=3),
    )
)
replace = msgspec.structs.replace


def accepted(story: tuple[Event, ...]) -> Order:
    order = Order()
    for number, event in enumerate(story):
        order.accept(event.numbered(number))
    order.close()
    return order


def index_of(kind: type[Event]) -> int:
    return next(place for place, event in enumerate(STORY) if isinstance(event, kind))


def without(kind: type[Event]) -> tuple[Event, ...]:
    place = index_of(kind)
    return STORY[:place] + STORY[place + 1 :]


def swapped(kind: type[Event], change: Callable[[Event], Event]) -> tuple[Event, ...]:
    place = index_of(kind)
    return (*STORY[:place], change(STORY[place]), *STORY[place + 1 :])


def with_other_item(event: Event) -> Event:
    assert isinstance(event, events.OutputItemDone)
    return replace(event, item=replace(REASONING, id="rs_2"))


def with_other_response(event: Event) -> Event:
    assert isinstance(event, events.Lifecycle)
    return replace(event, response=replace(event.response, id="resp_2"))


def test_a_narrated_answer_is_in_order() -> None:
    assert accepted(STORY).ended


def test_an_item_may_be_done_without_having_begun() -> None:
    done = tuple(event for event in STORY if isinstance(event, events.OutputItemDone))
    assert accepted((STORY[0], *done, STORY[-1])).ended


def test_unnumbered_events_are_taken() -> None:
    order = Order()
    for event in STORY:
        order.accept(event.numbered(0))
    assert order.ended


def test_an_error_may_come_before_the_failure() -> None:
    failed = events.Failed(response=Response(id="resp_1", status="failed"))
    assert accepted((*STORY[:4], events.ErrorEvent(message="no"), failed)).ended


@pytest.mark.parametrize(
    ("story", "words"),
    [
        (STORY[1:], "comes before 'response.created'"),
        (STORY[:1] * 2, "comes twice"),
        (STORY[:-1], "without 'response.completed'"),
        ((*STORY, STORY[-1]), "comes after the end"),
        (without(events.OutputItemAdded), "where no item is being made"),
        (without(events.ContentPartAdded), "fills content_index 0 of output 1"),
        (without(events.SummaryPartAdded), "fills summary_index 0 of output 0"),
        (without(events.CommandAdded), "fills command_index 0 of output 3"),
        (swapped(events.OutputItemDone, with_other_item), "ends reasoning 'rs_2'"),
        (swapped(events.InProgress, with_other_response), "names response 'resp_2'"),
        (swapped(events.Completed, with_other_response), "names response 'resp_2'"),
        (
            (*STORY[:3], *STORY[2:]),
            "begins output 0 twice",
        ),
        (
            swapped(events.TextDelta, lambda event: replace(event, item_id="msg_9")),
            "names item 'msg_9', output 1 is 'msg_1'",
        ),
        (
            (*STORY[:3], events.Completed(response=Response(id="resp_1", status="completed"))),
            "lacks the unfinished item 'rs_1'",
        ),
    ],
)
def test_what_official_readers_do_not_take_is_refused(story: tuple[Event, ...], words: str) -> None:
    with pytest.raises(StreamBroken) as caught:
        accepted(story)
    assert words in caught.value.message


def test_numbers_only_rise() -> None:
    order = Order()
    order.accept(STORY[0].numbered(4))
    with pytest.raises(StreamBroken, match="has number 4 after 4"):
        order.accept(STORY[1].numbered(4))


def test_fold_returns_the_last_response_as_it_came() -> None:
    last = STORY[-1]
    assert isinstance(last, events.Completed)
    assert fold(STORY) is last.response


def test_fold_puts_finished_items_where_the_last_response_lacks_them() -> None:
    wire = b'{"id":"resp_1","status":"completed","output":[],"usage":null,"later":[1.50]}'
    last = events.Completed(response=read_response(wire))
    response = fold((*STORY[:-1], last))
    assert response.output == (REASONING, MESSAGE, CALL, SHELL)
    assert response.wire() == wire.replace(
        b"[]", b"[" + b",".join(item.wire() for item in response.output) + b"]"
    )


def test_fold_refuses_an_answer_without_an_end() -> None:
    with pytest.raises(StreamBroken):
        fold(STORY[:-1])


@pytest.mark.parametrize("event", STORY, ids=lambda event: events.type_of(event))
def test_an_event_crosses_the_wire(event: Event) -> None:
    again = read_event(event.wire())
    assert again == event
    assert again.wire() == event.wire()
    assert read_event(again.numbered(77).wire()) == replace(event, sequence_number=77)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b'{"type":"response.created"}',
        b'{"type":"response.created","response":{"id":1}}',
        b'{"type":"response.output_item.done","item":{"type":"message"}}',
        b'{"type":"response.output_text.delta","delta":"\xff"}',
    ],
)
def test_what_is_no_event_breaks_the_stream(data: bytes) -> None:
    with pytest.raises(StreamBroken):
        read_event(data)


def test_an_unknown_event_is_kept_whole() -> None:
    data = b'{"type":"response.of_next_year","sequence_number":3,"x":[1.50]}'
    event = read_event(data)
    assert event == events.OtherEvent(sequence_number=3, name="response.of_next_year")
    assert event.wire() == data
    assert event.numbered(4).wire() == data.replace(b"3", b"4", 1)
