"""Requests as a chat server is given them, and its answers read as those of the Responses API."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from quire.errors import StreamBroken, UpstreamError
from quire.protocol import events, items
from quire.protocol.chat_chunks import ChunkReader
from quire.protocol.chat_requests import write_chat
from quire.protocol.emulation import Emulation
from quire.protocol.requests import Request, Thinking, read_request
from tests.protocol.test_chat import chat


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
