"""The chat upstream against a real server on loopback: emulation, faults, plain JSON."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import msgspec
import pytest

from quire.errors import StreamBroken, UpstreamError
from quire.models.chat import ChatReading, ChatUpstream
from quire.models.script import Answer, FunctionWish, Script, saying
from quire.models.scripted_server import ScriptedServer
from quire.models.settings import Provider, Secret
from quire.protocol import items
from quire.protocol.chat_chunks import ChunkReader
from quire.protocol.emulation import Emulation
from quire.protocol.events import Completed, Event, OutputItemAdded, OutputItemDone, type_of
from quire.protocol.items import Item, user
from quire.protocol.requests import Request, Thinking
from quire.protocol.responses import Usage
from tests.models.faults import ALIKE, Fault

KEY = "sk-test-0123456789abcdef"
TOOLS = (
    {"type": "shell"},
    {"type": "apply_patch"},
    {"type": "custom", "name": "note"},
    {"type": "function", "name": "look", "parameters": {"type": "object"}},
)
REQUEST = Request(
    model="tiny",
    input=(user("Fix it."),),
    tools=TOOLS,
    reasoning=Thinking(effort="low"),
    prompt_cache_key="session-1",
)


async def collected(stream: AsyncIterator[Event]) -> list[Event]:
    return [event async for event in stream]


async def asked(*answers: Answer, times: int = 1) -> tuple[list[Event], ScriptedServer]:
    async with ScriptedServer(Script(answer=answers)) as server:
        account = Provider(
            name="acme", base_url=server.address, key=Secret(KEY), dialect="chat", idle_timeout=5.0
        )
        async with ChatUpstream(account) as model:
            for _ in range(times):
                told = await collected(model.respond(REQUEST))
        return told, server


def last_of(told: list[Event]) -> tuple[Item, ...]:
    last = told[-1]
    assert isinstance(last, Completed)
    return last.response.output


def test_an_answer_comes_event_by_event() -> None:
    usage = Usage(input_tokens=9, output_tokens=2, total_tokens=11)
    told, server = asyncio.run(asked(Answer(text="Done.", usage=usage)))
    assert [type_of(event) for event in told] == [
        "response.created",
        "response.in_progress",
        "response.output_item.added",
        "response.content_part.added",
        "response.output_text.delta",
        "response.output_text.done",
        "response.content_part.done",
        "response.output_item.done",
        "response.completed",
    ]
    assert [event.sequence_number for event in told] == list(range(9))
    last = told[-1]
    assert isinstance(last, Completed)
    assert last.response.usage == usage
    assert last.response.rest == {"reasoning": {"effort": "low", "summary": None}}
    (received,) = server.received
    assert received.path == "/v1/chat/completions"
    assert received.headers["authorization"] == f"Bearer {KEY}"
    assert received.headers["session_id"] == "session-1"


def test_tools_that_chat_lacks_come_back_as_their_own_items() -> None:
    patch = items.ApplyPatchCall(
        call_id="p", operation=items.UpdateFile(path="a.py", diff="@@\n-a\n+b\n")
    )
    note = items.CustomToolCall(call_id="n", name="note", input="free")
    wish = FunctionWish(name="look", arguments={"at": 1})
    answer = Answer(shell=("ls",), calls=(wish,), items=saying(patch, note).items)
    told, server = asyncio.run(asked(answer))
    plain = [msgspec.structs.replace(item, id=None) for item in last_of(told)]
    assert plain == [
        items.ShellCall(
            call_id="call_1_shell",
            action=items.ShellAction(commands=("ls",)),
            status="completed",
        ),
        items.FunctionCall(
            call_id="call_1_1", name="look", arguments='{"at":1}', status="completed"
        ),
        msgspec.structs.replace(patch, status="completed"),
        msgspec.structs.replace(note, status="completed"),
    ]
    tools = server.received[0].fields()["tools"]
    assert isinstance(tools, list)
    names = [tool["function"]["name"] for tool in tools]
    assert names == ["shell", "apply_patch", "note", "look"]


FAULTS: tuple[Fault, ...] = (
    *ALIKE,
    (
        Answer(fault="rate_limit", message="Slow down."),
        UpstreamError,
        "rate_limit_exceeded",
        True,
        "acme answered 429: Slow down.",
    ),
    (
        Answer(fault="cut", after=2, text="Half"),
        StreamBroken,
        "stream_broken",
        True,
        "The connection to acme broke: the server closed it before the end.",
    ),
    (
        Answer(fault="unfinished", after=2, text="Half"),
        StreamBroken,
        "stream_broken",
        True,
        "acme ended its answer after 5 events, without a last event.",
    ),
    (
        Answer(fault="garbage"),
        StreamBroken,
        "stream_broken",
        True,
        "acme sent something that is not a chunk: {not json at all",
    ),
)


@pytest.mark.parametrize(
    ("answer", "kind", "code", "retryable", "message"),
    FAULTS,
    ids=[str(fault[0].fault) for fault in FAULTS],
)
def test_a_fault_is_told_in_the_upstreams_own_words(
    answer: Answer, kind: type[UpstreamError], code: str, retryable: bool, message: str
) -> None:
    with pytest.raises(UpstreamError) as raised:
        asyncio.run(asked(answer))
    error = raised.value
    assert (type(error), error.code, error.retryable, error.message) == (
        kind,
        code,
        retryable,
        message,
    )


def test_one_connection_serves_several_requests() -> None:
    _, server = asyncio.run(asked(Answer(text="One.", times=3), times=3))
    assert server.connections == 1


def reading() -> ChatReading:
    return ChatReading("acme", ChunkReader("tiny", Emulation({"shell": "shell"})))


def called(place: int, call_id: str | None, name: str | None, arguments: str) -> dict[str, object]:
    function = {"name": name, "arguments": arguments}
    return {"index": place, "id": call_id, "type": "function", "function": function}


def chunk(delta: dict[str, object], finish: str | None = None) -> dict[str, object]:
    return {"choices": [{"delta": delta, "finish_reason": finish}]}


def test_a_whole_completion_is_read_as_events() -> None:
    calls = [called(0, "c1", "look", "{}"), called(1, "c2", "shell", '{"commands":["ls"]}')]
    message = {"content": "Look.", "tool_calls": calls}
    body = {
        "model": "tiny-2",
        "choices": [{"message": message, "finish_reason": "tool_calls"}],
        "usage": {"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": None},
    }
    told = list(reading().whole(msgspec.json.encode(body)))
    last = told[-1]
    assert isinstance(last, Completed)
    assert [items.kind_of(item) for item in last.response.output] == [
        "message",
        "function_call",
        "shell_call",
    ]
    assert last.response.usage == Usage(input_tokens=3, output_tokens=4, total_tokens=7)
    assert last.response.model == "tiny-2"


SHELL = '{"commands":["ls"]}'
# What the calls look like as chunks, and the kinds of items in the order in which they are told.
ORDERS: dict[str, list[dict[str, object]]] = {
    "one after another": [
        {"tool_calls": [called(0, "c1", "shell", '{"commands"')]},
        {"tool_calls": [called(0, None, None, ':["ls"]}')]},
        {"tool_calls": [called(1, "c2", "look", "{}")]},
        {"tool_calls": [called(1, None, None, "")]},
        {"tool_calls": [called(2, "c3", "look", "{}")]},
        {"tool_calls": [called(0, None, None, "")]},
    ],
    "by turns": [
        {"tool_calls": [called(0, "c1", "shell", "")]},
        {"tool_calls": [called(1, "c2", "look", "{")]},
        {"tool_calls": [called(2, "c3", "look", "")]},
        {"tool_calls": [called(0, None, None, SHELL), called(1, None, None, "}")]},
        {"tool_calls": [called(2, None, None, "{}")]},
    ],
    "before words": [
        {"tool_calls": [called(0, "c1", "shell", SHELL), called(1, "c2", "look", "{}")]},
        {"content": "Done."},
    ],
}


@pytest.mark.parametrize("order", ORDERS)
def test_items_are_told_in_the_order_of_their_places(order: str) -> None:
    reader = ChunkReader("tiny", Emulation({"shell": "shell"}))
    told = reader.begin()
    for delta in ORDERS[order]:
        told += reader.feed(msgspec.json.encode(chunk(delta)).decode())
    told += reader.feed(msgspec.json.encode(chunk({}, "tool_calls")).decode())
    told += reader.end()
    assert [event.sequence_number for event in told] == list(range(len(told)))
    output = last_of(told)
    assert all(getattr(item, "status", None) == "completed" for item in output)
    last = "message" if order == "before words" else "function_call"
    kinds = ["shell_call", "function_call", last]
    assert [items.kind_of(item) for item in output] == kinds
    begun = [event for event in told if isinstance(event, OutputItemAdded)]
    assert [(each.output_index, each.item.id) for each in begun] == [
        (place, item.id) for place, item in enumerate(output)
    ]
    ended = [event.item for event in told if isinstance(event, OutputItemDone)]
    assert ended == list(output)


@pytest.mark.parametrize("cut", [1, 7, 40, 10_000])
def test_chunks_may_be_cut_anywhere(cut: int) -> None:
    chunks = [
        {**chunk({"role": "assistant", "content": None}), "model": None},
        chunk({"tool_calls": [called(0, "c1", None, "")]}),
        chunk({"tool_calls": [called(0, None, "shell", '{"commands"')]}),
        chunk({"tool_calls": [called(0, None, None, ':["ls"]}')]}),
        chunk({}, "tool_calls"),
        {"choices": None, "usage": {"prompt_tokens": 1, "completion_tokens": 2}},
    ]
    data = b": PROCESSING\n\n" + b"".join(
        b"data: %s\n\n" % msgspec.json.encode(each) for each in chunks
    )
    data += b"data: [DONE]\n\n"
    reader = reading()
    told = [
        event
        for start in range(0, len(data), cut)
        for event in reader.feed(data[start : start + cut])
    ]
    assert reader.over
    (item,) = last_of(told)
    assert msgspec.structs.replace(item, id=None) == items.ShellCall(
        call_id="c1", action=items.ShellAction(commands=("ls",)), status="completed"
    )
