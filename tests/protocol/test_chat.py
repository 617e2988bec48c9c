"""Chat Completions: requests in, answers out."""

from __future__ import annotations

import json

import msgspec
import pytest
from openai.types.chat import ChatCompletion, ChatCompletionChunk

from quire.errors import InvalidRequest
from quire.protocol import events, items
from quire.protocol.chat_answers import ChunkWriter, Shape, completion
from quire.protocol.chat_chunks import ChunkReader
from quire.protocol.chat_orders import read_chat
from quire.protocol.chat_requests import write_chat
from quire.protocol.emulation import Emulation
from quire.protocol.narration import narrate
from quire.protocol.requests import Request, Thinking
from quire.protocol.responses import InputDetails, OutputDetails, Response, Usage

SHAPE = Shape(id="chatcmpl-1", created=1_763_000_000, model="m", include_usage=True)
USAGE = Usage(
    input_tokens=30,
    input_tokens_details=InputDetails(cached_tokens=10),
    output_tokens=20,
    output_tokens_details=OutputDetails(reasoning_tokens=5),
    total_tokens=50,
    cost=0.25,
)
ANSWER: tuple[items.Item, ...] = (
    items.Reasoning(
        id="rs_1",
        summary=(items.Part(type="summary_text", text="Hm."),),
        encrypted_content="secret",
    ),
    items.Message(role="assistant", content=(items.output_text("Hello"),), status="completed"),
    items.FunctionCall(call_id="c1", name="look", arguments='{"at":1}', status="completed"),
    items.CustomToolCall(call_id="c2", name="write", input="a\nb", status="completed"),
)


def chat(**fields: object) -> Request:
    body = {"model": "m", "messages": [{"role": "user", "content": "hi"}], **fields}
    return read_chat(json.dumps(body).encode()).request


def test_a_conversation_becomes_items_in_order() -> None:
    request = chat(
        messages=[
            {"role": "system", "content": "Be brief."},
            {
                "role": "user",
                "content": [
                    {"type": "text", "text": "What is this?"},
                    {"type": "image_url", "image_url": {"url": "data:x", "detail": "low"}},
                ],
            },
            {
                "role": "assistant",
                "content": "Let me look.",
                "reasoning_details": [
                    {"type": "reasoning.summary", "summary": "Hm.", "id": "rs_1"},
                    {"type": "reasoning.encrypted", "data": "secret", "id": "rs_1"},
                ],
                "tool_calls": [
                    {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}},
                    {"id": "c2", "type": "custom", "custom": {"name": "g", "input": "x"}},
                ],
            },
            {"role": "tool", "tool_call_id": "c1", "content": "one"},
            {"role": "tool", "tool_call_id": "c2", "content": "two"},
        ]
    )
    seen = [json.loads(item.wire()) for item in request.input]
    assert seen == [
        {
            "type": "message",
            "role": "system",
            "content": [{"type": "input_text", "text": "Be brief."}],
        },
        {
            "type": "message",
            "role": "user",
            "content": [
                {"type": "input_text", "text": "What is this?"},
                {"type": "input_image", "image_url": "data:x", "detail": "low"},
            ],
        },
        {
            "type": "reasoning",
            "id": "rs_1",
            "summary": [{"type": "summary_text", "text": "Hm."}],
            "encrypted_content": "secret",
        },
        {
            "type": "message",
            "role": "assistant",
            "content": [{"type": "output_text", "text": "Let me look."}],
        },
        {"type": "function_call", "call_id": "c1", "name": "f", "arguments": "{}"},
        {"type": "custom_tool_call", "call_id": "c2", "name": "g", "input": "x"},
        {"type": "function_call_output", "call_id": "c1", "output": "one"},
        {"type": "custom_tool_call_output", "call_id": "c2", "output": "two"},
    ]  # fmt: skip


