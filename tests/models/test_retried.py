"""Asking again: waits, limits, and no call lost or run twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from quire.errors import ContextTooLong, StreamBroken, UpstreamError, exit_code
from quire.models.retried import retried, wait_before
from quire.models.script import Answer, FaultKind, Script
from quire.models.scripted import Scripted
from quire.models.scripted_server import ScriptedServer
from quire.models.settings import Patience, Provider
from quire.models.streams import closing
from quire.models.upstream import Upstream
from quire.protocol.events import Completed, Created, Event, OutputItemDone, TextDelta
from quire.protocol.items import Item, Message, Reasoning, ShellAction, ShellCall, user
from quire.protocol.model import Model
from quire.protocol.records import Retrying
from quire.protocol.requests import Request
from quire.protocol.responses import Response, answer_text

REQUEST = Request(model="scripted", input=(user("Fix it."),))
STEADY = Patience(jitter=0.0)


class Clock:
    """A sleep that takes no time and remembers what was asked of it."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)


def told(model: Model, patience: Patience = STEADY) -> tuple[list[Event], list[float]]:
    """Return every event of one answer, and the waits it took."""
    clock = Clock()

    async def run() -> list[Event]:
        stream = retried(model, patience, sleep=clock.sleep, seed=1).respond(REQUEST)
        return [event async for event in stream]

    return asyncio.run(run()), clock.waits


def failing(model: Model, patience: Patience = STEADY) -> tuple[UpstreamError, list[float]]:
    clock = Clock()

    async def run() -> None:
        async for _ in retried(model, patience, sleep=clock.sleep).respond(REQUEST):
            pass

    with pytest.raises(UpstreamError) as raised:
        asyncio.run(run())
    return raised.value, clock.waits


def items_of(events: list[Event]) -> list[Item]:
    return [event.item for event in events if isinstance(event, OutputItemDone)]


def scripted(*answers: Answer) -> Scripted:
    return Scripted(Script(answer=answers))


PASSING: list[FaultKind] = [
    "rate_limit",
    "server_error",
    "html_error",
    "cut",
    "unfinished",
    "garbage",
    "html",
    "empty_body",
    "empty",
    "error_event",
    "failed",
    "silent",
]


def over_the_wire(*answers: Answer) -> tuple[list[Event], int, list[float]]:
    """Return the events of one answer, how many requests came, and the waits between them."""
    clock = Clock()

    async def run() -> tuple[list[Event], int]:
        async with ScriptedServer(Script(answer=answers)) as server:
            account = Provider(name="acme", base_url=server.address, idle_timeout=0.3)
            async with Upstream(account) as upstream:
                model = retried(upstream, STEADY, sleep=clock.sleep)
                return [event async for event in model.respond(REQUEST)], len(server.received)

    return *asyncio.run(run()), clock.waits


@pytest.mark.parametrize("fault", PASSING)
def test_a_passing_fault_is_asked_again_over_the_wire(fault: FaultKind) -> None:
    events, asked, waits = over_the_wire(Answer(fault=fault), Answer(shell=("ls",)))
    call = ShellCall(
        id="sh_2_1",
        call_id="call_2_shell",
        action=ShellAction(commands=("ls",)),
        status="completed",
    )
    assert items_of(events) == [call]
    assert isinstance(events[-1], Completed)
    assert (asked, waits) == (2, [0.2])


def test_a_whole_call_survives_a_connection_that_drops() -> None:
    cut = Answer(text="Look.", shell=("ls",), fault="cut_after_call")
    events, asked, waits = over_the_wire(cut, Answer(text="Unasked."))
    assert [item.id for item in items_of(events)] == ["msg_1_1", "sh_1_2"]
    assert isinstance(events[-1], Completed)
    assert (asked, waits) == (1, [])


def test_the_wait_that_a_server_asks_for_is_kept_to() -> None:
    limited = Answer(fault="rate_limit", retry_after=3)
    _, asked, waits = over_the_wire(limited, limited, Answer(text="Done."))
    assert (asked, waits) == (3, [3.0, 3.0])


def test_a_call_that_was_whole_before_the_cut_is_kept_and_not_asked_for_again() -> None:
    model = scripted(
        Answer(reasoning="Look.", shell=("ls",), fault="cut_after_call"), Answer(text="Unasked.")
    )
    events, waits = told(model)
    assert [type(item) for item in items_of(events)] == [Reasoning, ShellCall]
    last = events[-1]
    assert isinstance(last, Completed)
    assert last.response.output == tuple(items_of(events))
    assert (last.response.id, last.response.status) == ("resp_1", "completed")
    assert last.response.rest["quire"] == {"cut": True}
    assert (waits, len(model.requests)) == ([], 1)


def test_what_came_after_the_last_whole_call_is_dropped() -> None:
    call = ShellCall(id="sh_1", call_id="call_1", action=ShellAction(commands=("ls",)))
    late = Message(id="msg_1", role="assistant", content="And then")

    class Cut:
        async def respond(self, request: Request) -> AsyncIterator[Event]:
            yield Created(response=Response(id="resp_1", status="in_progress"))
            yield OutputItemDone(output_index=0, item=call)
            yield OutputItemDone(output_index=1, item=late)
            raise StreamBroken("The line fell down.")

    events, _ = told(Cut())
    assert items_of(events) == [call]
    last = events[-1]
    assert isinstance(last, Completed)
    assert last.response.output == (call,)


