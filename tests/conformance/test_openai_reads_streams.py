"""The official Python client reads what Quire narrates: every event, every kind of item."""

from __future__ import annotations

from collections.abc import Iterable

import openai
import pytest
from openai.types.responses import Response as OfficialResponse
from openai.types.responses import ResponseStreamEvent
from pydantic import TypeAdapter

from quire.protocol import events, items
from quire.protocol.answers import echoed, full_response
from quire.protocol.events import Event, type_of
from quire.protocol.fold import fold
from quire.protocol.items import Item, Part, read_item
from quire.protocol.narration import narrate
from quire.protocol.order import Order
from quire.protocol.requests import read_request
from quire.protocol.responses import Usage
from quire.protocol.sse import COMMENT, DONE, encode

REQUEST = read_request(
    b'{"model":"gpt-5.1-codex","input":"hi","tools":[{"type":"function","name":"f",'
    b'"parameters":{},"strict":true},{"type":"shell"},{"type":"apply_patch"}],'
    b'"reasoning":{"effort":"low","summary":"auto"},"metadata":{"a":"b"}}'
)
USAGE = Usage(input_tokens=9, output_tokens=4, total_tokens=13)
SUMMARY = Part(type="summary_text", text="It is the sum.")
OUTPUTS: dict[str, Item] = {
    "message": items.Message(role="assistant", content="Done: ü, 1 & 2.\nBye."),
    "refusal": items.Message(
        role="assistant", content=(Part(type="refusal", refusal="I will not."),)
    ),
    "two_parts": items.Message(
        role="assistant", content=(items.output_text("a"), items.output_text("b"))
    ),
    "phase": items.Message(role="assistant", content="Looking.", phase="commentary"),
    "reasoning": items.Reasoning(summary=(SUMMARY, SUMMARY)),
    "opaque_reasoning": items.Reasoning(summary=(), encrypted_content="gAAA="),
    "function_call": items.FunctionCall(call_id="call_1", name="f", arguments='{"a": 1}'),
    "custom_tool_call": items.CustomToolCall(call_id="call_1", name="p", input="*** Begin"),
    "shell_call": items.ShellCall(
        call_id="call_1", action=items.ShellAction(commands=("ls", "pwd"), timeout_ms=1000)
    ),
    "shell_call_output": items.ShellCallOutput(
        call_id="call_1",
        output=(
            items.ShellResult(stdout="a", stderr="", outcome=items.Exit(0)),
            items.ShellResult(stdout="", stderr="b", outcome=items.Timeout()),
        ),
    ),
    "create_file": items.ApplyPatchCall(
        call_id="call_1", operation=items.CreateFile(path="a", diff="+x\n")
    ),
    "update_file": items.ApplyPatchCall(
        call_id="call_1", operation=items.UpdateFile(path="a", diff="@@\n-x\n+y\n")
    ),
    "delete_file": items.ApplyPatchCall(call_id="call_1", operation=items.DeleteFile(path="a")),
    "apply_patch_call_output": items.ApplyPatchCallOutput(
        call_id="call_1", status="failed", output="no"
    ),
    "local_shell_call": read_item(
        b'{"type":"local_shell_call","id":"lsh_1","call_id":"call_1","status":"completed",'
        b'"action":{"type":"exec","command":["ls"],"env":{}}}'
    ),
    "compaction": items.Compaction(encrypted_content="gAAA="),
    "web_search_call": read_item(
        b'{"type":"web_search_call","id":"ws_1","status":"completed",'
        b'"action":{"type":"search","query":"q"}}'
    ),
    "mcp_list_tools": read_item(
        b'{"type":"mcp_list_tools","id":"mcpl_1","server_label":"s","tools":[]}'
    ),
}
EACH = pytest.mark.parametrize("name", OUTPUTS)
# On the wire of OpenAI, though its own types do not know them (responses-api, events).
UNTYPED = {
    "response.apply_patch_call_operation_diff.delta",
    "response.apply_patch_call_operation_diff.done",
}