def test_options_take_their_names_in_the_other_dialect() -> None:
    request = chat(
        tools=[{"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}],
        tool_choice={"type": "function", "function": {"name": "f"}},
        response_format={"type": "json_schema", "json_schema": {"name": "n", "schema": {}}},
        max_completion_tokens=4,
        reasoning_effort="high",
        verbosity="low",
        temperature=0.5,
        seed=7,
    )
    assert json.loads(request.body()) == {
        "model": "m",
        "tools": [
            {
                "type": "function",
                "name": "f",
                "description": None,
                "parameters": {"type": "object"},
                "strict": False,
            }
        ],
        "tool_choice": {"type": "function", "name": "f"},
        "reasoning": {"effort": "high"},
        "text": {
            "format": {"type": "json_schema", "name": "n", "schema": {}},
            "verbosity": "low",
        },
        "max_output_tokens": 16,
        "store": False,
        "input": [
            {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "hi"}]}
        ],
        "temperature": 0.5,
        "seed": 7,
    }


F: dict[str, object] = {"name": "f", "parameters": {"type": "object"}}
FUNCTIONS = [{"type": "function", "function": {"name": name}} for name in ("f", "g")]
ALLOWED = {"mode": "required", "tools": [{"type": "function", "function": {"name": "f"}}]}


@pytest.mark.parametrize(
    ("fields", "choice", "names", "written"),
    [
        (
            {
                "tools": FUNCTIONS,
                "tool_choice": {"type": "allowed_tools", "allowed_tools": ALLOWED},
            },
            {
                "type": "allowed_tools",
                "mode": "required",
                "tools": [{"type": "function", "name": "f"}],
            },
            ["f"],
            "required",
        ),
        (
            {"functions": [F], "function_call": {"name": "f"}},
            {"type": "function", "name": "f"},
            ["f"],
            {"type": "function", "function": {"name": "f"}},
        ),
        ({"functions": [F], "function_call": "none"}, "none", ["f"], "none"),
    ],
    ids=["allowed tools", "an old function", "an old word"],
)
def test_a_choice_is_heeded_in_both_dialects(
    fields: dict[str, object], choice: object, names: list[str], written: object
) -> None:
    request = chat(**fields)
    assert request.tool_choice == choice
    body = json.loads(write_chat(request, reasoning="none").body)
    assert [tool["function"]["name"] for tool in body["tools"]] == names
    assert body["tool_choice"] == written