def test_a_call_that_was_not_whole_is_not_run() -> None:
    half = ShellCall(
        id="sh_1", call_id="c", action=ShellAction(commands=("ls",)), status="incomplete"
    )

    class Cut:
        def __init__(self) -> None:
            self.asked = 0

        async def respond(self, request: Request) -> AsyncIterator[Event]:
            self.asked += 1
            yield OutputItemDone(output_index=0, item=half)
            raise StreamBroken("The line fell down.")

    model = Cut()
    error, _ = failing(model, Patience(attempts=2))
    assert (error.message, model.asked) == ("The line fell down. (asked 2 times)", 2)


def test_a_message_of_a_cut_answer_is_dropped_and_the_retry_is_told() -> None:
    cut = Answer(text="Half", shell=("ls",), fault="cut", after=8)
    events, _ = told(scripted(cut, Answer(text="Whole")))
    assert [item.id for item in items_of(events)] == ["msg_2_1"]
    retries = [event for event in events if isinstance(event, Retrying)]
    words = "The script ended its answer after 8 events, without a last event."
    assert retries == [
        Retrying(
            sequence_number=retries[0].sequence_number,
            attempt=2,
            limit=5,
            wait=0.2,
            message=words,
        )
    ]


def test_events_are_numbered_through() -> None:
    events, _ = told(scripted(Answer(fault="cut", text="Half"), Answer(text="Whole")))
    assert [event.sequence_number for event in events] == list(range(len(events)))


def test_deltas_pass_before_the_answer_is_whole() -> None:
    class Waiting:
        async def respond(self, request: Request) -> AsyncIterator[Event]:
            yield TextDelta(item_id="m", output_index=0, content_index=0, delta="Hel")
            await asyncio.Event().wait()

    async def run() -> Event | None:
        async with closing(retried(Waiting()).respond(REQUEST)) as stream:
            async for event in stream:
                return event
        return None

    delta = TextDelta(item_id="m", output_index=0, content_index=0, delta="Hel")
    assert asyncio.run(run()) == delta


def test_retry_after_is_kept_to() -> None:
    faults = (Answer(fault="rate_limit", retry_after=3), Answer(fault="rate_limit"))
    _, waits = told(scripted(*faults, Answer(text="Done.")))
    assert waits == [3.0, 0.4]


def test_waits_double_until_the_attempts_are_used_up() -> None:
    model = scripted(Answer(fault="server_error", message="Kaput.", times=5))
    error, waits = failing(model)
    assert error.message == "The script answered 500: Kaput. (asked 5 times)"
    assert (waits, len(model.requests), exit_code(error)) == ([0.2, 0.4, 0.8, 1.6], 5, 4)


def test_a_wish_for_a_very_long_wait_is_not_granted() -> None:
    model = scripted(Answer(fault="rate_limit", retry_after=121, message="Come back later."))
    error, waits = failing(model)
    assert (error.message, error.retry_after) == ("The script answered 429: Come back later.", 121)
    assert waits == []


def test_all_waits_together_have_a_limit() -> None:
    model = scripted(Answer(fault="rate_limit", retry_after=60, times=5))
    error, waits = failing(model, Patience(total_wait=130.0))
    assert waits == [60.0, 60.0]
    assert error.message.endswith(" (asked 3 times)")


PERMANENT: list[tuple[FaultKind, type[UpstreamError]]] = [
    ("quota", UpstreamError),
    ("unauthorized", UpstreamError),
    ("context_length", ContextTooLong),
    ("incomplete", UpstreamError),
]


@pytest.mark.parametrize(("fault", "kind"), PERMANENT)
def test_a_permanent_fault_is_told_at_once(fault: FaultKind, kind: type[UpstreamError]) -> None:
    model = scripted(Answer(fault=fault, message="In its own words."))
    error, waits = failing(model)
    assert type(error) is kind
    assert "In its own words." in error.message
    assert (waits, len(model.requests), exit_code(error)) == ([], 1, 4)


def test_a_model_that_stops_without_an_end_is_no_success() -> None:
    class Mute:
        async def respond(self, request: Request) -> AsyncIterator[Event]:
            yield Created(response=Response(id="resp_1", status="in_progress"))

    error, waits = failing(Mute(), Patience(attempts=2, jitter=0.0))
    assert error.message == "The answer ended without a last event. (asked 2 times)"
    assert waits == [0.2]


def test_jitter_moves_a_wait_by_at_most_its_share() -> None:
    patience = Patience(jitter=0.1)
    waits = [wait_before(3, None, patience, noise) for noise in (-1.0, 0.0, 1.0)]
    assert waits == pytest.approx([0.36, 0.4, 0.44])
    assert wait_before(3, 7.0, patience, -1.0) == 7.0


def test_a_good_answer_passes_unchanged() -> None:
    events, waits = told(scripted(Answer(text="Done.")))
    last = events[-1]
    assert isinstance(last, Completed)
    assert (answer_text(last.response), len(events), waits) == ("Done.", 9, [])
