"""Chat Completions both ways: requests in, answers out, and a chat server read as Responses."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from openai.types.chat import ChatCompletion, ChatCompletionChunk

from quire.errors import InvalidRequest, StreamBroken, UpstreamError
from quire.protocol import events, items
from quire.protocol.chat_answers import ChunkWriter, Shape, completion
from quire.protocol.chat_chunks import ChunkReader
from quire.protocol.chat_orders import read_chat
from quire.protocol.chat_requests import write_chat
from quire.protocol.emulation import Emulation
from quire.protocol.narration import narrate
from quire.protocol.requests import Request, Thinking, read_request
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


def feed(chunks: list[dict[str, object]], kinds: dict[str, Any]) -> list[events.Event]:
    reader = ChunkReader("m", Emulation(kinds))
    told = reader.begin()
    for chunk in chunks:
        told += reader.feed(json.dumps(chunk))
    return told + reader.end()


def piece(index: int, name: str | None, arguments: str, call: str | None) -> dict[str, object]:
    function = {"arguments": arguments, **({"name": name} if name else {})}
    made = {"index": index, "function": function, **({"id": call} if call else {})}
    return {"choices": [{"delta": {"tool_calls": [made]}}]}


END: dict[str, object] = {"choices": [{"delta": {}, "finish_reason": "tool_calls"}]}


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


def test_emulated_tools_come_back_as_their_own_items() -> None:
    operation = {"type": "update_file", "path": "a.py", "diff": "@@\n-a\n+b\n"}
    told = feed(
        [
            piece(0, "shell", '{"commands":["ls"', "c1"),
            piece(0, None, "]}", None),
            piece(1, "apply_patch", json.dumps(operation), "c2"),
            piece(2, "note", '{"input":"free text"}', "c3"),
            END,
        ],
        {"shell": "shell", "apply_patch": "apply_patch", "note": "custom"},
    )
    last = told[-1]
    assert isinstance(last, events.Completed)
    plain = [msgspec.structs.replace(item, id=None) for item in last.response.output]
    assert plain == [
        items.ShellCall(
            call_id="c1", action=items.ShellAction(commands=("ls",)), status="completed"
        ),
        items.ApplyPatchCall(
            call_id="c2", operation=items.UpdateFile("a.py", "@@\n-a\n+b\n"), status="completed"
        ),
        items.CustomToolCall(call_id="c3", name="note", input="free text", status="completed"),
    ]


def test_a_patch_may_be_nested_as_in_its_item() -> None:
    operation = {"type": "delete_file", "path": "a.py"}
    arguments = json.dumps({"operation": operation})
    told = feed([piece(0, "apply_patch", arguments, "c1"), END], {"apply_patch": "apply_patch"})
    (done,) = [event.item for event in told if isinstance(event, events.OutputItemDone)]
    assert isinstance(done, items.ApplyPatchCall)
    assert done.operation == items.DeleteFile(path="a.py")


def test_servers_that_repeat_an_index_make_separate_calls() -> None:
    told = feed([piece(0, "f", '{"a":1}', "c1"), piece(0, "f", '{"a":2}', "c2"), END], {})
    last = told[-1]
    assert isinstance(last, events.Completed)
    arguments = [item.arguments for item in last.response.output
                 if isinstance(item, items.FunctionCall)]  # fmt: skip
    assert arguments == ['{"a":1}', '{"a":2}']


def test_likelihoods_are_asked_for_and_told() -> None:
    request = chat(logprobs=True, top_logprobs=2)
    body = json.loads(write_chat(request, reasoning="none").body)
    assert (body["logprobs"], body["top_logprobs"]) == (True, 2)
    tokens: list[dict[str, object]] = [
        {"token": each, "logprob": -0.5, "bytes": None, "top_logprobs": []} for each in "ab"
    ]
    chunks: list[dict[str, object]] = [
        {"choices": [{"delta": {"content": each["token"]}, "logprobs": {"content": [each]}}]}
        for each in tokens
    ]
    told = feed([*chunks, END], {})
    pieces = [event.logprobs for event in told if isinstance(event, events.TextDelta)]
    assert pieces == [(each,) for each in tokens]
    (done,) = [event for event in told if isinstance(event, events.TextDone)]
    last = told[-1]
    assert isinstance(last, events.Completed)
    (message,) = last.response.output
    assert isinstance(message, items.Message) and not isinstance(message.content, str)
    assert done.logprobs == message.content[0].logprobs == tuple(tokens)


def test_pictures_that_tools_put_out_are_shown_behind_their_messages() -> None:
    picture = items.Part(type="input_image", image_url="data:x")
    told = (items.Part(type="input_text", text="seen"), picture)
    calls = [items.FunctionCall(call_id=name, name="look", arguments="{}") for name in "ab"]
    outputs = [items.FunctionCallOutput(call_id=name, output=told) for name in "ab"]
    request = Request(model="m", input=(*calls, *outputs, calls[0], outputs[0], items.user("Go.")))
    messages = json.loads(write_chat(request, reasoning="none").body)["messages"]
    assert [each["role"] for each in messages] == [
        "assistant", "tool", "tool", "user", "assistant", "tool", "user", "user",
    ]  # fmt: skip
    assert messages[1]["content"] == "seen"
    shown = [each["content"][1:] for each in messages if isinstance(each["content"], list)]
    wanted = {"type": "image_url", "image_url": {"url": "data:x"}}
    assert shown == [[wanted, wanted], [wanted]]


def test_broken_answers_of_a_chat_server_are_told() -> None:
    with pytest.raises(StreamBroken):
        feed([{"choices": [{"delta": {"content": "half"}}]}], {})
    with pytest.raises(UpstreamError, match="overloaded"):
        feed([{"error": {"message": "overloaded", "code": 529}}], {})
    with pytest.raises(StreamBroken):
        ChunkReader("m", Emulation({})).feed("<html>")


def test_a_request_is_written_for_a_chat_server() -> None:
    request = Request(
        model="m",
        instructions="Be brief.",
        input=(
            items.user("hi"),
            items.ShellCall(call_id="c1", action=items.ShellAction(commands=("ls",))),
            items.ApplyPatchCall(call_id="c2", operation=items.DeleteFile("a.py")),
            items.ShellCallOutput(
                call_id="c1",
                output=(items.ShellResult(stdout="a\n", stderr="", outcome=items.Exit(0)),),
            ),
            items.ApplyPatchCallOutput(call_id="c2", status="failed", output="no such file"),
        ),
        tools=({"type": "shell"}, {"type": "apply_patch"}, {"type": "web_search"}),
        reasoning=Thinking(effort="low"),
    )
    written = write_chat(request, reasoning="effort")
    body = json.loads(written.body)
    assert [tool["function"]["name"] for tool in body["tools"]] == ["shell", "apply_patch"]
    assert written.dropped == ("web_search",)
    assert body["reasoning_effort"] == "low"
    assert body["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "hi"},
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [
                {
                    "id": "c1",
                    "type": "function",
                    "function": {"name": "shell", "arguments": '{"commands":["ls"]}'},
                },
                {
                    "id": "c2",
                    "type": "function",
                    "function": {
                        "name": "apply_patch",
                        "arguments": '{"type":"delete_file","path":"a.py"}',
                    },
                },
            ],
        },
        {
            "role": "tool",
            "tool_call_id": "c1",
            "content": '[{"stdout":"a\\n","stderr":"","outcome":{"type":"exit","exit_code":0}}]',
        },
        {"role": "tool", "tool_call_id": "c2", "content": "failed\nno such file"},
    ]


def test_fields_that_nothing_knows_reach_a_chat_server_as_they_came() -> None:
    wire = {
        "model": "m",
        "input": "hi",
        "service_tier": "flex",
        "text": {"verbosity": "low"},
        "mirostat": {"tau": 5},
        "guided_regex": "a+",
        "provider": {"order": ["us"]},
        "truncation": "auto",
    }
    request = read_request(json.dumps(wire).encode())
    body = json.loads(write_chat(request, reasoning="none").body)
    names = ("service_tier", "verbosity", "mirostat", "guided_regex", "provider", "truncation")
    assert {name: body[name] for name in names if name in body} == {
        "service_tier": "flex",
        "verbosity": "low",
        "mirostat": {"tau": 5},
        "guided_regex": "a+",
    }


def test_the_older_shell_is_played_and_comes_back_as_itself() -> None:
    action: items.Json = {
        "type": "exec",
        "command": ["ls", "-l"],
        "env": {},
        "working_directory": "/w",
    }
    call = items.LocalShellCall(call_id="c1", action=action, status="completed")
    output = items.LocalShellCallOutput(id="c1", output="a.py")
    tool: items.Json = {"type": "local_shell"}
    request = Request(model="m", input=(items.user("look"), call, output), tools=(tool,))
    written = write_chat(request, reasoning="none")
    body = json.loads(written.body)
    assert [each["function"]["name"] for each in body["tools"]] == ["local_shell"]
    (asked,) = body["messages"][1]["tool_calls"]
    assert asked["function"]["name"] == "local_shell"
    assert json.loads(asked["function"]["arguments"]) == {
        "command": ["ls", "-l"], "working_directory": "/w",
    }  # fmt: skip
    assert body["messages"][2] == {"role": "tool", "tool_call_id": "c1", "content": "a.py"}
    arguments = asked["function"]["arguments"]
    told = feed([piece(0, "local_shell", arguments, "c1"), END], {"local_shell": "local_shell"})
    (done,) = [event.item for event in told if isinstance(event, events.OutputItemDone)]
    assert isinstance(done, items.LocalShellCall)
    assert (done.call_id, done.action) == ("c1", action)
    assert written.dropped == ()