@pytest.mark.parametrize(
    ("fields", "shown", "thinking"),
    [
        ({}, True, None),
        ({"reasoning": {"effort": "low"}}, True, Thinking(effort="low", summary="auto")),
        ({"reasoning": {"max_tokens": 0}}, True, Thinking(effort="none", summary="auto")),
        ({"reasoning": {"max_tokens": 4000}}, True, Thinking(effort="medium", summary="auto")),
        ({"reasoning": {"max_tokens": 90_000}}, True, Thinking(effort="high", summary="auto")),
        ({"reasoning": {"enabled": True}}, True, Thinking(effort="medium", summary="auto")),
        ({"reasoning": {"enabled": False}}, True, Thinking(effort="none", summary="auto")),
        ({"reasoning": {"effort": "low", "exclude": True}}, False, Thinking(effort="low")),
        ({"include_reasoning": False}, False, None),
        ({"include_reasoning": True}, True, Thinking(summary="auto")),
    ],
)
def test_reasoning_is_asked_for_and_shown(
    fields: dict[str, object], shown: bool, thinking: Thinking | None
) -> None:
    body = {"model": "m", "messages": [{"role": "user", "content": "hi"}], **fields}
    order = read_chat(json.dumps(body).encode())
    assert (order.show_reasoning, order.request.reasoning) == (shown, thinking)


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"model": ""}, "model"),
        ({"n": 2}, "n"),
        ({"tools": [{"type": "apply_patch"}]}, "tools"),
        ({"reasoning_effort": "low", "reasoning": {"effort": "high"}}, "reasoning_effort"),
        ({"reasoning": {"effort": "huge"}}, "reasoning.effort"),
        ({"reasoning": {"effort": "low", "max_tokens": 9}}, "reasoning.max_tokens"),
        ({"messages": [{"role": "tool", "content": "x"}]}, "messages[0].tool_call_id"),
        (
            {"messages": [{"role": "user", "content": [{"type": "sound"}]}]},
            "messages[0].content[0]",
        ),
        ({"messages": [{"role": "pope", "content": "x"}]}, "messages[0].role"),
    ],
)
def test_what_cannot_be_used_is_named(fields: dict[str, object], param: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        chat(**fields)
    assert caught.value.param == param


def test_an_answer_reads_as_a_completion() -> None:
    response = Response(id="resp_1", status="completed", output=ANSWER, usage=USAGE)
    whole = completion(response, SHAPE)
    ChatCompletion.model_validate(whole)
    (choice,) = json.loads(json.dumps(whole))["choices"]
    assert choice["finish_reason"] == "tool_calls"
    assert choice["message"] == {
        "role": "assistant",
        "content": "Hello",
        "refusal": None,
        "tool_calls": [
            {"id": "c1", "type": "function", "function": {"name": "look", "arguments": '{"at":1}'}},
            {"id": "c2", "type": "custom", "custom": {"name": "write", "input": "a\nb"}},
        ],
        "reasoning": "Hm.",
        "reasoning_details": [
            {"type": "reasoning.summary", "summary": "Hm.", "id": "rs_1",
             "format": "openai-responses-v1", "index": 0},
            {"type": "reasoning.encrypted", "data": "secret", "id": "rs_1",
             "format": "openai-responses-v1", "index": 1},
        ],
    }  # fmt: skip


def test_events_become_chunks_that_add_up_to_the_answer() -> None:
    writer = ChunkWriter(SHAPE)
    told = narrate(ANSWER[:3], model="m", usage=USAGE)
    chunks = [chunk for event in told for chunk in writer.feed(event)]
    for chunk in chunks:
        ChatCompletionChunk.model_validate(chunk)
    reader = ChunkReader("m", Emulation({"look": "function"}))
    read = reader.begin()
    for chunk in chunks:
        read += reader.feed(json.dumps(chunk))
    read += reader.end()
    assert [event.sequence_number for event in read] == list(range(len(read)))
    last = read[-1]
    assert isinstance(last, events.Completed)
    assert [items.kind_of(item) for item in last.response.output] == [
        "reasoning", "message", "function_call",
    ]  # fmt: skip
    call = last.response.output[2]
    assert isinstance(call, items.FunctionCall)
    assert (call.call_id, call.name, call.arguments) == ("c1", "look", '{"at":1}')
    assert last.response.usage == msgspec.structs.replace(USAGE)


def test_citations_and_logprobs_are_chats_own() -> None:
    request = chat(logprobs=True, top_logprobs=2)
    assert (request.include, request.rest["top_logprobs"]) == (("message.output_text.logprobs",), 2)
    citation = {"url": "https://x.example", "title": "X", "start_index": 0, "end_index": 5}
    likely = {"token": "Hello", "logprob": -0.1, "bytes": None, "top_logprobs": []}
    part = items.Part(
        type="output_text", text="Hello", logprobs=(likely,),
        annotations=({"type": "url_citation", **citation}, {"type": "file_citation"}),
    )  # fmt: skip
    message = items.Message(role="assistant", content=(part,), status="completed")
    response = Response(id="resp_1", status="completed", output=(message,))
    choice = completion(response, SHAPE)["choices"][0]  # type: ignore[index]
    annotations = [{"type": "url_citation", "url_citation": citation}]
    assert choice["message"]["annotations"] == annotations
    assert choice["logprobs"] == {"content": [likely], "refusal": None}
    ChatCompletion.model_validate(completion(response, SHAPE))
    writer = ChunkWriter(SHAPE)
    chunks = [chunk for event in narrate((message,), model="m") for chunk in writer.feed(event)]
    told = [chunk["choices"][0]["delta"] for chunk in chunks if chunk["choices"]]  # type: ignore[index]
    assert {"annotations": annotations} in told