def story(*output: Item) -> list[Event]:
    rest = echoed(REQUEST, created_at=1_700_000_000, completed_at=1_700_000_009)
    return list(narrate(output, model=REQUEST.model, usage=USAGE, rest=rest))


def client(body: bytes) -> openai.OpenAI:
    """Return the official client over a transport that answers each call with `body`."""
    import httpx2

    def answer(request: httpx2.Request) -> httpx2.Response:
        assert request.url.path == "/v1/responses"
        return httpx2.Response(200, headers={"content-type": "text/event-stream"}, content=body)

    return openai.OpenAI(
        api_key="none",
        base_url="http://quire.invalid/v1",
        max_retries=0,
        http_client=httpx2.Client(transport=httpx2.MockTransport(answer)),
    )


def framed(told: Iterable[Event]) -> bytes:
    return b"".join((COMMENT, *map(encode, told), DONE))


@EACH
def test_the_events_are_of_the_official_types(name: str) -> None:
    adapter: TypeAdapter[ResponseStreamEvent] = TypeAdapter(ResponseStreamEvent)
    for event in story(OUTPUTS[name]):
        if type_of(event) in UNTYPED:
            continue
        official = adapter.validate_json(event.wire())
        assert (official.type, official.sequence_number) == (
            type_of(event),
            event.sequence_number,
        )


@EACH
def test_the_stream_helper_reads_a_stream(name: str) -> None:
    told = story(OUTPUTS[name])
    with client(framed(told)).responses.stream(model="m", input="hi") as stream:
        read = [event.type for event in stream]
        final = stream.get_final_response()
    assert read == [type_of(event) for event in told]
    assert [item.type for item in final.output] == [items.kind_of(OUTPUTS[name])]
    assert (final.status, final.completed_at) == ("completed", 1_700_000_009)
    assert final.usage is not None
    assert (final.usage.total_tokens, final.usage.input_tokens_details.cached_tokens) == (13, 0)
    assert final.output_text == (items.text_of(_said(OUTPUTS[name])) if name != "refusal" else "")


def _said(item: Item) -> items.Content | None:
    return item.content if isinstance(item, items.Message) else None


def test_the_stream_helper_reads_every_item_in_one_answer() -> None:
    distinct = tuple(_with_own_call(item, place) for place, item in enumerate(OUTPUTS.values()))
    told = story(*distinct)
    order = Order()
    for event in told:
        order.accept(event)
    with client(framed(told)).responses.stream(model="m", input="hi") as stream:
        assert [event.type for event in stream] == [type_of(event) for event in told]
        final = stream.get_final_response()
    assert [item.type for item in final.output] == [items.kind_of(item) for item in distinct]
    assert fold(told).output == tuple(
        event.item for event in told if isinstance(event, events.OutputItemDone)
    )


def _with_own_call(item: Item, place: int) -> Item:
    called = hasattr(item, "call_id")
    return items.changed(item, call_id=f"call_{place}") if called else item


def test_the_plain_stream_reads_items_of_an_unknown_kind() -> None:
    told = story(OUTPUTS["message"], read_item(b'{"type":"of_next_year","later":[1.5]}'))
    stream = client(framed(told)).responses.create(model="m", input="hi", stream=True)
    assert [event.type for event in stream] == [type_of(event) for event in told]


def test_a_whole_response_is_of_the_official_type() -> None:
    response = fold(story(OUTPUTS["reasoning"], OUTPUTS["message"]))
    data = full_response(REQUEST, response, created_at=1, completed_at=2)
    official = OfficialResponse.model_validate_json(data)
    assert official.output_text == "Done: ü, 1 & 2.\nBye."
    assert official.model_extra in (
        {},
        {"frequency_penalty": 0, "presence_penalty": 0, "store": True},
    )
    assert official.reasoning is not None
    assert official.reasoning.effort == "low"
